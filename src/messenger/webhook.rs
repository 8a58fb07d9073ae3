//! Webhook requests: every item of every entry becomes one arrival, whatever its neighbours are
//! (PROMISES P2, P11).
//!
//! A request is read in two goes. The envelope is only cut into items, without looking into them;
//! then each item is read by itself, so that one that is broken or nested too deeply takes nobody
//! along.

mod attachment;
mod change;
mod event;
mod field;
mod item;
mod json;
mod message;
mod nlp;
mod part;
mod side;
mod thread;

use serde_json::value::RawValue;

use crate::limits::WEBHOOK_ITEMS_MAX;
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, What};
use crate::words::name::{Channel, PageId};
use crate::words::turn::Reason;

use self::field::sane;
use self::item::{Entry, Lane};
use self::json::Object;

/// The visitor of items that are about the Page itself and nobody who talks to it.
pub const PAGE_ITSELF: &str = "page";

/// What a request holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Its items, in Meta's order.
    pub arrivals: Vec<Arrival>,
    /// 1 if the whole request is about something else than Pages and Instagram accounts.
    pub unknown_objects: usize,
    /// Items of Pages that are not ours; they are among the arrivals, skipped.
    pub unknown_pages: usize,
    /// Items that could not be read; they are among the arrivals, dead.
    pub malformed: usize,
}

/// A body that is no request at all: answered with 400, nothing is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    /// It is not UTF-8.
    #[error("the body is not UTF-8")]
    NotText,
    /// It is not JSON, or not an object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// It holds more items than any batch of Meta's.
    #[error("the body holds more than {WEBHOOK_ITEMS_MAX} items")]
    TooMany,
}

/// Reads a request whose signature has been checked. `ours` tells which Pages, and accounts of
/// Instagram, are served here.
pub fn read(
    body: &[u8],
    now: Timestamp,
    ours: &dyn Fn(Channel, &PageId) -> bool,
) -> Result<Request, BadBody> {
    let text = std::str::from_utf8(body).map_err(|_not_utf8| BadBody::NotText)?;
    let text = json::mend(text);
    let envelope = Object::parse(&text).ok_or(BadBody::NotAnObject)?;
    let mut request = Request::default();
    let channel = match envelope.text("object").as_deref() {
        Some("page") => Channel::Messenger,
        Some("instagram") => Channel::Instagram,
        _ => {
            request.unknown_objects = 1;
            return Ok(request);
        }
    };
    for entry in envelope.list("entry").unwrap_or_default() {
        let Some(object) = Object::parse(entry.get()) else {
            let entry_less = Entry { channel, page: None, time: None, now, ours };
            request.take(item::dead(&entry_less, entry, "an entry is not an object"))?;
            continue;
        };
        let page = object.text("id").map(PageId::new);
        let time = object.instant("time").and_then(|time| sane(time, now));
        let scope = Entry { channel, page, time, now, ours };
        for (lane, raw) in items(&object) {
            request.take(match lane {
                Some(lane) => item::arrival(&scope, raw, lane),
                None => change::arrival(&scope, raw),
            })?;
        }
    }
    Ok(request)
}

/// The items of an entry in Meta's order; no lane for those of `changes`.
fn items<'a>(entry: &Object<'a>) -> Vec<(Option<Lane>, &'a RawValue)> {
    let mut items = Vec::new();
    for (key, raw) in entry.iter() {
        let lane = match key {
            "messaging" => Some(Lane::Messaging),
            "standby" => Some(Lane::Standby),
            "changes" => None,
            _ => continue,
        };
        // A list that is none is one item that cannot be read, so that it is seen somewhere.
        match json::list(raw) {
            Some(list) => items.extend(list.into_iter().map(|item| (lane, item))),
            None if raw.get() == "null" => {}
            None => items.push((lane, raw)),
        }
    }
    items
}

impl Request {
    fn take(&mut self, arrival: Arrival) -> Result<(), BadBody> {
        if self.arrivals.len() >= WEBHOOK_ITEMS_MAX {
            return Err(BadBody::TooMany);
        }
        match &arrival.what {
            What::Dead(_) => self.malformed = self.malformed.saturating_add(1),
            What::Skipped(_, Reason::UnknownPage) => {
                self.unknown_pages = self.unknown_pages.saturating_add(1);
            }
            What::Event(_)
            | What::Skipped(..)
            | What::Echo(..)
            | What::App { .. }
            | What::Receipt { .. } => {}
        }
        self.arrivals.push(arrival);
        Ok(())
    }
}
