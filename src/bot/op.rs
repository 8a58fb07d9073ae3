//! What a flow's code is made of: the steps of its author, flat, with jumps instead of nesting.

use crate::flow::model::Condition;
use crate::flow::model::ask::Ask;
use crate::flow::model::button::Button;
use crate::flow::model::cards::Cards;
use crate::flow::model::control::{Call, Draw, Rounds};
use crate::flow::model::form::Form;
use crate::flow::model::goto::Goto;
use crate::flow::model::handover::Handover;
use crate::flow::model::http::{Failing, Http};
use crate::flow::model::language::Language;
use crate::flow::model::later::{How, When};
use crate::flow::model::media::Media;
use crate::flow::model::notify::Notify;
use crate::flow::model::often::Often;
use crate::flow::model::pause::Pause;
use crate::flow::model::raw::Raw;
use crate::flow::model::say::Say;
use crate::flow::model::set::Assign;
use crate::flow::model::slot::Slot;
use crate::flow::model::tag::Tag;
use crate::flow::model::track::{Line, Track};
use crate::source::Place;
use crate::template::batch::ExprId;
use crate::time::Millis;
use crate::words::name::{ArmKey, FlowName, PersonaName, StepKey, StepName};
use crate::words::way::Way;

/// A position in a flow's code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pc(pub usize);

impl Pc {
    /// The position behind this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// One operation.
#[derive(Debug)]
pub struct Op {
    /// The step it belongs to.
    pub key: StepKey,
    /// The step's place in the author's file.
    pub place: Place,
    /// The flow to run when it fails.
    pub on_error: Option<FlowName>,
    /// Who speaks.
    pub persona: Option<PersonaName>,
    /// What it does.
    pub kind: OpKind,
}

/// What an operation does.
#[derive(Debug)]
pub enum OpKind {
    /// Lets a flow run once in a while; stands before its first step.
    Gate(Often),
    /// Says something.
    Say(Say),
    /// Shows files.
    Media(Media),
    /// Shows cards.
    Cards(Cards),
    /// Sends a message object.
    Raw(Raw),
    /// Sends a template of Messenger's.
    Form(Form),
    /// Asks, and rests.
    Ask(Box<Ask>, Beside),
    /// Rests on the question that is still open, at the end of what a nudge does.
    Wait,
    /// Sets variables.
    Set(Vec<Assign>),
    /// Goes on there unless the condition holds.
    Unless(Condition, Pc),
    /// Goes on there.
    Jump(Pc),
    /// Goes on at the case that the value is, else behind them all.
    Switch(ExprId, Vec<(String, Pc)>, Pc),
    /// Goes on at an arm that chance takes.
    OneOf(Vec<Arm>, Draw),
    /// Begins the rounds of a repeat; without any it goes on there.
    Rounds(Rounds, Pc),
    /// Begins the next round of the repeat there, or goes on behind this.
    Again(Pc),
    /// Goes on there unless it is the visitor's first time.
    Once(Pc),
    /// Runs another flow, and goes on.
    Call(Call),
    /// Ends the flow, with a value for its caller.
    Return(Option<ExprId>),
    /// Takes variables away.
    Forget(Vec<Slot>),
    /// Ends this flow and everything that waits beneath it.
    EndAll,
    /// Goes elsewhere, ends the flow, goes back or begins anew.
    Goto(Goto),
    /// Lets the steps behind it run another time, and goes on there.
    Later(When, How, Pc),
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
    /// Asks another server, and rests; goes on behind it, or at the arm for what went wrong.
    Http(Box<Http>, Vec<(Failing, Pc)>),
}

impl OpKind {
    /// Buttons and quick replies that it shows.
    #[must_use]
    pub fn buttons(&self) -> Vec<&Button> {
        match self {
            Self::Say(say) => say.buttons.iter().chain(&say.replies).collect(),
            Self::Ask(ask, _) => ask.say.buttons.iter().chain(&ask.say.replies).collect(),
            Self::Media(media) => media.buttons.iter().chain(&media.replies).collect(),
            Self::Cards(cards) => {
                let own = cards.cards.iter().flat_map(|card| &card.buttons);
                own.chain(&cards.replies).collect()
            }
            Self::Gate(_)
            | Self::Raw(_)
            | Self::Form(_)
            | Self::Wait
            | Self::Set(_)
            | Self::Unless(..)
            | Self::Jump(_)
            | Self::Switch(..)
            | Self::OneOf(..)
            | Self::Rounds(..)
            | Self::Again(_)
            | Self::Once(_)
            | Self::Call(_)
            | Self::Return(_)
            | Self::Forget(_)
            | Self::EndAll
            | Self::Goto(_)
            | Self::Later(..)
            | Self::CancelLater(_)
            | Self::Pause(_)
            | Self::Seen
            | Self::React(_)
            | Self::Handover(_)
            | Self::TakeBack
            | Self::Tag(_)
            | Self::Language(_)
            | Self::Track(_)
            | Self::Log(_)
            | Self::Notify(_)
            | Self::Http(..) => Vec::new(),
        }
    }

    /// The question that it is.
    #[must_use]
    pub fn as_ask(&self) -> Option<(&Ask, &Beside)> {
        if let Self::Ask(ask, beside) = self { Some((ask, beside)) } else { None }
    }

    /// Where it jumps, to be told once that is known.
    pub(super) fn jump_mut(&mut self) -> Option<&mut Pc> {
        match self {
            Self::Jump(to)
            | Self::Unless(_, to)
            | Self::Rounds(_, to)
            | Self::Once(to)
            | Self::Later(_, _, to)
            | Self::Switch(_, _, to) => Some(to),
            Self::Gate(_)
            | Self::Say(_)
            | Self::Media(_)
            | Self::Cards(_)
            | Self::Raw(_)
            | Self::Form(_)
            | Self::Ask(..)
            | Self::Wait
            | Self::Set(_)
            | Self::OneOf(..)
            | Self::Again(_)
            | Self::Call(_)
            | Self::Return(_)
            | Self::Forget(_)
            | Self::EndAll
            | Self::Goto(_)
            | Self::CancelLater(_)
            | Self::Pause(_)
            | Self::Seen
            | Self::React(_)
            | Self::Handover(_)
            | Self::TakeBack
            | Self::Tag(_)
            | Self::Language(_)
            | Self::Notify(_)
            | Self::Track(_)
            | Self::Log(_)
            | Self::Http(..) => None,
        }
    }
}

/// The code of a repeat.
#[derive(Clone, Debug)]
pub struct Body {
    /// The repeat.
    pub step: StepName,
    /// Where it begins.
    pub from: Pc,
    /// Behind its end.
    pub to: Pc,
}

impl Body {
    /// Whether a position lies in one of its rounds.
    #[must_use]
    pub fn holds(&self, pc: Pc) -> bool {
        self.from < pc && pc < self.to
    }
}

/// One arm of a `one_of`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// By which it is remembered.
    pub key: ArmKey,
    /// How often it comes, against the others.
    pub weight: u32,
    /// Where it begins.
    pub pc: Pc,
}

/// Where an open question leads by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// After too many wrong answers.
    pub give_up: GiveUp,
    /// After so much silence, the shortest first.
    pub nudges: Vec<(Millis, Pc)>,
}

/// What an open question does after too many wrong answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GiveUp {
    /// It is dropped, and the message goes to the fallback.
    #[default]
    Drop,
    /// The run goes on there.
    Steps(Pc),
    /// The run goes elsewhere.
    Goto(Way),
}
