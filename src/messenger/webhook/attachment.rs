//! Attachments of a message.

use serde_json::Value;

use crate::messenger::webhook::part::Part;
use crate::words::event::{Attachment, AttachmentKind};

pub(super) fn read(message: &Part<'_>) -> Vec<Attachment> {
    let mut attachments: Vec<_> = message.parts("attachments").iter().map(one).collect();
    if let [only] = attachments.as_mut_slice()
        && only.kind == AttachmentKind::Image
        && let Some(id) = message.filled("sticker_id")
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

fn one(attachment: &Part<'_>) -> Attachment {
    let name = attachment.text("type").unwrap_or_default();
    // Old bodies have title and address beside the type, and a text or nothing as payload.
    let payload = attachment.part_or_empty("payload");
    let either = |key| payload.filled(key).or_else(|| attachment.filled(key));
    let (url, title, sticker) = (either("url"), either("title"), payload.filled("sticker_id"));
    let (own, plain) = kind(&name);
    let place = place(&payload);
    let mut more = payload.rest();
    more.extend(attachment.rest());
    if !plain && !name.is_empty() {
        more.insert("type".to_owned(), Value::String(name));
    }
    let kind = if sticker.is_some() { AttachmentKind::Sticker } else { own };
    Attachment { kind, url, title, place, sticker, more: Value::Object(more) }
}

/// What a type is, and whether that says all of it.
fn kind(name: &str) -> (AttachmentKind, bool) {
    match name {
        "image" => (AttachmentKind::Image, true),
        "video" => (AttachmentKind::Video, true),
        "audio" => (AttachmentKind::Audio, true),
        "file" => (AttachmentKind::File, true),
        "sticker" => (AttachmentKind::Sticker, true),
        "location" => (AttachmentKind::Location, true),
        "reel" => (AttachmentKind::Reel, true),
        "ig_reel" => (AttachmentKind::Reel, false),
        "post" => (AttachmentKind::Post, true),
        "ig_post" | "share" => (AttachmentKind::Post, false),
        "template" => (AttachmentKind::Template, true),
        "appointment_booking" => (AttachmentKind::Appointment, true),
        "fallback" => (AttachmentKind::Fallback, true),
        "story_mention" => (AttachmentKind::StoryMention, true),
        _ => (AttachmentKind::Other, false),
    }
}

fn place(payload: &Part<'_>) -> Option<(f64, f64)> {
    let coordinates = payload.peek_part("coordinates")?;
    let place = (coordinates.number("lat")?, coordinates.number("long")?);
    payload.part("coordinates").map(|_read| place)
}
