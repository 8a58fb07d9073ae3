//! Attachments as answers: a place, a picture, a file.

use serde_json::json;

use crate::flow::model::answer::AnswerKind;
use crate::words::event::{Attachment, AttachmentKind};
use crate::words::name::Value;

/// What is saved of an attachment, if it is an answer of this kind. Every field of a place is
/// there, empty when Messenger does not tell it.
pub(super) fn value(kind: AnswerKind, attachment: &Attachment) -> Option<Value> {
    let fits = match attachment.kind {
        AttachmentKind::Location => kind == AnswerKind::Location,
        AttachmentKind::Image => matches!(kind, AnswerKind::Image | AnswerKind::File),
        AttachmentKind::File | AttachmentKind::Video | AttachmentKind::Audio => {
            kind == AnswerKind::File
        }
        AttachmentKind::Sticker
        | AttachmentKind::Reel
        | AttachmentKind::Post
        | AttachmentKind::Template
        | AttachmentKind::Appointment
        | AttachmentKind::Fallback
        | AttachmentKind::StoryMention
        | AttachmentKind::Other => false,
    };
    if !fits {
        return None;
    }
    if kind == AnswerKind::Location {
        let (lat, lon) = attachment.place?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (title, url) = (text(&attachment.title), text(&attachment.url));
        return Some(json!({"lat": lat, "lon": lon, "title": title, "url": url}));
    }
    attachment.url.clone().map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(kind: AttachmentKind) -> Attachment {
        let url = Some("https://cdn.example.com/1".to_owned());
        Attachment { kind, url, title: None, place: None, sticker: None, more: Value::Null }
    }

    #[test]
    fn a_file_is_any_file_and_a_picture_is_a_picture() {
        let takes = |kind, attachment| value(kind, &sent(attachment)).is_some();
        for attachment in [AttachmentKind::File, AttachmentKind::Audio, AttachmentKind::Video] {
            assert!(takes(AnswerKind::File, attachment) && !takes(AnswerKind::Image, attachment));
        }
        assert!(takes(AnswerKind::File, AttachmentKind::Image));
        assert!(takes(AnswerKind::Image, AttachmentKind::Image));
        assert!(!takes(AnswerKind::Image, AttachmentKind::Sticker));
        assert!(!takes(AnswerKind::TEXT, AttachmentKind::Image));
    }

    #[test]
    fn a_place_has_all_its_fields_or_is_none() {
        let place = Attachment { place: Some((48.1, 11.5)), ..sent(AttachmentKind::Location) };
        let saved = value(AnswerKind::Location, &place).unwrap();
        let url = "https://cdn.example.com/1";
        assert_eq!(saved, json!({"lat": 48.1, "lon": 11.5, "title": "", "url": url}));
        assert_eq!(value(AnswerKind::Location, &sent(AttachmentKind::Location)), None);
        assert_eq!(value(AnswerKind::Image, &place), None);
    }
}
