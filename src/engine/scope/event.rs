//! `event.*`: what the visitor did, every field defined and empty where it does not apply.

use serde_json::{Map, Value, json};

use crate::flow::model::event::EventName;
use crate::time::Timestamp;
use crate::words::event::{Attachment, Event, EventKind, Finding, Nlp, Optin, Referral};
use crate::words::name::Vars;
use crate::words::wall::Comment;

/// What a turn is about: what Meta told, or what another system did.
#[derive(Clone, Copy)]
pub(in crate::engine) enum About<'a> {
    /// Neither: a timer, an answer, an order.
    Nothing,
    /// Meta told it.
    Meta(&'a Event),
    /// Another system told it: its name and values.
    App(&'a str, &'a Vars),
    /// What it was when another server was asked; the fields as they were then.
    Kept(&'a Vars),
}

/// All fields of `event`.
pub(in crate::engine) fn view(about: About<'_>, now: Timestamp) -> Value {
    let mut fields = empty();
    match about {
        About::Nothing => {}
        About::Kept(kept) => {
            fields.extend(kept.iter().map(|(name, value)| (name.to_string(), value.clone())));
        }
        About::App(name, with) => {
            let with = with.iter().map(|(name, value)| (name.to_string(), value.clone()));
            put(&mut fields, "raw", Value::Object(with.collect()));
            put(&mut fields, "kind", EventName::App(name.to_owned()).to_string());
            put(&mut fields, "time", now.to_string());
        }
        About::Meta(event) => {
            put(&mut fields, "raw", event.raw.clone());
            put(&mut fields, "time", event.sent_at.unwrap_or(now).to_string());
            put(&mut fields, "kind", word(&event.kind));
            put(&mut fields, "referral", referral(event.referral.as_ref()));
            put(&mut fields, "nlp", nlp(event.nlp.as_ref()));
            of_kind(&mut fields, &event.kind);
        }
    }
    Value::Object(fields)
}

fn empty() -> Map<String, Value> {
    let mut fields = Map::new();
    for name in ["text", "payload", "time", "kind", "emoji"] {
        put(&mut fields, name, "");
    }
    put(&mut fields, "attachments", Value::Array(Vec::new()));
    put(&mut fields, "nlp", nlp(None));
    put(&mut fields, "referral", referral(None));
    put(&mut fields, "optin", optin(None));
    put(&mut fields, "comment", comment(None));
    put(&mut fields, "raw", Value::Object(Map::new()));
    fields
}

fn put(fields: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    fields.insert(name.to_owned(), value.into());
}

/// The author's word for it.
fn word(kind: &EventKind) -> String {
    let word = match kind {
        EventKind::Text(_) => "text",
        EventKind::Tap(_) => "tap",
        EventKind::Command { .. } => "command",
        EventKind::HumanEcho(_) => "echo",
        EventKind::Policy { .. } => "policy",
        EventKind::Rated { .. } => "rated",
        EventKind::Form { .. } => "form",
        EventKind::CustomerData { .. } => "customer_data",
        EventKind::Coupon { .. } => "coupon",
        EventKind::Game(_) => "game",
        EventKind::Wall(_) => "wall",
        EventKind::Label { .. } => "label",
        EventKind::Unknown { .. }
        | EventKind::Attachments(_)
        | EventKind::Reaction(_)
        | EventKind::Referral
        | EventKind::Optin(_)
        | EventKind::Read { .. }
        | EventKind::Delivered { .. }
        | EventKind::Edited { .. }
        | EventKind::Deleted
        | EventKind::AccountLink { .. }
        | EventKind::Thread(_)
        | EventKind::Comment(_)
        | EventKind::Post(_)
        | EventKind::Feedback { .. }
        | EventKind::Order { .. }
        | EventKind::Unsupported => "",
    };
    EventName::of(kind).map_or_else(|| word.to_owned(), |name| name.to_string())
}

fn of_kind(fields: &mut Map<String, Value>, kind: &EventKind) {
    match kind {
        EventKind::Text(text) => {
            put(fields, "text", text.text.as_str());
            put(fields, "attachments", attachments(&text.attachments));
        }
        EventKind::Tap(tap) => {
            put(fields, "text", told(tap.label.as_ref()));
            put(fields, "payload", told(tap.payload.as_ref()));
        }
        EventKind::Attachments(list) => put(fields, "attachments", attachments(list)),
        EventKind::Reaction(reaction) => put(fields, "emoji", told(reaction.emoji.as_ref())),
        EventKind::Optin(told_optin) => {
            put(fields, "payload", told(told_optin.payload.as_ref()));
            put(fields, "optin", optin(Some(told_optin)));
        }
        EventKind::Comment(told) | EventKind::Post(told) => {
            put(fields, "text", told.text.as_str());
            put(fields, "comment", comment(Some(told)));
        }
        EventKind::Edited { text, .. } | EventKind::Command { text, .. } => {
            put(fields, "text", text.as_str());
        }
        EventKind::Order { note, .. } => put(fields, "text", told(note.as_ref())),
        EventKind::Referral
        | EventKind::Read { .. }
        | EventKind::Delivered { .. }
        | EventKind::Deleted
        | EventKind::AccountLink { .. }
        | EventKind::Thread(_)
        | EventKind::HumanEcho(_)
        | EventKind::Feedback { .. }
        | EventKind::Unsupported
        | EventKind::Rated { .. }
        | EventKind::Form { .. }
        | EventKind::CustomerData { .. }
        | EventKind::Coupon { .. }
        | EventKind::Game(_)
        | EventKind::Wall(_)
        | EventKind::Label { .. }
        | EventKind::Policy { .. }
        | EventKind::Unknown { .. } => {}
    }
}

fn attachments(list: &[Attachment]) -> Value {
    list.iter().map(attachment).collect()
}

fn attachment(one: &Attachment) -> Value {
    let (lat, lon) = one.place.map_or((Value::from(""), Value::from("")), |(lat, lon)| {
        (Value::from(lat), Value::from(lon))
    });
    json!({
        "kind": one.kind,
        "url": told(one.url.as_ref()),
        "title": told(one.title.as_ref()),
        "lat": lat,
        "lon": lon,
        "sticker": told(one.sticker.as_ref()),
        "more": one.more,
    })
}

fn referral(referral: Option<&Referral>) -> Value {
    let none = Referral::default();
    let referral = referral.unwrap_or(&none);
    json!({
        "ref": referral.reference,
        "type": told(referral.kind.as_ref()),
        "source": told(referral.source.as_ref()),
        "ad": told(referral.ad.as_ref()),
        "more": more(&referral.more),
    })
}

fn optin(optin: Option<&Optin>) -> Value {
    json!({
        "type": told(optin.and_then(|optin| optin.kind.as_ref())),
        "ref": told(optin.and_then(|optin| optin.reference.as_ref())),
        "payload": told(optin.and_then(|optin| optin.payload.as_ref())),
        "token": told(optin.and_then(|optin| optin.token.as_ref())),
        "more": optin.map_or_else(|| json!({}), |optin| more(&optin.more)),
    })
}

fn comment(comment: Option<&Comment>) -> Value {
    let none = Comment::default();
    let comment = comment.unwrap_or(&none);
    json!({
        "id": comment.id,
        "post": told(comment.post.as_ref()),
        "parent": told(comment.parent.as_ref()),
        "text": comment.text,
        "author": comment.author.as_ref().map_or("", |author| author.as_str()),
        "name": told(comment.name.as_ref()),
        "verb": comment.verb,
    })
}

fn nlp(nlp: Option<&Nlp>) -> Value {
    let none = Nlp::default();
    let nlp = nlp.unwrap_or(&none);
    let found = nlp.found.iter().map(|Finding { name, confidence, value, more: _ }| {
        json!({"name": name, "confidence": confidence, "value": value})
    });
    json!({"found": found.collect::<Value>(), "locale": told(nlp.locale.as_ref())})
}

/// The rest of what Meta says; empty where it says nothing.
fn more(rest: &Value) -> Value {
    if rest.is_null() { json!({}) } else { rest.clone() }
}

fn told(text: Option<&String>) -> &str {
    text.map(String::as_str).unwrap_or_default()
}
