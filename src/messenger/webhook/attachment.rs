//! Attachments of a message.

use serde_json::Value;

use crate::messenger::webhook::field::{Map, filled, list, object, rest};
use crate::words::event::{Attachment, AttachmentKind};

pub(super) fn read(message: &Map) -> Vec<Attachment> {
    let listed = list(message, "attachments").iter().filter_map(Value::as_object);
    let mut attachments: Vec<_> = listed.map(one).collect();
    let legacy = filled(message, "sticker_id");
    if let (Some(id), [only]) = (legacy, attachments.as_mut_slice())
        && matches!(only.kind, AttachmentKind::Image)
    {
        (only.kind, only.sticker) = (AttachmentKind::Sticker, Some(id));
    }
    without_pictures_of_stickers(attachments)
}

/// In the summer of 2026 a sticker came twice: as a sticker and as its picture.
fn without_pictures_of_stickers(attachments: Vec<Attachment>) -> Vec<Attachment> {
    let stickers = attachments.iter().filter(|one| one.kind == AttachmentKind::Sticker);
    let urls: Vec<_> = stickers.filter_map(|sticker| sticker.url.clone()).collect();
    let twice = |one: &Attachment| {
        one.kind == AttachmentKind::Image && one.url.as_ref().is_some_and(|url| urls.contains(url))
    };
    attachments.into_iter().filter(|one| !twice(one)).collect()
}

fn one(attachment: &Map) -> Attachment {
    let name = filled(attachment, "type").unwrap_or_default();
    let none = Map::new();
    // Old bodies have title and address beside the type, and a text or nothing as payload.
    let payload = object(attachment, "payload").unwrap_or(&none);
    let either = |key| filled(payload, key).or_else(|| filled(attachment, key));
    let sticker = filled(payload, "sticker_id");
    let kind = if sticker.is_some() { AttachmentKind::Sticker } else { kind(&name) };
    let mut more = rest(payload, &["url", "title", "sticker_id", "coordinates"]);
    if let (AttachmentKind::Other, Value::Object(more)) = (kind, &mut more) {
        more.insert("type".to_owned(), Value::String(name));
    }
    Attachment {
        kind,
        url: either("url"),
        title: either("title"),
        place: place(payload),
        sticker,
        more,
    }
}

fn kind(name: &str) -> AttachmentKind {
    match name {
        "image" => AttachmentKind::Image,
        "video" => AttachmentKind::Video,
        "audio" => AttachmentKind::Audio,
        "file" => AttachmentKind::File,
        "sticker" => AttachmentKind::Sticker,
        "location" => AttachmentKind::Location,
        "reel" | "ig_reel" => AttachmentKind::Reel,
        "post" | "ig_post" | "share" => AttachmentKind::Post,
        "template" => AttachmentKind::Template,
        "appointment_booking" => AttachmentKind::Appointment,
        "fallback" => AttachmentKind::Fallback,
        "story_mention" => AttachmentKind::StoryMention,
        _ => AttachmentKind::Other,
    }
}

fn place(payload: &Map) -> Option<(f64, f64)> {
    let coordinates = object(payload, "coordinates")?;
    Some((coordinates.get("lat")?.as_f64()?, coordinates.get("long")?.as_f64()?))
}
