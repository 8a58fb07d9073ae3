//! The checked model: what a bot's files mean once nothing is wrong with them. Names exist, texts
//! and patterns are compiled, steps have their keys; only jumps are still nested.

pub mod answer;
pub mod ask;
pub mod branch;
pub mod button;
pub mod cards;
pub mod control;
pub mod declared;
pub mod each;
pub mod event;
pub mod form;
pub mod goto;
pub mod handover;
pub mod http;
pub mod language;
pub mod later;
pub mod media;
pub mod notify;
pub mod often;
pub mod on_page;
pub mod own_word;
pub mod pause;
pub mod persona;
pub mod raw;
pub mod say;
pub mod sentence;
pub mod set;
pub mod settings;
pub mod slot;
pub mod tag;
pub mod track;
pub mod trigger;

use crate::flow::model::ask::{Ask, Prefill};
use crate::flow::model::branch::If;
use crate::flow::model::cards::Cards;
use crate::flow::model::control::{Call, Once, OneOf, Repeat, Switch};
use crate::flow::model::form::Form;
use crate::flow::model::goto::Goto;
use crate::flow::model::handover::Handover;
use crate::flow::model::http::Http;
use crate::flow::model::language::Language;
use crate::flow::model::later::Later;
use crate::flow::model::media::Media;
use crate::flow::model::notify::Notify;
use crate::flow::model::often::Often;
use crate::flow::model::pause::Pause;
use crate::flow::model::raw::Raw;
use crate::flow::model::say::Say;
use crate::flow::model::sentence::Sentence;
use crate::flow::model::set::Assign;
use crate::flow::model::settings::Settings;
use crate::flow::model::slot::Slot;
use crate::flow::model::tag::Tag;
use crate::flow::model::track::{Line, Track};
use crate::flow::model::trigger::Trigger;
use crate::source::{Place, Sources, Span};
use crate::template::batch::ExprId;
use crate::template::tables::Tables;
use crate::time::Millis;
use crate::words::name::{FlowName, PersonaName, StepKey, VarName};

/// All of a bot, checked.
#[derive(Debug)]
pub struct Checked {
    /// By file and line.
    pub flows: Vec<Flow>,
    /// `bot.yaml`.
    pub settings: Settings,
    /// The tables of `data/`.
    pub tables: Tables,
    /// Every sentence that people may see or say, in the order of the files.
    pub sentences: Vec<Sentence>,
    /// The files themselves, which mistakes found later point into.
    pub sources: Sources,
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
    /// The flow that must have ended just before, for its triggers to hold.
    pub after: Option<FlowName>,
    /// How often it may run.
    pub often: Option<Often>,
    /// Messages that must start it.
    pub examples: Vec<Example>,
    /// Messages that must not start it.
    pub not_examples: Vec<Example>,
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
    /// Whether messages answer its questions before they are asked.
    pub prefill: Prefill,
    /// Reached from outside: nobody complains that nothing leads here.
    pub external: bool,
}

/// A message that an author gives as an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The message.
    pub text: String,
    /// Where it stands.
    pub span: Span,
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
    /// Shows cards.
    Cards(Cards),
    /// Sends a message object.
    Raw(Raw),
    /// A template of Messenger's.
    Form(Form),
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
    /// Runs steps another time.
    Later(Box<Later>),
    /// Takes away what would run another time.
    CancelLater(Vec<StepKey>),
    /// Lets the next bubble come later.
    Pause(Pause),
    /// Marks the visitor's message as seen.
    Seen,
    /// Reacts to the visitor's message.
    React(String),
    /// Lets somebody else talk with the visitor.
    Handover(Handover),
    /// Talks with the visitor again.
    TakeBack,
    /// Notes something about the visitor.
    Tag(Tag),
    /// Speaks another language with the visitor.
    Language(Language),
    /// Tells a webhook.
    Notify(Notify),
    /// Counts an event.
    Track(Track),
    /// Writes a line into the conversation's log.
    Log(Line),
    /// Asks another server.
    Http(Box<Http>),
}
