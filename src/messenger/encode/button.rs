//! Buttons and quick replies.

use serde_json::{Map, Value, json};

use crate::words::reply::{Action, Button, QuickReply};

/// Adds `quick_replies`, if there are any.
pub(super) fn quick_replies(message: &mut Map<String, Value>, replies: &[QuickReply]) {
    if !replies.is_empty() {
        let replies = replies.iter().map(quick_reply).collect();
        message.insert("quick_replies".to_owned(), Value::Array(replies));
    }
}

fn quick_reply(reply: &QuickReply) -> Value {
    match reply {
        QuickReply::Text { label, payload, image } => {
            let mut reply = json!({"content_type": "text", "title": label, "payload": payload});
            if let (Some(image), Some(reply)) = (image, reply.as_object_mut()) {
                reply.insert("image_url".to_owned(), Value::from(image.as_str()));
            }
            reply
        }
        QuickReply::Phone => json!({"content_type": "user_phone_number"}),
        QuickReply::Email => json!({"content_type": "user_email"}),
    }
}

/// The list under a message or card.
pub(super) fn buttons(buttons: &[Button]) -> Value {
    Value::Array(buttons.iter().map(button).collect())
}

fn button(button: &Button) -> Value {
    let title = button.label.as_str();
    match &button.action {
        Action::Payload(payload) => json!({"type": "postback", "title": title, "payload": payload}),
        Action::Phone(number) => json!({"type": "phone_number", "title": title, "payload": number}),
        Action::Login(url) => json!({"type": "account_link", "url": url}),
        Action::Logout => json!({"type": "account_unlink"}),
        Action::Link { url, height, extensions } => {
            let mut link = json!({"type": "web_url", "title": title, "url": url});
            if let Some(link) = link.as_object_mut() {
                let height = height.as_deref().map(Value::from);
                link.extend(height.map(|height| ("webview_height_ratio".to_owned(), height)));
                let extensions = extensions.then_some(Value::Bool(true));
                link.extend(extensions.map(|yes| ("messenger_extensions".to_owned(), yes)));
            }
            link
        }
    }
}
