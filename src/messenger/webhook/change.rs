//! Items of `changes`: comments and posts in public, and the messages of the app dashboard's
//! "Test" button.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::messenger::webhook::PAGE_ITSELF;
use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::field::{Map, filled, object, text_of};
use crate::messenger::webhook::item::{self, Entry, Item, Lane, moment};
use crate::words::arrival::{Arrival, Identity};
use crate::words::event::{Comment, EventKind};
use crate::words::name::{PageId, VisitorId};

pub(super) fn arrival(entry: &Entry<'_>, raw: &RawValue) -> Arrival {
    let change = match item::parse(raw) {
        Ok(change) => change,
        Err(why) => return item::dead(entry, raw, why),
    };
    let field = text_of(&change, "field").unwrap_or_default();
    let none = Map::new();
    let value = object(&change, "value").unwrap_or(&none);
    if value.contains_key("sender") || value.contains_key("recipient") {
        let lane = if field == "standby" { Lane::Standby } else { Lane::Messaging };
        return item::messaging(entry, value.clone(), raw.get(), lane);
    }
    let (visitor, kind) = match field.as_str() {
        "feed" => feed(value),
        "comments" | "live_comments" => comment_on_instagram(value),
        _ => (user(value), EventKind::Unknown { name: field }),
    };
    let page = entry.page.clone().unwrap_or_else(|| PageId::new(""));
    let author = author(value).unwrap_or_default();
    let sent_at = moment(value, "created_time", entry.now).or(entry.time);
    let item = Item {
        identity: Identity::of(&[page.as_str(), "changes", &author, raw.get()]),
        own: author == page.as_str(),
        page,
        visitor,
        lane: Lane::Messaging,
    };
    item.arrival(entry, Told::new("", None, kind).event(sent_at, Value::Object(change)))
}

/// Something happened on the Page's wall. Only what can be answered in private is an event.
fn feed(value: &Map) -> (VisitorId, EventKind) {
    let item = text_of(value, "item").unwrap_or_default();
    match item.as_str() {
        "comment" => {
            let id = text_of(value, "comment_id").unwrap_or_default();
            (VisitorId::new(format!("comment:{id}")), EventKind::Comment(comment(value, id)))
        }
        "post" | "status" | "photo" | "video" | "share" => {
            let id = text_of(value, "post_id").unwrap_or_default();
            (VisitorId::new(format!("post:{id}")), EventKind::Post(comment(value, id)))
        }
        _ => (user(value), EventKind::Unknown { name: format!("feed.{item}") }),
    }
}

fn comment(value: &Map, id: String) -> Comment {
    Comment {
        id,
        post: filled(value, "post_id"),
        text: text_of(value, "message").unwrap_or_default(),
        author: author(value).map(PageId::new),
        verb: text_of(value, "verb").unwrap_or_default(),
    }
}

fn comment_on_instagram(value: &Map) -> (VisitorId, EventKind) {
    let id = text_of(value, "id").unwrap_or_default();
    let visitor = VisitorId::new(format!("comment:{id}"));
    let post = object(value, "media").and_then(|media| filled(media, "id"));
    let text = text_of(value, "text").unwrap_or_default();
    let author = author(value).map(PageId::new);
    let verb = "add".to_owned();
    (visitor, EventKind::Comment(Comment { id, post, text, author, verb }))
}

/// Who wrote it; bodies of old versions say `sender_id`.
fn author(value: &Map) -> Option<String> {
    object(value, "from").and_then(|from| filled(from, "id")).or_else(|| filled(value, "sender_id"))
}

fn user(value: &Map) -> VisitorId {
    let user = object(value, "user").and_then(|user| filled(user, "id"));
    VisitorId::new(user.or_else(|| author(value)).unwrap_or_else(|| PAGE_ITSELF.to_owned()))
}
