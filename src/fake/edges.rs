//! What can be made at the fake beside messages: attachments and speakers; and visitors' profiles.

use serde_json::{Value, json};

use crate::fake::check::{Refusal, fine};
use crate::fake::state::Shared;
use crate::words::name::PageId;

/// UTF-16 units of a speaker's name.
const PERSONA_NAME_UNITS_MAX: usize = crate::limits::PERSONA_NAME_UNITS_MAX;

/// Takes an upload; Graph's answer.
pub(super) fn attachment(shared: &Shared, page: &PageId, body: &Value) -> Result<Value, Refusal> {
    let attachment = body.pointer("/message/attachment");
    let kind = attachment.and_then(|attachment| attachment.get("type")).and_then(Value::as_str);
    let file = matches!(kind, Some("image" | "audio" | "video" | "file"));
    fine(file, "(#100) Param message[attachment][type] is not a file")?;
    let url = attachment.and_then(|it| it.pointer("/payload/url")).and_then(Value::as_str);
    let sent = body.get("filedata").and_then(Value::as_u64);
    match (url, sent) {
        (Some(url), None) if url.starts_with("https://") => {}
        (None, Some(bytes)) if (1..=crate::limits::MEDIA_BYTES_MAX).contains(&bytes) => {}
        (Some(_), None) => {
            let message = "(#100) Failed to fetch the file from the url";
            return Err(Refusal { message, code: 100, subcode: 2_018_008 });
        }
        (None, Some(_)) => {
            let message = "(#100) Attachment size exceeds allowable limit";
            return Err(Refusal { message, code: 100, subcode: 2_018_109 });
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Refusal::parameter("(#100) A file comes by url or as filedata"));
        }
    }
    Ok(json!({ "attachment_id": shared.new_attachment(page) }))
}

/// Makes a speaker; Graph's answer.
pub(super) fn persona(shared: &Shared, page: &PageId, body: &Value) -> Result<Value, Refusal> {
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    let length = crate::limits::units::len(name);
    if !(1..=PERSONA_NAME_UNITS_MAX).contains(&length) {
        return Err(Refusal::parameter("(#100) Param name must have from 1 to 50 characters"));
    }
    let picture = body.get("profile_picture_url");
    if picture.is_some_and(|url| !url.as_str().is_some_and(|url| url.starts_with("https://"))) {
        return Err(Refusal::parameter("(#100) Param profile_picture_url must be a valid URL"));
    }
    Ok(json!({ "id": shared.new_persona(page) }))
}

/// A visitor's profile, as far as `fields` ask for it.
pub(super) fn profile(shared: &Shared, visitor: &str, fields: &str) -> Option<Value> {
    let known = shared.profile(visitor)?;
    let mut shown = serde_json::Map::new();
    for field in fields.split(',') {
        shown.extend(known.get(field).map(|value| (field.to_owned(), value.clone())));
    }
    shown.insert("id".to_owned(), Value::from(visitor));
    Some(Value::Object(shown))
}
