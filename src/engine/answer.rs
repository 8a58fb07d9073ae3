//! What counts as an answer, one file per type: the whole message, or a part of it.

mod choice;
mod email;
mod filler;
mod integer;
mod yes_no;

use crate::flow::model::ask::{AnswerKind, Ask};
use crate::pattern::fold::Message;
use crate::words::conversation::Question;
use crate::words::event::Attachment;
use crate::words::name::Value;
use crate::words::way::Way;

/// An answer: what is saved, and where it leads if the choice says so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Picked {
    pub(super) value: Value,
    pub(super) goto: Option<Way>,
}

impl From<Value> for Picked {
    fn from(value: Value) -> Self {
        Self { value, goto: None }
    }
}

/// The whole folded message is a choice's label, value or synonym, or yes or no (5.3.1).
pub(super) fn exactly(ask: &Ask, question: &Question, message: &Message) -> Option<Picked> {
    if !question.choices.is_empty() {
        return choice::exactly(&question.choices, message);
    }
    match ask.kind {
        AnswerKind::YesNo => yes_no::exactly(message).map(Picked::from),
        AnswerKind::Text | AnswerKind::Integer | AnswerKind::Email => None,
    }
}

/// The message is nothing but an answer and filler words (5.3.4).
pub(super) fn whole(ask: &Ask, question: &Question, message: &Message) -> Option<Picked> {
    if !question.choices.is_empty() {
        return choice::whole(&question.choices, message);
    }
    match ask.kind {
        AnswerKind::Text => None,
        AnswerKind::Integer => integer::whole(message).map(Picked::from),
        AnswerKind::Email => email::whole(message).map(Picked::from),
        AnswerKind::YesNo => yes_no::whole(message).map(Picked::from),
    }
}

/// Exactly one answer is contained in the message (5.3.7).
pub(super) fn contained(ask: &Ask, question: &Question, message: &Message) -> Option<Picked> {
    if !question.choices.is_empty() {
        return choice::contained(&question.choices, message);
    }
    match ask.kind {
        AnswerKind::Text => None,
        AnswerKind::Integer => integer::contained(message).map(Picked::from),
        AnswerKind::Email => email::contained(message).map(Picked::from),
        AnswerKind::YesNo => yes_no::contained(message).map(Picked::from),
    }
}

/// The value of a tapped choice, if the question offers it.
pub(super) fn tapped(ask: &Ask, question: &Question, value: &Value) -> Option<Picked> {
    if question.choices.is_empty() {
        let yes_no = ask.kind == AnswerKind::YesNo && value.is_boolean();
        return yes_no.then(|| Picked::from(value.clone()));
    }
    let choice = question.choices.iter().find(|choice| &choice.value == value)?;
    Some(Picked { value: choice.value.clone(), goto: choice.goto.clone() })
}

/// An answer that comes without words, if the question asks for such a thing.
pub(super) fn attachment(ask: &Ask, _attachments: &[Attachment]) -> Option<Picked> {
    match ask.kind {
        AnswerKind::Text | AnswerKind::Integer | AnswerKind::Email | AnswerKind::YesNo => None,
    }
}

/// What is said to a wrong answer if the author has no word for it.
pub(super) fn stock_retry(ask: &Ask) -> &'static str {
    match ask.kind {
        _ if !ask.choices.is_empty() => "Please choose one of these.",
        AnswerKind::Text => "Please answer in words.",
        AnswerKind::Integer => "Please send a whole number, such as 3.",
        AnswerKind::Email => "That does not look like an e-mail address.",
        AnswerKind::YesNo => "Please answer yes or no.",
    }
}
