//! Accounts, feedback and orders: what visitors do outside of the message line.

use serde_json::Value;

use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::field::{Map, filled, list, object, text_of};
use crate::words::event::EventKind;

pub(super) fn read(map: &Map) -> Option<Told> {
    let part = |key| object(map, key);
    part("account_linking")
        .map(account)
        .or_else(|| part("messaging_feedback").map(feedback))
        .or_else(|| part("order").map(order))
        .map(|kind| Told::new("", None, kind))
}

fn account(account: &Map) -> EventKind {
    let linked = text_of(account, "status").as_deref() == Some("linked");
    EventKind::AccountLink { linked, code: filled(account, "authorization_code") }
}

/// Question ids and answers; what was added in words follows as `ID.follow_up`.
fn feedback(feedback: &Map) -> EventKind {
    let mut answers = Vec::new();
    let screens = list(feedback, "feedback_screens").iter().filter_map(Value::as_object);
    for (id, question) in screens.filter_map(|screen| object(screen, "questions")).flatten() {
        let Some(question) = question.as_object() else { continue };
        answers.push((id.clone(), text_of(question, "payload").unwrap_or_default()));
        if let Some(more) = object(question, "follow_up").and_then(|more| filled(more, "payload")) {
            answers.push((format!("{id}.follow_up"), more));
        }
    }
    EventKind::Feedback { answers }
}

fn order(order: &Map) -> EventKind {
    EventKind::Order { products: list(order, "products").to_vec(), note: filled(order, "note") }
}
