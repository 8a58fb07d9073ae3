//! What a flow's code is made of: the steps of its author, flat, with jumps instead of nesting.

use crate::flow::model::Condition;
use crate::flow::model::ask::Ask;
use crate::flow::model::goto::Goto;
use crate::flow::model::media::Media;
use crate::flow::model::pause::Pause;
use crate::flow::model::say::Say;
use crate::flow::model::set::Assign;
use crate::flow::model::tag::Tag;
use crate::flow::model::track::Track;
use crate::source::Place;
use crate::template::batch::TextId;
use crate::words::name::{FlowName, PersonaName, StepKey};
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
    /// Says something.
    Say(Say),
    /// Shows files.
    Media(Media),
    /// Asks, and rests.
    Ask(Box<Ask>, GiveUp),
    /// Sets variables.
    Set(Vec<Assign>),
    /// Goes on there unless the condition holds.
    Unless(Condition, Pc),
    /// Goes on there.
    Jump(Pc),
    /// Goes elsewhere, ends the flow, goes back or begins anew.
    Goto(Goto),
    /// Lets the next bubble come later.
    Pause(Pause),
    /// Marks the visitor's message as seen.
    Seen,
    /// Reacts to the visitor's message.
    React(String),
    /// Notes something about the visitor.
    Tag(Tag),
    /// Counts an event.
    Track(Track),
    /// Writes a line into the conversation's log.
    Log(TextId),
}

impl OpKind {
    /// The question that it is.
    #[must_use]
    pub fn as_ask(&self) -> Option<(&Ask, &GiveUp)> {
        if let Self::Ask(ask, give_up) = self { Some((ask, give_up)) } else { None }
    }

    /// Where it jumps, to be told once that is known.
    pub(super) fn jump_mut(&mut self) -> Option<&mut Pc> {
        if let Self::Jump(to) | Self::Unless(_, to) = self { Some(to) } else { None }
    }
}

/// What an open question does after too many wrong answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// It is dropped, and the message goes to the fallback.
    Drop,
    /// The run goes on there.
    Steps(Pc),
    /// The run goes elsewhere.
    Goto(Way),
}
