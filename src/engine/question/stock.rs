//! What questions say where the author has no words for it.

use crate::engine::run::Run;
use crate::flow::model::ask::{AnswerKind, Ask, Reason};
use crate::pattern::fold::Message;

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

/// Whether a message says that a list is complete.
pub(in crate::engine) fn is_done(_run: &Run<'_>, message: &Message) -> bool {
    let folded = message.folded.text.as_str();
    ["done", "that s all", "thats all", "finished", "ready", "nothing else", "no"].contains(&folded)
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
        Some(AnswerKind::Integer) => "Please send a whole number, such as 3.",
        Some(AnswerKind::Email) => "That does not look like an e-mail address.",
        Some(AnswerKind::YesNo) => "Please answer yes or no.",
        Some(_) | None => "Please answer in words.",
    };
    sentence.to_owned()
}
