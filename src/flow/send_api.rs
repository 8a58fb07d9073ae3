//! The names in a message object of the Send API, as far as `raw` is checked by them: what stands
//! where, and what of it Messenger limits. Authors of `raw` write Meta's words, so this one file
//! outside `messenger` knows some of them.

use serde_json::Value;

use crate::limits::{
    BUTTON_TEXT_UNITS_MAX, BUTTONS_MAX, CARD_TEXT_UNITS_MAX, CARDS_MAX, QUICK_REPLIES_MAX,
    TEXT_UNITS_MAX,
};
use crate::words::name::Channel;
use crate::words::turn::Fault;

/// Where in a message object something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The message itself.
    Message,
    /// A quick reply.
    QuickReply,
    /// An attachment.
    Attachment,
    /// What an attachment carries: a file or a template.
    Payload,
    /// A card, a product, a line of a receipt.
    Element,
    /// A button.
    Button,
    /// Anything whose names we do not look at.
    Other,
    /// A template of the language's own, whose names are looked at elsewhere.
    Form,
}

/// Keys of a message or a request that saywhen itself writes.
pub(super) const OURS: [&str; 5] = ["recipient", "messaging_type", "metadata", "tag", "persona_id"];

/// Keys of which a message has exactly one.
pub(super) const CONTENT: [&str; 5] =
    ["text", "attachment", "attachments", "sticker_id", "template"];

/// What an attachment can be.
pub(super) const ATTACHMENTS: [&str; 5] = ["image", "video", "audio", "file", "template"];

/// What an attachment can be on Instagram alone.
pub(super) const INSTAGRAMS: [&str; 2] = ["like_heart", "MEDIA_SHARE"];

/// Templates that Instagram shows.
const INSTAGRAM_TEMPLATES: [&str; 3] = ["generic", "button", "product"];

/// What a button can be there.
const INSTAGRAM_BUTTONS: [&str; 2] = ["web_url", "postback"];

/// What says which template an attachment is, and its value for pictures in a grid.
pub(super) const GRID: (&str, &str) = ("template_type", "image_grid");

const MESSAGE: &[&str] = &[
    "text",
    "attachment",
    "attachments",
    "sticker_id",
    "template",
    "quick_replies",
    "reply_to",
    "notification_type",
    "thread_control",
];
const QUICK_REPLY: &[&str] = &["content_type", "title", "payload", "image_url"];
const ATTACHMENT: &[&str] = &["type", "payload"];
const PAYLOAD: &[&str] = &[
    "address",
    "adjustments",
    "attachment_id",
    "business_privacy",
    "button_title",
    "buttons",
    "countries",
    "coupon_code",
    "coupon_pre_message",
    "coupon_url",
    "coupon_url_button_title",
    "currency",
    "elements",
    "expires_in_days",
    "feedback_screens",
    "form_id",
    "id",
    "image_aspect_ratio",
    "image_url",
    "is_reusable",
    "merchant_name",
    "notification_messages_cta_text",
    "order_number",
    "order_url",
    "payload",
    "payment_method",
    "recipient_name",
    "sharable",
    "subtitle",
    "summary",
    "template_type",
    "text",
    "timestamp",
    "title",
    "url",
];
const ELEMENT: &[&str] = &[
    "attachment_id",
    "buttons",
    "currency",
    "default_action",
    "id",
    "image_url",
    "images",
    "media_type",
    "price",
    "quantity",
    "subtitle",
    "title",
    "url",
];
const BUTTON: &[&str] = &[
    "expires_in_days",
    "fallback_url",
    "game_metadata",
    "messenger_extensions",
    "payload",
    "title",
    "type",
    "url",
    "webview_height_ratio",
    "webview_share_button",
];

/// Keys whose values are texts, even where they look like numbers.
const TEXTS: &[&str] = &[
    "attachment_id",
    "city",
    "content_type",
    "coupon_code",
    "form_id",
    "id",
    "image_url",
    "merchant_name",
    "mid",
    "name",
    "order_number",
    "order_url",
    "payload",
    "payment_method",
    "postal_code",
    "recipient_name",
    "street_1",
    "street_2",
    "subtitle",
    "text",
    "timestamp",
    "title",
    "type",
    "url",
];

impl Level {
    /// Where the value of a key stands.
    pub(super) fn below(self, key: &str) -> Self {
        match key {
            _ if self == Self::Form => Self::Form,
            "quick_replies" => Self::QuickReply,
            "attachment" | "attachments" => Self::Attachment,
            "payload" if self == Self::Attachment => Self::Payload,
            "elements" => Self::Element,
            "buttons" | "default_action" => Self::Button,
            _ => Self::Other,
        }
    }

    /// The keys there; none where we do not look.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Message => MESSAGE,
            Self::QuickReply => QUICK_REPLY,
            Self::Attachment => ATTACHMENT,
            Self::Payload => PAYLOAD,
            Self::Element => ELEMENT,
            Self::Button => BUTTON,
            Self::Other | Self::Form => &[],
        }
    }
}

/// Whether the value of a key is always a text.
pub(super) fn is_text(key: &str) -> bool {
    TEXTS.contains(&key)
}

/// What a message object is, in the plural, if a channel cannot show it.
#[must_use]
pub fn missing_on(message: &Value, channel: Channel) -> Option<&'static str> {
    let word = |at| message.pointer(at).and_then(Value::as_str);
    if channel == Channel::Messenger {
        let own = word("/attachment/type").is_some_and(|kind| INSTAGRAMS.contains(&kind));
        return own.then_some("attachments of this kind");
    }
    if message.get("sticker_id").is_some() {
        return Some("stickers");
    }
    if message.get("template").is_some() {
        return Some("utility messages");
    }
    let template = word("/attachment/payload/template_type");
    if template.is_some_and(|template| !INSTAGRAM_TEMPLATES.contains(&template)) {
        return Some("templates of this kind");
    }
    let is = |one: &Value, key, kind| one.get(key).is_some_and(|word| word == kind);
    if list_at(message, "/quick_replies").iter().any(|one| is(one, "content_type", "user_email")) {
        return Some("quick replies of this kind");
    }
    let cards = list_at(message, "/attachment/payload/elements").iter();
    let mut buttons = cards
        .flat_map(|card| list_at(card, "/buttons"))
        .chain(list_at(message, "/attachment/payload/buttons"));
    let known = |kind: &str| kind.is_empty() || INSTAGRAM_BUTTONS.contains(&kind);
    let strange =
        |one: &Value| one.get("type").and_then(Value::as_str).is_some_and(|kind| !known(kind));
    buttons.any(strange).then_some("buttons of this kind")
}

fn list_at<'m>(message: &'m Value, at: &str) -> &'m [Value] {
    message.pointer(at).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A part of a message object that Messenger limits.
#[derive(Debug)]
pub enum Limited<'m> {
    /// A text, its units at most, and what it is.
    Text(&'m mut String, usize, &'static str),
    /// A list, its items at most, and what they are.
    List(&'m mut Vec<Value>, usize, &'static str),
    /// What a tap sends.
    Payload(&'m str),
}

/// What is done with each of them.
type See<'s> = &'s mut dyn FnMut(Limited<'_>) -> Result<(), Fault>;

/// Calls `see` for every part that Messenger limits, lists before what is in them.
pub fn limited(message: &mut Value, see: See<'_>) -> Result<(), Fault> {
    text(message, "text", (TEXT_UNITS_MAX, "the text"), see)?;
    taps(message, "quick_replies", (QUICK_REPLIES_MAX, "quick replies"), see)?;
    let Some(payload) = message.pointer_mut("/attachment/payload") else { return Ok(()) };
    match payload.get("template_type").and_then(Value::as_str) {
        Some("button") => {
            let above = (BUTTON_TEXT_UNITS_MAX, "the text above the buttons");
            text(payload, "text", above, see)?;
        }
        Some("generic") => {
            list(payload, "elements", (CARDS_MAX, "cards"), see)?;
            let cards = payload.get_mut("elements").and_then(Value::as_array_mut);
            cards.into_iter().flatten().try_for_each(|one| card(one, see))?;
        }
        Some(_) | None => {}
    }
    taps(payload, "buttons", (BUTTONS_MAX, "buttons"), see)
}

fn card(card: &mut Value, see: See<'_>) -> Result<(), Fault> {
    text(card, "title", (CARD_TEXT_UNITS_MAX, "the title of a card"), see)?;
    text(card, "subtitle", (CARD_TEXT_UNITS_MAX, "the subtitle of a card"), see)?;
    taps(card, "buttons", (BUTTONS_MAX, "buttons"), see)
}

/// At most so much, and of what.
type Most = (usize, &'static str);

fn text(of: &mut Value, key: &str, (max, what): Most, see: See<'_>) -> Result<(), Fault> {
    match of.get_mut(key) {
        Some(Value::String(text)) => see(Limited::Text(text, max, what)),
        Some(_) | None => Ok(()),
    }
}

fn list(of: &mut Value, key: &str, (max, what): Most, see: See<'_>) -> Result<(), Fault> {
    match of.get_mut(key) {
        Some(Value::Array(items)) => see(Limited::List(items, max, what)),
        Some(_) | None => Ok(()),
    }
}

fn taps(of: &mut Value, key: &str, most: Most, see: See<'_>) -> Result<(), Fault> {
    list(of, key, most, see)?;
    let taps = of.get(key).and_then(Value::as_array).into_iter().flatten();
    let payloads = taps.filter_map(|tap| tap.get("payload").and_then(Value::as_str));
    payloads.into_iter().try_for_each(|payload| see(Limited::Payload(payload)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_channel_shows_what_the_other_has_not() {
        let heart = json!({"attachment": {"type": "like_heart"}});
        assert_eq!(missing_on(&heart, Channel::Instagram), None);
        assert_eq!(missing_on(&heart, Channel::Messenger), Some("attachments of this kind"));
        let sticker = json!({"sticker_id": 369_239_263_222_822_u64});
        assert_eq!(missing_on(&sticker, Channel::Messenger), None);
        assert_eq!(missing_on(&sticker, Channel::Instagram), Some("stickers"));
        let template = |kind: &str| json!({"attachment": {"type": "template", "payload": {"template_type": kind}}});
        assert_eq!(missing_on(&template("generic"), Channel::Instagram), None);
        let media = template("media");
        assert_eq!(missing_on(&media, Channel::Instagram), Some("templates of this kind"));
        let email = json!({"text": "Hi", "quick_replies": [{"content_type": "user_email"}]});
        assert_eq!(missing_on(&email, Channel::Instagram), Some("quick replies of this kind"));
        assert_eq!(missing_on(&email, Channel::Messenger), None);
        let button = |kind: &str| {
            let payload = json!({"template_type": "button", "buttons": [{"type": kind}]});
            json!({"attachment": {"type": "template", "payload": payload}})
        };
        assert_eq!(missing_on(&button("postback"), Channel::Instagram), None);
        let call = button("phone_number");
        assert_eq!(missing_on(&call, Channel::Instagram), Some("buttons of this kind"));
        assert_eq!(missing_on(&call, Channel::Messenger), None);
    }
}
