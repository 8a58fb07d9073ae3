//! What a messaging item says: Meta does not name the event, so the key that is there decides.

use serde_json::Value;

use crate::messenger::webhook::field::{Map, filled, list, object, rest, text, text_of};
use crate::messenger::webhook::item::{mid, moment};
use crate::messenger::webhook::{message, side, thread};
use crate::time::Timestamp;
use crate::words::event::{Event, EventKind, Nlp, Optin, Reaction, Referral, Tap, Via};
use crate::words::name::Mid;

/// An event that is about to get its time and its raw JSON.
pub(super) struct Told {
    /// Part of its identity: one mid stands in events of several kinds.
    pub(super) name: &'static str,
    pub(super) mid: Option<Mid>,
    pub(super) kind: EventKind,
    pub(super) referral: Option<Referral>,
    pub(super) nlp: Option<Nlp>,
}

impl Told {
    pub(super) fn new(name: &'static str, mid: Option<Mid>, kind: EventKind) -> Self {
        Self { name, mid, kind, referral: None, nlp: None }
    }

    pub(super) fn event(self, sent_at: Option<Timestamp>, raw: Value) -> Event {
        let Self { name: _, mid, kind, referral, nlp } = self;
        Event { mid, sent_at, kind, referral, nlp, raw }
    }
}

/// Keys beside which another key may say more; they never name an event.
const SIDE_KEYS: [&str; 6] =
    ["sender", "recipient", "timestamp", "prior_message", "hop_context", "lead"];

/// Reads an item. What there is no word for becomes `Unknown` under its own key.
pub(super) fn read(map: &Map, now: Timestamp) -> Told {
    conversation(map)
        .or_else(|| receipt(map, now))
        .or_else(|| thread::read(map))
        .or_else(|| side::read(map))
        .unwrap_or_else(|| unknown(map))
}

/// What visitors do.
fn conversation(map: &Map) -> Option<Told> {
    let part = |key| object(map, key);
    part("message")
        .map(message::read)
        .or_else(|| part("postback").map(postback))
        .or_else(|| part("referral").map(|referral| link(map, referral)))
        .or_else(|| part("optin").map(optin))
        .or_else(|| part("reaction").map(reaction))
        .or_else(|| part("message_edit").map(edit))
}

/// What Messenger says about our messages.
fn receipt(map: &Map, now: Timestamp) -> Option<Told> {
    if let Some(delivery) = object(map, "delivery") {
        let mids = list(delivery, "mids").iter().filter_map(text).map(Mid::new).collect();
        let watermark = moment(delivery, "watermark", now);
        return Some(Told::new("", None, EventKind::Delivered { mids, watermark }));
    }
    let read = object(map, "read")?;
    let watermark = moment(read, "watermark", now);
    Some(Told::new("read", mid(read), EventKind::Read { watermark }))
}

fn unknown(map: &Map) -> Told {
    let key = map.keys().find(|key| !SIDE_KEYS.contains(&key.as_str()));
    let name = key.cloned().unwrap_or_default();
    Told::new("", None, EventKind::Unknown { name })
}

fn postback(postback: &Map) -> Told {
    let tap = Tap {
        payload: text_of(postback, "payload"),
        label: filled(postback, "title"),
        via: Via::Postback,
    };
    let told = Told::new("postback", mid(postback), EventKind::Tap(tap));
    Told { referral: object(postback, "referral").map(referral), ..told }
}

fn link(map: &Map, link: &Map) -> Told {
    let mut referral = referral(link);
    if let (Some(lead), Value::Object(more)) = (map.get("lead"), &mut referral.more) {
        more.insert("lead".to_owned(), lead.clone());
    }
    Told { referral: Some(referral), ..Told::new("", None, EventKind::Referral) }
}

/// What brought a visitor, wherever it stands.
pub(super) fn referral(map: &Map) -> Referral {
    Referral {
        reference: text_of(map, "ref").unwrap_or_default(),
        source: filled(map, "source"),
        kind: filled(map, "type"),
        ad: filled(map, "ad_id"),
        more: rest(map, &["ref", "source", "type", "ad_id"]),
    }
}

fn optin(optin: &Map) -> Told {
    const TOKENS: [&str; 2] = ["notification_messages_token", "one_time_notif_token"];
    let known = ["type", "ref", "payload", "notification_messages_token", "one_time_notif_token"];
    let kind = EventKind::Optin(Optin {
        kind: filled(optin, "type"),
        reference: filled(optin, "ref"),
        payload: filled(optin, "payload"),
        token: TOKENS.iter().find_map(|key| filled(optin, key)),
        more: rest(optin, &known),
    });
    Told::new("", None, kind)
}

fn reaction(reaction: &Map) -> Told {
    let kind = EventKind::Reaction(Reaction {
        added: text_of(reaction, "action").as_deref() != Some("unreact"),
        name: filled(reaction, "reaction"),
        emoji: filled(reaction, "emoji"),
    });
    Told::new("reaction", mid(reaction), kind)
}

fn edit(edit: &Map) -> Told {
    let count = text_of(edit, "num_edit").and_then(|count| count.parse().ok()).unwrap_or(0);
    let text = text_of(edit, "text").unwrap_or_default();
    Told::new("edit", mid(edit), EventKind::Edited { text, count })
}
