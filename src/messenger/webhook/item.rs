//! One item of `messaging` or `standby`: whose it is, how copies are known, and what is done with it.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::limits::JSON_DEPTH_MAX;
use crate::messenger::encode::METADATA_PREFIX;
use crate::messenger::webhook::PAGE_ITSELF;
use crate::messenger::webhook::event::{self, Told};
use crate::messenger::webhook::field::Map;
use crate::messenger::webhook::json::{Object, deeper_than};
use crate::messenger::webhook::part::Part;
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, Identity, What};
use crate::words::event::{Event, EventKind};
use crate::words::name::{Channel, ConversationKey, Mid, PageId, VisitorId};
use crate::words::turn::{Fault, Reason};

/// The code of dead letters that were never read.
const UNREADABLE: &str = "webhook";

/// What an entry says about all of its items.
pub(super) struct Entry<'a> {
    pub(super) channel: Channel,
    pub(super) page: Option<PageId>,
    pub(super) time: Option<Timestamp>,
    pub(super) now: Timestamp,
    pub(super) ours: &'a dyn Fn(Channel, &PageId) -> bool,
}

/// Which list an item stood in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// `messaging`: it is for us.
    Messaging,
    /// `standby`: another app has the thread, we only listen.
    Standby,
}

/// Reads an item.
pub(super) fn arrival(entry: &Entry<'_>, raw: &RawValue, lane: Lane) -> Arrival {
    match parse(raw) {
        Ok(map) => messaging(entry, map, raw.get(), lane),
        Err(why) => dead(entry, raw, why),
    }
}

/// An item as an object; or why not.
pub(super) fn parse(raw: &RawValue) -> Result<Map, &'static str> {
    if deeper_than(raw.get(), JSON_DEPTH_MAX) {
        return Err("an item is nested too deeply");
    }
    match serde_json::from_str(raw.get()) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err("an item is not an object"),
        Err(_) => Err("an item holds a value that cannot be read"),
    }
}

/// A messaging item that could be parsed; `body` is what it was parsed from.
pub(super) fn messaging(entry: &Entry<'_>, map: Map, body: &str, lane: Lane) -> Arrival {
    let item = Part::new(&map, entry.now);
    let page = page_of(entry, &item);
    let sender = party(&item, "sender");
    let stamp = map.get("timestamp").filter(|value| !value.is_null());
    let sent_at = match stamp {
        Some(_) => item.moment("timestamp"),
        None => entry.time,
    };
    let (from, to) = (item.part("sender"), item.part("recipient"));
    let mut told = event::read(&item);
    for (party, side) in [(from, "sender"), (to, "recipient")] {
        if let Some(party) = party {
            party.filled("id").or_else(|| party.filled("user_ref"));
            party.rest_into(&mut told.more, side);
        }
    }
    let stamp = stamp.map(Value::to_string).unwrap_or_default();
    let identity =
        identify(&told, lane, &[page.as_str(), sender.as_deref().unwrap_or(""), &stamp], body);
    let own =
        sender.as_deref() == Some(page.as_str()) && !matches!(told.kind, EventKind::HumanEcho(_));
    let visitor = visitor(&item, &page, sender);
    let item = Item { page, visitor, identity, lane, own };
    let mut event = told.event(sent_at, Value::Null);
    event.standby = lane == Lane::Standby;
    event.raw = Value::Object(map);
    item.arrival(entry, event)
}

/// What is known of an item before it is decided what is done with it.
pub(super) struct Item {
    pub(super) page: PageId,
    pub(super) visitor: VisitorId,
    pub(super) identity: Identity,
    pub(super) lane: Lane,
    /// Whether the Page itself wrote it.
    pub(super) own: bool,
}

impl Item {
    pub(super) fn arrival(self, entry: &Entry<'_>, event: Event) -> Arrival {
        let what = match self.skip(entry, &event) {
            Some(reason) => What::Skipped(Box::new(event), reason),
            None => work(event),
        };
        let key =
            ConversationKey { channel: entry.channel, page: self.page, visitor: self.visitor };
        Arrival { key, identity: self.identity, at: entry.now, what }
    }

    /// Why an event is only recorded, if it is.
    fn skip(&self, entry: &Entry<'_>, event: &Event) -> Option<Reason> {
        if !(entry.ours)(entry.channel, &self.page) {
            return Some(Reason::UnknownPage);
        }
        let confirms = confirms(entry.channel, event);
        if self.lane == Lane::Standby && !confirms && event.kind.opens().is_none() {
            return Some(Reason::Standby);
        }
        if matches!(event.kind, EventKind::Unknown { .. }) {
            return Some(Reason::UnknownKind);
        }
        if self.own {
            return Some(Reason::Own);
        }
        (self.visitor.as_str() == PAGE_ITSELF).then_some(Reason::Unwanted)
    }
}

/// Whether an event may be an echo of one of our replies: that settles the reply even on standby. On
/// Instagram only the store can tell.
fn confirms(channel: Channel, event: &Event) -> bool {
    let EventKind::HumanEcho(echo) = &event.kind else { return false };
    let ours = |metadata: &str| metadata.starts_with(METADATA_PREFIX);
    channel == Channel::Instagram || echo.metadata.as_deref().is_some_and(ours)
}

/// Echoes and receipts are about replies; everything else is for the conversation.
fn work(event: Event) -> What {
    let event = Box::new(event);
    match &event.kind {
        EventKind::HumanEcho(_) => What::Echo(event),
        EventKind::Read { watermark } => {
            let (mids, watermark) = (event.mid.iter().cloned().collect(), *watermark);
            What::Receipt { read: true, mids, watermark, event: Some(event) }
        }
        EventKind::Delivered { mids, watermark } => {
            let (mids, watermark) = (mids.clone(), *watermark);
            What::Receipt { read: false, mids, watermark, event: Some(event) }
        }
        _ => What::Event(event),
    }
}

/// `(page, kind, mid)` where there is a mid, all of it where there is none. What came by standby
/// is told apart, so that it never hides the same message when it comes to us.
fn identify(told: &Told, lane: Lane, [page, sender, stamp]: &[&str; 3], body: &str) -> Identity {
    let lane = if lane == Lane::Standby { "standby" } else { "messaging" };
    let Some(mid) = told.mid.as_ref().filter(|_| !told.name.is_empty()).map(Mid::as_str) else {
        return Identity::of(&[page, lane, sender, stamp, body]);
    };
    match &told.kind {
        EventKind::Reaction(reaction) => {
            let action = if reaction.added { "react" } else { "unreact" };
            Identity::of(&[page, lane, told.name, mid, sender, action, stamp])
        }
        EventKind::Edited { count, .. } => {
            Identity::of(&[page, lane, told.name, mid, &count.to_string()])
        }
        _ => Identity::of(&[page, lane, told.name, mid]),
    }
}

/// The entry's Page; where the entry has none, the one that was written to or wrote.
fn page_of(entry: &Entry<'_>, item: &Part<'_>) -> PageId {
    let echo = item.peek_part("message").is_some_and(|message| message.has("is_echo"));
    let side = if echo { "sender" } else { "recipient" };
    entry.page.clone().unwrap_or_else(|| PageId::new(party(item, side).unwrap_or_default()))
}

/// Whoever of sender and recipient is not the Page.
fn visitor(item: &Part<'_>, page: &PageId, sender: Option<String>) -> VisitorId {
    let known = |id: &String| id != page.as_str();
    let by_plugin = || item.peek_part("optin").and_then(|optin| optin.filled("user_ref"));
    let id = sender
        .filter(known)
        .or_else(|| party(item, "recipient").filter(known))
        .or_else(|| by_plugin().map(|user_ref| format!("ref:{user_ref}")));
    VisitorId::new(id.unwrap_or_else(|| PAGE_ITSELF.to_owned()))
}

/// The id of `sender` or `recipient`; `ref:U` for one that is known by a plugin's reference only.
fn party(item: &Part<'_>, side: &str) -> Option<String> {
    let party = item.peek_part(side)?;
    party.filled("id").or_else(|| Some(format!("ref:{}", party.filled("user_ref")?)))
}

/// An item that could not be read, on the conversation it belongs to if that much can be seen.
pub(super) fn dead(entry: &Entry<'_>, raw: &RawValue, why: &str) -> Arrival {
    let sender = Object::parse(raw.get()).and_then(|item| {
        let sender = Object::parse(item.get("sender")?.get())?;
        sender.text("id").filter(|id| !id.is_empty())
    });
    let page = entry.page.clone().unwrap_or_else(|| PageId::new(""));
    let identity = Identity::of(&[page.as_str(), "dead", raw.get()]);
    let visitor = VisitorId::new(sender.unwrap_or_else(|| PAGE_ITSELF.to_owned()));
    let key = ConversationKey { channel: entry.channel, page, visitor };
    let fault = Fault { code: UNREADABLE.to_owned(), place: None, text: why.to_owned() };
    Arrival { key, identity, at: entry.now, what: What::Dead(fault) }
}
