//! Questions, and what answers them.

use crate::flow::model::Step;
use crate::flow::model::say::Say;
use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::source::Place;
use crate::template::batch::TextId;
use crate::time::Millis;
use crate::words::way::Way;

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
