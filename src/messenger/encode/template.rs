//! Templates: messages with a form of Meta's.

use serde_json::{Map, Value, json};

use crate::messenger::encode::button::{buttons as under, quick_replies};
use crate::messenger::encode::media::address;
use crate::messenger::encode::{Facts, Unsendable};
use crate::words::reply::{Button, Card, QuickReply};

/// A message that is a template of this type with these parts.
pub(super) fn template(
    name: &str,
    parts: impl IntoIterator<Item = (String, Value)>,
) -> Map<String, Value> {
    let mut payload = Map::from_iter([("template_type".to_owned(), Value::from(name))]);
    payload.extend(parts);
    let attachment = json!({"type": "template", "payload": payload});
    Map::from_iter([("attachment".to_owned(), attachment)])
}

/// A template whose parts were written in Meta's own words; a type in them wins.
pub(super) fn passed(name: &str, value: &Value) -> Result<Map<String, Value>, Unsendable> {
    let parts = value.as_object().ok_or(Unsendable::NotAnObject)?;
    Ok(template(name, parts.clone()))
}

/// A request to allow later messages; one message has a template of its own, without the rest.
pub(super) fn request(value: &Value) -> Result<Map<String, Value>, Unsendable> {
    let mut parts = value.as_object().ok_or(Unsendable::NotAnObject)?.clone();
    let once = parts.shift_remove("once");
    if once.is_none_or(|once| once != true) {
        return Ok(template("notification_messages", parts));
    }
    parts.retain(|key, _| key == "title" || key == "payload");
    Ok(template("one_time_notif_req", parts))
}

pub(super) fn buttons(
    text: &str,
    buttons: &[Button],
    replies: &[QuickReply],
) -> Map<String, Value> {
    let parts = [("text".to_owned(), Value::from(text)), ("buttons".to_owned(), under(buttons))];
    let mut message = template("button", parts);
    quick_replies(&mut message, replies);
    message
}

pub(super) fn cards(
    cards: &[Card],
    square: bool,
    replies: &[QuickReply],
    facts: &Facts,
) -> Result<Map<String, Value>, Unsendable> {
    let mut parts = Map::new();
    if square {
        parts.insert("image_aspect_ratio".to_owned(), Value::from("square"));
    }
    let elements = cards.iter().map(|one| card(one, facts)).collect::<Result<_, _>>()?;
    parts.insert("elements".to_owned(), Value::Array(elements));
    let mut message = template("generic", parts);
    quick_replies(&mut message, replies);
    Ok(message)
}

pub(super) fn products(ids: &[String]) -> Map<String, Value> {
    let elements = ids.iter().map(|id| json!({ "id": id })).collect();
    template("product", [("elements".to_owned(), Value::Array(elements))])
}

fn card(card: &Card, facts: &Facts) -> Result<Value, Unsendable> {
    let image = card.image.as_ref().map(|image| address(image, facts)).transpose()?;
    let parts = [
        ("title", Some(Value::from(card.title.as_str()))),
        ("subtitle", card.subtitle.as_deref().map(Value::from)),
        ("image_url", image.map(Value::from)),
        ("default_action", card.link.as_ref().map(|url| json!({"type": "web_url", "url": url}))),
        ("buttons", (!card.buttons.is_empty()).then(|| under(&card.buttons))),
    ];
    let parts = parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?)));
    Ok(Value::Object(parts.collect()))
}
