//! Answers that are told by their words: one file per type.

use std::ops::Range;

use crate::engine::answer::{email, integer, yes_no};
use crate::flow::model::ask::AnswerKind;
use crate::pattern::fold::Message;
use crate::words::name::Value;

/// The message is nothing but an answer of this kind.
pub(super) fn whole(kind: AnswerKind, message: &Message) -> Option<Value> {
    match kind {
        AnswerKind::Integer => integer::whole(message),
        AnswerKind::Email => email::whole(message),
        AnswerKind::YesNo => yes_no::whole(message),
        AnswerKind::Text
        | AnswerKind::Location
        | AnswerKind::Image
        | AnswerKind::File
        | AnswerKind::Choice => None,
    }
}

/// All answers of this kind in the message.
pub(super) fn all(kind: AnswerKind, message: &Message) -> Vec<(Range<usize>, Value)> {
    let one = match kind {
        AnswerKind::Integer => integer::contained(message),
        AnswerKind::Email => email::contained(message),
        AnswerKind::YesNo => yes_no::contained(message),
        AnswerKind::Text
        | AnswerKind::Location
        | AnswerKind::Image
        | AnswerKind::File
        | AnswerKind::Choice => None,
    };
    one.into_iter().map(|value| (0..message.typed.len(), value)).collect()
}
