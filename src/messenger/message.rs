//! Buttons and quick replies of a message in Meta's own words, such as an author's `raw`.

use serde_json::Value;

use crate::words::reply::{Action, Button, QuickReply};

/// All buttons of a message, those of its cards among them; those without a label do nothing that
/// a label could stand for.
#[must_use]
pub fn buttons(message: &Value) -> Vec<Button> {
    let Some(payload) = message.pointer("/attachment/payload") else { return Vec::new() };
    let cards = list(payload, "elements").iter().flat_map(|card| list(card, "buttons"));
    list(payload, "buttons").iter().chain(cards).filter_map(button).collect()
}

/// The quick replies of a message.
#[must_use]
pub fn quick_replies(message: &Value) -> Vec<QuickReply> {
    list(message, "quick_replies").iter().filter_map(quick_reply).collect()
}

fn button(button: &Value) -> Option<Button> {
    let payload = || text(button, "payload");
    let url = || text(button, "url");
    let action = match button.get("type")?.as_str()? {
        "postback" => Action::Payload(payload()?),
        "phone_number" => Action::Phone(payload()?),
        "account_link" => Action::Login(url()?),
        "account_unlink" => Action::Logout,
        "web_url" => Action::Link {
            url: url()?,
            height: text(button, "webview_height_ratio"),
            extensions: button.get("messenger_extensions").and_then(Value::as_bool) == Some(true),
        },
        _ => return None,
    };
    Some(Button { label: text(button, "title")?, action })
}

fn quick_reply(reply: &Value) -> Option<QuickReply> {
    match reply.get("content_type")?.as_str()? {
        "user_phone_number" => Some(QuickReply::Phone),
        "user_email" => Some(QuickReply::Email),
        "text" => Some(QuickReply::Text {
            label: text(reply, "title")?,
            payload: text(reply, "payload")?,
            image: text(reply, "image_url"),
        }),
        _ => None,
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}
