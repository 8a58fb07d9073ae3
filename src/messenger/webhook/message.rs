//! `message`: words, taps on quick replies, attachments, commands, echoes.

use crate::messenger::inbox;
use crate::messenger::webhook::event::{Told, referral};
use crate::messenger::webhook::part::Part;
use crate::messenger::webhook::{attachment, nlp};
use crate::words::aside::{ReplyTo, Story};
use crate::words::event::{Echo, EventKind, Tap, Text, Via};

pub(super) fn read(message: &Part<'_>) -> Told {
    let mid = message.mid();
    let mut told = if message.is("is_echo") {
        Told::new("echo", mid, echo(message))
    } else if message.is("is_deleted") {
        Told::new("deleted", mid, EventKind::Deleted)
    } else {
        let referral = message.part("referral").map(|part| referral(&part));
        let nlp = message.part("nlp").and_then(|part| nlp::read(&part));
        Told { referral, nlp, ..Told::new("message", mid, kind(message)) }
    };
    told.reply_to = message.part("reply_to").map(|part| reply_to(&part, &mut told));
    told
}

fn kind(message: &Part<'_>) -> EventKind {
    if message.is("is_unsupported") {
        return EventKind::Unsupported;
    }
    if let Some(tap) = quick_reply(message) {
        return EventKind::Tap(tap);
    }
    let mut names = message.parts("commands").into_iter().filter_map(|one| one.filled("name"));
    if let Some(name) = names.next() {
        let text = message.text("text").unwrap_or_else(|| format!("/{name}"));
        return EventKind::Command { name, others: names.collect(), text };
    }
    let attachments = attachment::read(message);
    match message.filled("text") {
        Some(text) => EventKind::Text(Text { text, attachments }),
        None if attachments.is_empty() => EventKind::Unknown { name: "message".to_owned() },
        None => EventKind::Attachments(attachments),
    }
}

/// A tap on a quick reply comes as a message with the label as its text. An `{ask_for: …}` one
/// carries the number or address itself, as text and payload alike.
fn quick_reply(message: &Part<'_>) -> Option<Tap> {
    let payload = message.part("quick_reply")?.text("payload");
    Some(Tap { payload, label: message.filled("text"), via: Via::QuickReply })
}

fn reply_to(part: &Part<'_>, told: &mut Told) -> ReplyTo {
    let story = part.part("story").map(|story| {
        let read = Story { id: story.filled("id"), url: story.filled("url") };
        story.rest_into(&mut told.more, "story");
        read
    });
    let reply_to = ReplyTo { mid: part.mid(), own: part.yes_no("is_self_reply"), story };
    part.rest_into(&mut told.more, "reply_to");
    reply_to
}

fn echo(message: &Part<'_>) -> EventKind {
    let app = message.filled("app_id");
    EventKind::HumanEcho(Echo {
        inbox: app.as_deref().is_some_and(inbox::is_inbox),
        app,
        metadata: message.filled("metadata"),
        text: message.filled("text"),
        attachments: attachment::read(message),
    })
}
