//! The checked model: what a bot's files mean once nothing is wrong with them. Names exist, texts
//! and patterns are compiled, steps have their keys; only jumps are still nested.

pub mod control;

use crate::flow::model::control::{Call, Once, OneOf, Repeat, Switch};
use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::Rule;
use crate::source::{Place, Sources, Span};
use crate::template::batch::{ExprId, TextId};
use crate::time::Millis;
use crate::words::name::{FlowName, Locale, PersonaName, StepKey, Target, Value, VarName};
use crate::words::reply::MediaKind;
use crate::words::way::Way;

/// All of a bot, checked.
#[derive(Debug)]
pub struct Checked {
    /// By file and line.
    pub flows: Vec<Flow>,
    /// `bot.yaml`.
    pub settings: Settings,
    /// The files themselves, which mistakes found later point into.
    pub sources: Sources,
}

/// `bot.yaml`, with the defaults of LANGUAGE.md where it is silent.
#[derive(Debug)]
pub struct Settings {
    /// The bot's name, for the page that says it is alive.
    pub name: String,
    /// The bot's languages; the first is the default. Never empty.
    pub locales: Vec<Locale>,
    /// What Get Started does.
    pub start: Option<Target>,
    /// Where menu, ice breakers, commands and lists of replies lead.
    pub offered: Vec<Target>,
    /// Folded cancel words; empty if nothing cancels.
    pub cancel_words: Vec<Rule>,
    /// What is said after a cancel word.
    pub cancel_say: Option<TextId>,
    /// The flow that runs when a step fails and neither step nor flow says otherwise.
    pub on_error: Option<FlowName>,
    /// How long an open question waits.
    pub expires: Millis,
    /// Whether pauses stand between bubbles.
    pub typing: Typing,
    /// `user.x` and `chat.x` with a default.
    pub defaults: Vec<(Slot, Value)>,
    /// Old destinations that people may still have on screen, and where they lead now.
    pub moved: Vec<(Target, Target)>,
    /// Steps per message; may only be lower than the engine's own.
    pub steps_max: u32,
    /// Environment variables that flows may read.
    pub env: Vec<String>,
}

/// Pauses between bubbles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// None.
    Off,
    /// 0.4 s and 25 ms a letter, at most 2 s.
    Auto,
    /// So many letters a second.
    Speed(u32),
}

/// A flow.
#[derive(Debug)]
pub struct Flow {
    /// Its name.
    pub name: FlowName,
    /// Where its name stands.
    pub span: Span,
    /// The same for people.
    pub place: Place,
    /// What starts it.
    pub triggers: Vec<Trigger>,
    /// The extra condition for its triggers.
    pub condition: Option<Condition>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Tried before all other flows.
    pub interrupts: bool,
    /// Settles ties: the higher wins.
    pub priority: Priority,
    /// How long its questions wait.
    pub expires: Option<Millis>,
    /// Who speaks.
    pub persona: Option<PersonaName>,
    /// The flow that runs when a step of it fails.
    pub on_error: Option<FlowName>,
    /// What it takes when it is called.
    pub params: Vec<VarName>,
    /// Reached from outside: nobody complains that nothing leads here.
    pub external: bool,
}

/// What settles a tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Loses ties.
    Low,
    /// Nothing said.
    #[default]
    Normal,
    /// Wins ties.
    High,
}

/// A condition, with the author's words for the trace.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The expression.
    pub expr: ExprId,
    /// As written.
    pub text: String,
}

/// One trigger of a flow.
#[derive(Debug)]
pub struct Trigger {
    /// Where it stands.
    pub span: Span,
    /// The same for people.
    pub place: Place,
    /// What it takes.
    pub kind: TriggerKind,
}

/// What a trigger takes.
#[derive(Debug)]
pub enum TriggerKind {
    /// A message's text.
    Text(Rule),
    /// A payload.
    Payload(PayloadPattern),
    /// `{event: get_started}`.
    GetStarted,
    /// `any message`.
    AnyMessage,
}

/// One step.
#[derive(Debug)]
pub struct Step {
    /// Its name (MODEL 2.2).
    pub key: StepKey,
    /// Where it stands.
    pub place: Place,
    /// Whether the author named it with `id`; only such steps and asks are worth a destination.
    pub named: bool,
    /// Its `if`.
    pub condition: Option<Condition>,
    /// The flow that runs when it fails.
    pub on_error: Option<FlowName>,
    /// Who speaks.
    pub persona: Option<PersonaName>,
    /// What it does.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug)]
pub enum StepKind {
    /// Says something.
    Say(Say),
    /// Shows a file.
    Media(Media),
    /// Asks, and waits.
    Ask(Box<Ask>),
    /// Sets variables.
    Set(Vec<Assign>),
    /// Takes variables away.
    Forget(Vec<Slot>),
    /// Takes the first arm whose condition holds.
    If(If),
    /// Takes the case that a value is.
    Switch(Switch),
    /// Takes an arm by chance.
    OneOf(OneOf),
    /// Runs the same steps in rounds.
    Repeat(Repeat),
    /// Runs steps the first time only.
    Once(Once),
    /// Runs another flow, and goes on.
    Call(Call),
    /// Ends this flow, with a value for its caller.
    Return(Option<ExprId>),
    /// Ends this flow and everything that waits beneath it.
    EndAll,
    /// Goes elsewhere, ends the flow, goes back or begins anew.
    Goto(Goto),
}

/// Words, with what hangs on the last bubble.
#[derive(Clone, Debug)]
pub struct Say {
    /// The words.
    pub bubbles: Bubbles,
    /// At most three.
    pub buttons: Vec<Button>,
    /// At most thirteen.
    pub replies: Vec<Button>,
}

/// Where words come from.
#[derive(Clone, Debug)]
pub enum Bubbles {
    /// One text a bubble.
    Texts(Vec<TextId>),
    /// A template; a line `---` starts a new bubble.
    Template {
        /// The template.
        file: TextId,
        /// Its own variables.
        with: Vec<(VarName, Given)>,
    },
}

/// A button or quick reply.
#[derive(Clone, Debug)]
pub struct Button {
    /// Where it stands.
    pub place: Place,
    /// What stands on it.
    pub label: TextId,
    /// Shown only if this holds.
    pub condition: Option<Condition>,
    /// What a tap does.
    pub tap: Tap,
    /// A quick reply's picture.
    pub image: Option<TextId>,
}

/// What a tap does.
#[derive(Clone, Debug)]
pub enum Tap {
    /// Goes to a flow or step, or does what a bare word says.
    Go {
        /// Where.
        to: Way,
        /// What is set before.
        set: Vec<(Slot, Given)>,
    },
    /// Sends the author's own payload.
    Payload(TextId),
    /// Opens a page.
    Link {
        /// `https:`
        url: TextId,
        /// `compact`, `tall` or `full`.
        height: Option<String>,
        /// With Messenger's own script in it.
        extensions: bool,
    },
    /// Calls a number.
    Phone(TextId),
}

/// A value in a map of the author's: a plain number, or a text (`{{ x }}` alone keeps its type).
#[derive(Clone, Debug)]
pub enum Given {
    /// As it stands there.
    Value(Value),
    /// To be rendered.
    Text(TextId),
}

/// A file to show.
#[derive(Clone, Debug)]
pub struct Media {
    /// What kind.
    pub kind: MediaKind,
    /// Addresses or paths in `media/`.
    pub sources: Vec<TextId>,
    /// With buttons it is a media template.
    pub buttons: Vec<Button>,
    /// Quick replies.
    pub replies: Vec<Button>,
}

/// A question.
#[derive(Debug)]
pub struct Ask {
    /// The question itself; its `replies` are the author's own, `choices` come after them.
    pub say: Say,
    /// Where the answer goes.
    pub save: Option<Slot>,
    /// What counts as an answer.
    pub kind: AnswerKind,
    /// What can be chosen; not empty means that only these are answers.
    pub choices: Vec<Choice>,
    /// Whether choices are shown as quick replies.
    pub shown: bool,
    /// What is said after the first, second … wrong answer; the last one repeats.
    pub retry: Vec<TextId>,
    /// Wrong answers until it gives up.
    pub tries: Option<u16>,
    /// What happens then; without it the question is dropped.
    pub give_up: Option<GiveUp>,
    /// How long it waits.
    pub expires: Option<Millis>,
}

/// What counts as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// Anything.
    Text,
    /// A whole number.
    Integer,
    /// An e-mail address.
    Email,
    /// Yes (true) or no (false).
    YesNo,
}

impl AnswerKind {
    /// The author's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Email => "email",
            Self::YesNo => "yes_no",
        }
    }
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where it stands.
    pub place: Place,
    /// What the visitor reads.
    pub label: TextId,
    /// What is saved instead of the label.
    pub value: Option<Given>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Where a tap on it leads after it was saved.
    pub goto: Option<Way>,
}

/// What happens after too many wrong answers.
#[derive(Debug)]
pub enum GiveUp {
    /// It goes elsewhere.
    Goto(Way),
    /// These steps run; then the flow goes on after the question.
    Steps(Vec<Step>),
}

/// One assignment.
#[derive(Clone, Debug)]
pub struct Assign {
    /// What is set.
    pub slot: Slot,
    /// To what.
    pub value: Assigned,
}

/// The right side of an assignment.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// A bare expression: `set: total = count * price`.
    Expr(ExprId),
    /// A value of a map: `set: {city: Paris}`.
    Given(Given),
    /// Added to what is there: `set: cart += item`.
    Added(ExprId),
}

/// A variable that can be set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// How long it lives.
    pub life: Life,
    /// Its name.
    pub name: VarName,
}

/// How long a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Life {
    /// This run of the flow: `name`.
    Run,
    /// This conversation: `chat.name`.
    Chat,
    /// This person on this Page: `user.name`.
    User,
}

/// `if` as a block.
#[derive(Debug)]
pub struct If {
    /// `if` and `elif`, in order.
    pub arms: Vec<(Condition, Vec<Step>)>,
    /// `else`.
    pub otherwise: Vec<Step>,
}

/// A `goto`.
#[derive(Clone, Debug)]
pub struct Goto {
    /// Where to.
    pub to: Way,
    /// Variables that the other flow starts with.
    pub with: Vec<(VarName, Given)>,
}
