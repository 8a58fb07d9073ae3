//! What a messaging item says: Meta does not name the event, so the key that is there decides.

use serde_json::Value;

use crate::messenger::webhook::field::{Map, text};
use crate::messenger::webhook::part::Part;
use crate::messenger::webhook::{message, side, thread};
use crate::time::Timestamp;
use crate::words::aside::{Prior, ReplyTo};
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
    pub(super) reply_to: Option<ReplyTo>,
    pub(super) prior: Option<Prior>,
    /// What there is no word for, under Meta's keys.
    pub(super) more: Map,
}

impl Told {
    pub(super) fn new(name: &'static str, mid: Option<Mid>, kind: EventKind) -> Self {
        let more = Map::new();
        Self { name, mid, kind, referral: None, nlp: None, reply_to: None, prior: None, more }
    }

    pub(super) fn event(self, sent_at: Option<Timestamp>, raw: Value) -> Event {
        let Self { name: _, mid, kind, referral, nlp, reply_to, prior, more } = self;
        let more = if more.is_empty() { Value::Null } else { Value::Object(more) };
        Event { mid, sent_at, kind, referral, nlp, reply_to, prior, standby: false, more, raw }
    }
}

/// Keys beside which another key may say more; they never name an event.
const SIDE_KEYS: [&str; 6] =
    ["sender", "recipient", "timestamp", "prior_message", "hop_context", "lead"];

/// Reads what stands under a key.
type Reader = fn(&Part<'_>) -> Told;

/// The keys that name an event, in the order in which they are looked for.
const READERS: [(&str, Reader); 21] = [
    ("message", message::read),
    ("postback", postback),
    ("referral", link),
    ("optin", optin),
    ("reaction", reaction),
    ("message_edit", edit),
    ("delivery", delivery),
    ("read", read_receipt),
    ("account_linking", side::account),
    ("pass_thread_control", thread::pass),
    ("take_thread_control", thread::take),
    ("request_thread_control", thread::request),
    ("app_roles", thread::roles),
    ("policy_enforcement", thread::policy),
    ("policy-enforcement", thread::policy),
    ("messaging_feedback", side::feedback),
    ("response_feedback", side::rating),
    ("game_play", side::game),
    ("order", side::order),
    ("form", side::form),
    ("messaging_customer_information", side::customer),
];

/// Reads an item. What there is no word for becomes `Unknown` under its own key; whatever is not
/// read of an item is kept beside what is.
pub(super) fn read(item: &Part<'_>) -> Told {
    let mut told = named(item);
    let prior = item.part("prior_message");
    if let Some(prior) = prior {
        let (source, identifier) = (prior.filled("source"), prior.filled("identifier"));
        told.prior = Some(Prior { source, identifier });
        prior.rest_into(&mut told.more, "prior_message");
    }
    if let Some(Value::Object(more)) = told.referral.as_mut().map(|referral| &mut referral.more)
        && let Some(lead) = item.value("lead")
    {
        more.insert("lead".to_owned(), lead.clone());
    }
    told.more.extend(item.rest());
    told
}

fn named(item: &Part<'_>) -> Told {
    let found = READERS.iter().find_map(|(key, reader)| {
        let part = item.part(key)?;
        let mut told = reader(&part);
        part.rest_into(&mut told.more, key);
        Some(told)
    });
    found.or_else(|| coupon(item)).unwrap_or_else(|| {
        let name = item.keys().find(|key| !SIDE_KEYS.contains(key)).unwrap_or_default().to_owned();
        Told::new("", None, EventKind::Unknown { name })
    })
}

/// `template` names an event only if it is a coupon.
fn coupon(item: &Part<'_>) -> Option<Told> {
    if item.peek_part("template")?.text("type").as_deref() != Some("coupon") {
        return None;
    }
    let part = item.part("template")?;
    let told = side::coupon(&part);
    Some(told)
}

fn delivery(delivery: &Part<'_>) -> Told {
    let mids = delivery.list("mids").iter().filter_map(text).map(Mid::new).collect();
    let watermark = delivery.moment("watermark");
    Told::new("", None, EventKind::Delivered { mids, watermark })
}

fn read_receipt(read: &Part<'_>) -> Told {
    let watermark = read.moment("watermark");
    Told::new("read", read.mid(), EventKind::Read { watermark })
}

fn postback(postback: &Part<'_>) -> Told {
    let tap = Tap {
        payload: postback.text("payload"),
        label: postback.filled("title"),
        via: Via::Postback,
    };
    let referral = postback.part("referral").map(|part| referral(&part));
    Told { referral, ..Told::new("postback", postback.mid(), EventKind::Tap(tap)) }
}

fn link(link: &Part<'_>) -> Told {
    Told { referral: Some(referral(link)), ..Told::new("", None, EventKind::Referral) }
}

/// What brought a visitor, wherever it stands; with all that Meta says about it.
pub(super) fn referral(part: &Part<'_>) -> Referral {
    Referral {
        reference: part.text("ref").unwrap_or_default(),
        source: part.filled("source"),
        kind: part.filled("type"),
        ad: part.filled("ad_id"),
        more: Value::Object(part.take_rest()),
    }
}

fn optin(optin: &Part<'_>) -> Told {
    const TOKENS: [&str; 2] = ["notification_messages_token", "one_time_notif_token"];
    let kind = EventKind::Optin(Optin {
        kind: optin.filled("type"),
        reference: optin.filled("ref"),
        payload: optin.filled("payload"),
        token: TOKENS.iter().find_map(|key| optin.filled(key)),
        more: Value::Object(optin.take_rest()),
    });
    Told::new("", None, kind)
}

fn reaction(reaction: &Part<'_>) -> Told {
    let kind = EventKind::Reaction(Reaction {
        added: reaction.either("action", ["react", "unreact"]) != Some(false),
        name: reaction.filled("reaction"),
        emoji: reaction.filled("emoji"),
    });
    Told::new("reaction", reaction.mid(), kind)
}

fn edit(edit: &Part<'_>) -> Told {
    let count = edit.count("num_edit").unwrap_or(0);
    let text = edit.text("text").unwrap_or_default();
    Told::new("edit", edit.mid(), EventKind::Edited { text, count })
}
