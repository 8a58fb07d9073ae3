//! `message`: words, taps on quick replies, attachments, commands, echoes.

use serde_json::Value;

use crate::messenger::webhook::event::{Told, referral};
use crate::messenger::webhook::field::{Map, filled, list, object, text_of, truth};
use crate::messenger::webhook::item::mid;
use crate::messenger::webhook::{attachment, nlp};
use crate::words::event::{Echo, EventKind, Tap, Text, Via};
use crate::words::name::Mid;

pub(super) fn read(message: &Map) -> Told {
    let mid = mid(message);
    if truth(message, "is_echo") {
        return Told::new("echo", mid, echo(message));
    }
    if truth(message, "is_deleted") {
        return Told::new("deleted", mid, EventKind::Deleted);
    }
    Told {
        referral: object(message, "referral").map(referral),
        nlp: object(message, "nlp").and_then(nlp::read),
        ..Told::new("message", mid, kind(message))
    }
}

fn kind(message: &Map) -> EventKind {
    if truth(message, "is_unsupported") {
        return EventKind::Unsupported;
    }
    if let Some(tap) = quick_reply(message) {
        return EventKind::Tap(tap);
    }
    let mut commands = list(message, "commands").iter().filter_map(Value::as_object);
    if let Some(name) = commands.find_map(|command| filled(command, "name")) {
        let text = text_of(message, "text").unwrap_or_else(|| format!("/{name}"));
        return EventKind::Command { name, text };
    }
    let attachments = attachment::read(message);
    match filled(message, "text") {
        Some(text) => EventKind::Text(Text { text, attachments, reply_to: reply_to(message) }),
        None if attachments.is_empty() => EventKind::Unknown { name: "message".to_owned() },
        None => EventKind::Attachments(attachments),
    }
}

/// A tap on a quick reply comes as a message with the label as its text. An `{ask_for: …}` one
/// carries the number or address itself, as text and payload alike.
fn quick_reply(message: &Map) -> Option<Tap> {
    let reply = object(message, "quick_reply")?;
    let payload = text_of(reply, "payload");
    Some(Tap { payload, label: filled(message, "text"), via: Via::QuickReply })
}

fn reply_to(message: &Map) -> Option<Mid> {
    mid(object(message, "reply_to")?)
}

fn echo(message: &Map) -> EventKind {
    EventKind::HumanEcho(Echo {
        app: filled(message, "app_id"),
        metadata: filled(message, "metadata"),
        text: filled(message, "text"),
    })
}
