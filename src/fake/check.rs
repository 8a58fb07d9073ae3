//! What Graph looks at before it takes a message: whoever sends more than Messenger takes is told so
//! here, and not first by Meta.

use serde_json::Value;

use crate::fake::state::Shared;
use crate::fake::{instagram, template};
use crate::limits::{
    BUTTONS_MAX, IMAGES_MAX, PAYLOAD_UNITS_MAX, QUICK_REPLIES_MAX, TEXT_UNITS_MAX, units,
};
use crate::time::Millis;
use crate::words::name::PageId;

/// Why a body is refused: Graph's words, code and subcode.
pub(super) struct Refusal {
    pub(super) message: &'static str,
    pub(super) code: u32,
    pub(super) subcode: u32,
}

impl Refusal {
    pub(super) fn parameter(message: &'static str) -> Self {
        Self { message, code: 100, subcode: 0 }
    }
}

/// Keys of a request.
const REQUEST: [&str; 12] = [
    "recipient",
    "messaging_type",
    "message",
    "sender_action",
    "payload",
    "tag",
    "notification_type",
    "persona_id",
    "reply_to",
    "thread_control",
    "folder",
    "suggestion_action",
];
/// Reactions by name; emoji are taken as well.
const REACTIONS: [&str; 8] = ["smile", "angry", "sad", "wow", "love", "like", "dislike", "other"];
/// What a quick reply can be.
const QUICK_REPLIES: [&str; 3] = ["text", "user_phone_number", "user_email"];
/// What a button can be.
const BUTTONS: [&str; 7] = [
    "web_url",
    "postback",
    "phone_number",
    "account_link",
    "account_unlink",
    "game_play",
    "audio_call",
];
/// How high a page stands over the conversation.
const HEIGHTS: [&str; 3] = ["compact", "tall", "full"];

/// UTF-16 units of `metadata` (platform.md B2).
const METADATA_UNITS_MAX: usize = 1_000;

/// Who a body is for: the id, or whatever else stands in `recipient`; nothing if nobody.
pub(super) fn visitor(body: &Value) -> String {
    let recipient = body.get("recipient").and_then(Value::as_object);
    let id = recipient.into_iter().flatten().find_map(|(_, id)| id.as_str());
    id.unwrap_or_default().to_owned()
}

/// The text behind a pointer.
pub(super) fn text_at<'b>(body: &'b Value, pointer: &str) -> Option<&'b str> {
    body.pointer(pointer).and_then(Value::as_str)
}

/// Checks the body of `messages`.
pub(super) fn messages(shared: &Shared, page: &PageId, body: &Value) -> Result<(), Refusal> {
    only(body, &REQUEST)?;
    let instagram = shared.account_of(&visitor(body)).is_some();
    if instagram {
        instagram::fits(body)?;
    }
    if visitor(body).is_empty() {
        return Err(Refusal::parameter("(#100) The parameter recipient is required"));
    }
    match (body.get("message"), body.get("sender_action").and_then(Value::as_str)) {
        (Some(_), Some(_)) => Err(Refusal {
            message: "(#100) Cannot send both message and state at the same time.",
            code: 100,
            subcode: 2_018_014,
        }),
        (None, None) => Err(Refusal::parameter("(#100) The parameter message is required")),
        (None, Some(action)) => action_is_known(action, body, instagram),
        (Some(message), None) => {
            lane(body)?;
            beside(body)?;
            if !(instagram && instagram::is_own(body)) {
                message_fits(message)?;
            }
            known_ids(shared, page, body)?;
            shared.ledger.is_ours(page, &visitor(body))?;
            window(shared, body)?;
            shared.ledger.pace(is_heavy(message), shared.now())
        }
    }
}

fn action_is_known(action: &str, body: &Value, instagram: bool) -> Result<(), Refusal> {
    let known = ["typing_on", "typing_off", "mark_seen", "react", "unreact"].contains(&action);
    fine(known, "(#100) Param sender_action must be one of {TYPING_ON, TYPING_OFF, MARK_SEEN}")?;
    let payload = body.get("payload").unwrap_or(&Value::Null);
    let named = !action.ends_with("react") || length(payload, "message_id") > 0;
    fine(named, "(#100) The parameter payload[message_id] is required")?;
    let word = payload.get("reaction").and_then(Value::as_str).unwrap_or_default();
    let known = instagram || REACTIONS.contains(&word) || (!word.is_empty() && !word.is_ascii());
    fine(action != "react" || known, "(#100) Param payload[reaction] is not a reaction")
}

/// What stands beside a message.
fn beside(body: &Value) -> Result<(), Refusal> {
    let among = |value: Option<&Value>, known: &[&str]| {
        let value = value.map(|value| value.as_str().unwrap_or_default());
        value.is_none_or(|value| known.contains(&value))
    };
    let loud = among(body.get("notification_type"), &["REGULAR", "SILENT_PUSH", "NO_PUSH"]);
    fine(loud, "(#100) Param notification_type is not a known type")?;
    let control = body.pointer("/thread_control/control_type");
    let named = body.get("thread_control").is_none() || control.is_some();
    let known = named && among(control, &["pass", "release"]);
    fine(known, "(#100) Param thread_control[control_type] must be one of {pass, release}")
}

/// Sounds and films, which Meta counts on their own.
fn is_heavy(message: &Value) -> bool {
    let kinds = ["/attachment/type", "/attachment/payload/elements/0/media_type"];
    let mut kinds = kinds.iter().filter_map(|at| message.pointer(at)?.as_str());
    kinds.any(|kind| matches!(kind, "audio" | "video"))
}

fn lane(body: &Value) -> Result<(), Refusal> {
    let tag = body.get("tag").and_then(Value::as_str);
    match body.get("messaging_type").and_then(Value::as_str) {
        None | Some("RESPONSE" | "UPDATE" | "UTILITY") => Ok(()),
        Some("MESSAGE_TAG") if matches!(tag, Some("HUMAN_AGENT" | "CUSTOMER_FEEDBACK")) => Ok(()),
        Some("MESSAGE_TAG") => {
            Err(Refusal { message: "(#100) Invalid parameter", code: 100, subcode: 1_893_061 })
        }
        Some(_) => Err(Refusal::parameter("(#100) Param messaging_type is not a known type")),
    }
}

fn message_fits(message: &Value) -> Result<(), Refusal> {
    const CONTENT: [&str; 5] = ["text", "attachment", "attachments", "sticker_id", "template"];
    const KEYS: [&str; 2] = ["quick_replies", "metadata"];
    only(message, &[&CONTENT[..], &KEYS[..]].concat())?;
    let parts = message
        .as_object()
        .map(|message| CONTENT.iter().filter(|part| message.contains_key(**part)).count());
    fine(parts == Some(1), "(#100) A message has one of text, attachment, sticker or template")?;
    if let Some(text) = message.get("text") {
        let length = text.as_str().map_or(0, units::len);
        let fits = (1..=TEXT_UNITS_MAX).contains(&length);
        fine(fits, "(#100) Length of param message[text] must be from 1 to 2000")?;
    }
    let metadata = message.get("metadata").and_then(Value::as_str).map_or(0, units::len);
    fine(metadata < METADATA_UNITS_MAX, "(#100) Param message[metadata] is too long")?;
    quick_replies_fit(message)?;
    let many = message.get("attachments").and_then(Value::as_array);
    let few = many.is_none_or(|many| (1..=IMAGES_MAX).contains(&many.len()));
    fine(few, "(#100) Param message[attachments] must have from 1 to 30 elements")?;
    let mut all = message.get("attachment").into_iter().chain(many.into_iter().flatten());
    all.try_for_each(attachment_fits)
}

fn attachment_fits(attachment: &Value) -> Result<(), Refusal> {
    only(attachment, &["type", "payload"])?;
    let payload = attachment.get("payload").unwrap_or(&Value::Null);
    match attachment.get("type").and_then(Value::as_str) {
        Some("template") => template::fits(payload),
        Some("image" | "audio" | "video" | "file") => {
            only(payload, &["url", "attachment_id", "is_reusable"])?;
            let url = payload.get("url").and_then(Value::as_str);
            if url.is_some_and(|url| !is_web(url)) {
                let message = "(#100) Failed to fetch the file from the url";
                return Err(Refusal { message, code: 100, subcode: 2_018_008 });
            }
            let one = url.is_some() != payload.get("attachment_id").is_some();
            fine(one, "(#100) A file has a url or an attachment_id")
        }
        _ => Err(Refusal::parameter("(#100) Param message[attachment][type] is not a known type")),
    }
}

fn quick_replies_fit(message: &Value) -> Result<(), Refusal> {
    let replies = message.get("quick_replies").and_then(Value::as_array);
    let Some(replies) = replies else { return Ok(()) };
    let fits = (1..=QUICK_REPLIES_MAX).contains(&replies.len());
    fine(fits, "(#100) Param message[quick_replies] must have from 1 to 13 elements")?;
    for reply in replies {
        only(reply, &["content_type", "title", "payload", "image_url"])?;
        payload_fits(reply)?;
        let kind = reply.get("content_type").and_then(Value::as_str).unwrap_or_default();
        let known = QUICK_REPLIES.contains(&kind);
        fine(known, "(#100) Param content_type of a quick reply is not a known type")?;
        let text = reply.get("content_type").and_then(Value::as_str) == Some("text");
        let named = length(reply, "title") > 0 && length(reply, "payload") > 0;
        let shown = named || reply.get("image_url").is_some();
        fine(!text || shown, "(#100) A quick reply has a title and a payload, or a picture")?;
    }
    Ok(())
}

/// Ids that Meta has given: of uploads and speakers.
fn known_ids(shared: &Shared, page: &PageId, body: &Value) -> Result<(), Refusal> {
    let persona = body.get("persona_id").and_then(Value::as_str);
    let known = persona.is_none_or(|id| shared.has_persona(page, id));
    fine(known, "(#100) Param persona_id is not the id of a persona of this page")?;
    let places = ["/payload/attachment_id", "/payload/elements/0/attachment_id"];
    let one = body.pointer("/message/attachment");
    let many = body.pointer("/message/attachments").and_then(Value::as_array);
    for attachment in one.into_iter().chain(many.into_iter().flatten()) {
        let named = places.iter().find_map(|place| attachment.pointer(place));
        if named.and_then(Value::as_str).is_some_and(|id| !shared.has_attachment(page, id)) {
            let message = "(#100) Invalid attachment_id";
            return Err(Refusal { message, code: 100, subcode: 2_018_074 });
        }
    }
    Ok(())
}

/// Whether the visitor's last word is recent enough for this lane; of whom the fake has never heard
/// it knows nothing.
fn window(shared: &Shared, body: &Value) -> Result<(), Refusal> {
    let answers = ["/recipient/comment_id", "/recipient/post_id"];
    if let Some(id) = answers.iter().find_map(|at| body.pointer(at)?.as_str()) {
        return shared.ledger.can_answer(id, shared.now());
    }
    let heard = body.pointer("/recipient/id").and_then(Value::as_str);
    let Some(silent) = heard.and_then(|visitor| shared.silent_for(visitor)) else { return Ok(()) };
    let hours = match body.get("messaging_type").and_then(Value::as_str) {
        Some("MESSAGE_TAG") => 7 * 24,
        Some("UTILITY") => return Ok(()),
        _ => 24,
    };
    if silent <= Millis::from_hours(hours) {
        return Ok(());
    }
    let message = "(#10) This message is sent outside of allowed window.";
    Err(Refusal { message, code: 10, subcode: 2_018_278 })
}

pub(super) fn buttons_fit(buttons: &Value, least: usize) -> Result<(), Refusal> {
    const KEYS: [&str; 10] = [
        "type",
        "title",
        "payload",
        "url",
        "webview_height_ratio",
        "messenger_extensions",
        "fallback_url",
        "webview_share_button",
        "game_metadata",
        "expires_in_days",
    ];
    let buttons = buttons.as_array().map_or(&[][..], Vec::as_slice);
    let fits = (least..=BUTTONS_MAX).contains(&buttons.len());
    fine(fits, "(#100) Param buttons must have from 1 to 3 elements")?;
    for button in buttons {
        only(button, &KEYS)?;
        payload_fits(button)?;
        let kind = button.get("type").and_then(Value::as_str).unwrap_or_default();
        fine(BUTTONS.contains(&kind), "(#100) Param type of a button is not a known type")?;
        let height = button.get("webview_height_ratio").map(|height| height.as_str());
        let height = height.is_none_or(|height| height.is_some_and(|one| HEIGHTS.contains(&one)));
        fine(height, "(#100) Param webview_height_ratio must be one of {compact, tall, full}")?;
        let days = button.get("expires_in_days").and_then(Value::as_u64);
        fine(days.is_none_or(|days| days <= 7), "(#100) A call can be made for 7 days at most")?;
        let silent = matches!(kind, "account_link" | "account_unlink");
        let titled = silent || length(button, "title") > 0;
        fine(titled, "(#100) The parameter title of a button is required")?;
        let url = button.get("url").and_then(Value::as_str);
        let link = !matches!(kind, "web_url" | "account_link") || url.is_some_and(is_web);
        fine(link, "(#100) Param url of a button must be a valid URL")?;
    }
    Ok(())
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Graph refuses keys that it does not know, and names them.
pub(super) fn only(of: &Value, keys: &[&str]) -> Result<(), Refusal> {
    let known = of.as_object().is_some_and(|of| of.keys().all(|key| keys.contains(&key.as_str())));
    fine(known, "(#100) Invalid keys were found in a parameter")
}

/// UTF-16 units of a text; 0 if there is none.
pub(super) fn length(of: &Value, key: &str) -> usize {
    of.get(key).and_then(Value::as_str).map_or(0, units::len)
}

fn payload_fits(button: &Value) -> Result<(), Refusal> {
    let length = button.get("payload").and_then(Value::as_str).map_or(0, units::len);
    fine(length <= PAYLOAD_UNITS_MAX, "(#100) Param payload must be at most 1000 letters")
}

pub(super) fn fine(fine: bool, message: &'static str) -> Result<(), Refusal> {
    if fine { Ok(()) } else { Err(Refusal::parameter(message)) }
}
