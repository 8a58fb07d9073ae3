//! Items of `changes`: comments and posts in public, and the messages of the app dashboard's
//! "Test" button.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::messenger::webhook::PAGE_ITSELF;
use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::item::{self, Entry, Item, Lane};
use crate::messenger::webhook::part::Part;
use crate::words::arrival::{Arrival, Identity};
use crate::words::event::EventKind;
use crate::words::name::{PageId, VisitorId};
use crate::words::wall::{Comment, WallChange};

pub(super) fn arrival(entry: &Entry<'_>, raw: &RawValue) -> Arrival {
    let map = match item::parse(raw) {
        Ok(map) => map,
        Err(why) => return item::dead(entry, raw, why),
    };
    let change = Part::new(&map, entry.now);
    let field = change.text("field").unwrap_or_default();
    let value = change.part_or_empty("value");
    if value.has("sender") || value.has("recipient") {
        let lane = if field == "standby" { Lane::Standby } else { Lane::Messaging };
        let value = value.rest();
        return item::messaging(entry, value, raw.get(), lane);
    }
    let author = author(&value);
    let (visitor, kind) = kind(&field, &value, &author);
    let page = entry.page.clone().unwrap_or_else(|| PageId::new(""));
    let sent_at = value.moment("created_time").or(entry.time);
    let author = author.id.unwrap_or_default();
    let identity = Identity::of(&[page.as_str(), "changes", &author, raw.get()]);
    let own = author == page.as_str();
    let item = Item { identity, own, page, visitor, lane: Lane::Messaging };
    let mut told = Told::new("", None, kind);
    value.rest_into(&mut told.more, "value");
    told.more.extend(change.rest());
    item.arrival(entry, told.event(sent_at, Value::Object(map.clone())))
}

fn kind(field: &str, value: &Part<'_>, author: &Author) -> (VisitorId, EventKind) {
    match field {
        "feed" => feed(value, author),
        "comments" | "live_comments" => comment_on_instagram(value, author),
        "inbox_labels" => label(value),
        _ => (user(author.id.clone()), EventKind::Unknown { name: field.to_owned() }),
    }
}

/// Something happened on the Page's wall. Only what can be answered in private is a comment or post.
fn feed(value: &Part<'_>, author: &Author) -> (VisitorId, EventKind) {
    let item = value.peek("item").unwrap_or_default();
    match item.as_str() {
        "comment" => {
            value.text("item");
            let id = value.text("comment_id").unwrap_or_default();
            let visitor = VisitorId::new(format!("comment:{id}"));
            let post = value.filled("post_id");
            (visitor, EventKind::Comment(Comment { post, ..comment(value, id, author) }))
        }
        "post" | "status" | "photo" | "video" | "share" => {
            let id = value.text("post_id").unwrap_or_default();
            let visitor = VisitorId::new(format!("post:{id}"));
            let post = Some(id.clone()).filter(|id| !id.is_empty());
            (visitor, EventKind::Post(Comment { post, ..comment(value, id, author) }))
        }
        _ => {
            value.text("item");
            let change = WallChange {
                item,
                verb: value.text("verb").unwrap_or_default(),
                post: value.filled("post_id"),
                author: author.id.as_deref().map(PageId::from),
                name: author.name.clone(),
            };
            (user(author.id.clone()), EventKind::Wall(change))
        }
    }
}

fn comment(value: &Part<'_>, id: String, author: &Author) -> Comment {
    Comment {
        id,
        post: None,
        parent: value.filled("parent_id"),
        text: value.text("message").unwrap_or_default(),
        author: author.id.as_deref().map(PageId::from),
        name: author.name.clone(),
        verb: value.text("verb").unwrap_or_default(),
    }
}

fn comment_on_instagram(value: &Part<'_>, author: &Author) -> (VisitorId, EventKind) {
    let id = value.text("id").unwrap_or_default();
    let visitor = VisitorId::new(format!("comment:{id}"));
    let comment = Comment {
        id,
        // All that is said about the picture is kept beside.
        post: value.peek_part("media").and_then(|media| media.filled("id")),
        parent: value.filled("parent_id"),
        text: value.text("text").unwrap_or_default(),
        author: author.id.as_deref().map(PageId::from),
        name: author.name.clone(),
        verb: "add".to_owned(),
    };
    (visitor, EventKind::Comment(comment))
}

fn label(value: &Part<'_>) -> (VisitorId, EventKind) {
    let visitor = user(value.part("user").and_then(|user| user.filled("id")));
    let added = value.either("action", ["add", "remove"]) != Some(false);
    let label = value.part("label");
    let told = |key| label.as_ref().and_then(|label| label.filled(key));
    (visitor, EventKind::Label { added, id: told("id"), name: told("page_label_name") })
}

/// Who did it.
struct Author {
    id: Option<String>,
    name: Option<String>,
}

/// Bodies of old versions say `sender_id` and `sender_name`.
fn author(value: &Part<'_>) -> Author {
    let from = value.part("from");
    let told = |key| from.as_ref().and_then(|from| from.filled(key));
    Author {
        id: told("id").or_else(|| value.filled("sender_id")),
        name: told("name").or_else(|| told("username")).or_else(|| value.filled("sender_name")),
    }
}

fn user(id: Option<String>) -> VisitorId {
    VisitorId::new(id.unwrap_or_else(|| PAGE_ITSELF.to_owned()))
}
