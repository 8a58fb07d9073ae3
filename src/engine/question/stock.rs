//! What questions say where the author has no words for it.

use crate::engine::run::Run;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Reason};
use crate::pattern::answer::Type;

/// The word on the quick reply for yes.
pub(in crate::engine) fn yes(_run: &Run<'_>) -> String {
    "Yes".to_owned()
}

/// The word on the quick reply for no.
pub(in crate::engine) fn no(_run: &Run<'_>) -> String {
    "No".to_owned()
}

/// The word on the quick reply that ends a list.
pub(in crate::engine) fn done(_run: &Run<'_>) -> String {
    "Done".to_owned()
}

/// What is said after an item of a list.
pub(in crate::engine) fn more(_run: &Run<'_>) -> String {
    "Anything else?".to_owned()
}

/// What is said when a yes or no is wanted.
pub(in crate::engine) fn yes_or_no(_run: &Run<'_>) -> String {
    "Please answer yes or no.".to_owned()
}

/// What is said to a wrong answer.
pub(in crate::engine) fn retry(_run: &Run<'_>, ask: &Ask, _reason: Reason) -> String {
    let sentence = match ask.takes.kinds.first() {
        _ if !ask.choices.is_empty() => "Please choose one of these.",
        Some(AnswerKind::Said(Type::Integer)) => "Please send a whole number, such as 3.",
        Some(AnswerKind::Said(Type::Email)) => "That does not look like an e-mail address.",
        Some(AnswerKind::Said(Type::YesNo)) => "Please answer yes or no.",
        Some(_) | None => "Please answer in words.",
    };
    sentence.to_owned()
}
