//! Pictures, films, sounds and files.

use serde_json::{Map, Value, json};

use crate::messenger::encode::button::buttons;
use crate::messenger::encode::template::template;
use crate::messenger::encode::{Facts, Stored, Unsendable};
use crate::words::reply::{Button, MediaKind, MediaSource};

/// One file is an attachment, several pictures are a list of them, and with buttons it is a media
/// template.
pub(super) fn message(
    kind: MediaKind,
    sources: &[MediaSource],
    under: &[Button],
    facts: &Facts,
) -> Result<Map<String, Value>, Unsendable> {
    let name = name(kind);
    let mut attachments = Vec::with_capacity(sources.len());
    for source in sources {
        attachments.push(json!({"type": name, "payload": payload(source, facts)?}));
    }
    if let ([source], false) = (sources, under.is_empty()) {
        let mut element = json!({ "media_type": name });
        if let (Some(element), Value::Object(payload)) =
            (element.as_object_mut(), payload(source, facts)?)
        {
            element.extend(payload);
            element.insert("buttons".to_owned(), buttons(under));
        }
        return Ok(template("media", [("elements".to_owned(), json!([element]))]));
    }
    let (key, value) = match attachments.len() {
        0 => return Err(Unsendable::NoFile),
        1 => ("attachment", attachments.pop().unwrap_or_default()),
        _ => ("attachments", Value::Array(attachments)),
    };
    Ok(Map::from_iter([(key.to_owned(), value)]))
}

/// Meta's word for a kind of file.
pub(in crate::messenger) fn name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::File => "file",
    }
}

fn payload(source: &MediaSource, facts: &Facts) -> Result<Value, Unsendable> {
    match (source, stored(source, facts).and_then(|stored| stored.id.as_deref())) {
        (MediaSource::Attachment(id), _) => Ok(json!({ "attachment_id": id })),
        (MediaSource::Url(_) | MediaSource::Local(_), Some(id)) => {
            Ok(json!({ "attachment_id": id }))
        }
        (MediaSource::Url(_) | MediaSource::Local(_), None) => {
            Ok(json!({ "url": address(source, facts)? }))
        }
    }
}

fn stored<'f>(source: &MediaSource, facts: &'f Facts) -> Option<&'f Stored> {
    let (MediaSource::Url(name) | MediaSource::Local(name) | MediaSource::Attachment(name)) =
        source;
    facts.files.get(name)
}

/// An address that Meta can fetch; attachment ids have none.
pub(super) fn address(source: &MediaSource, facts: &Facts) -> Result<String, Unsendable> {
    let known = || stored(source, facts).and_then(|stored| stored.address.clone());
    match (source, &facts.media) {
        (MediaSource::Url(url), _) => Ok(url.clone()),
        (MediaSource::Local(path), base) => {
            let appended = || base.as_ref().map(|base| format!("{base}{path}"));
            known().or_else(appended).ok_or_else(|| Unsendable::NoAddress(path.clone()))
        }
        (MediaSource::Attachment(id), _) => Err(Unsendable::NoAddress(id.clone())),
    }
}
