//! What Graph looks at before it takes a message: whoever sends more than Messenger takes is told so
//! here, and not first by Meta.

use serde_json::Value;

use crate::limits::{
    BUTTON_TEXT_UNITS_MAX, BUTTONS_MAX, PAYLOAD_UNITS_MAX, QUICK_REPLIES_MAX, TEXT_UNITS_MAX, units,
};

/// Why a body is refused: Graph's words, code and subcode.
pub(super) struct Refusal {
    pub(super) message: &'static str,
    pub(super) code: u32,
    pub(super) subcode: u32,
}

impl Refusal {
    fn parameter(message: &'static str) -> Self {
        Self { message, code: 100, subcode: 0 }
    }
}

/// UTF-16 units of `metadata` (platform.md B2).
const METADATA_UNITS_MAX: usize = 1_000;

/// Who a body is for: the id, or whatever else stands in `recipient`; nothing if nobody.
pub(super) fn visitor(body: &Value) -> String {
    let recipient = body.get("recipient").and_then(Value::as_object);
    let id = recipient.into_iter().flatten().find_map(|(_, id)| id.as_str());
    id.unwrap_or_default().to_owned()
}

/// Checks the body of `messages`.
pub(super) fn messages(body: &Value) -> Result<(), Refusal> {
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
        (None, Some(action)) => action_is_known(action),
        (Some(message), None) => {
            lane(body)?;
            message_fits(message)
        }
    }
}

fn action_is_known(action: &str) -> Result<(), Refusal> {
    let known = ["typing_on", "typing_off", "mark_seen", "react", "unreact"].contains(&action);
    fine(known, "(#100) Param sender_action must be one of {TYPING_ON, TYPING_OFF, MARK_SEEN}")
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
    let payload = message.pointer("/attachment/payload");
    payload.map_or(Ok(()), template_fits)
}

fn quick_replies_fit(message: &Value) -> Result<(), Refusal> {
    let replies = message.get("quick_replies").and_then(Value::as_array);
    let Some(replies) = replies else { return Ok(()) };
    let fits = (1..=QUICK_REPLIES_MAX).contains(&replies.len());
    fine(fits, "(#100) Param message[quick_replies] must have from 1 to 13 elements")?;
    replies.iter().try_for_each(payload_fits)
}

/// The parts of a template that Meta counts, of button templates and cards alike.
fn template_fits(template: &Value) -> Result<(), Refusal> {
    if template.get("template_type").and_then(Value::as_str) == Some("button") {
        let length = template.get("text").and_then(Value::as_str).map_or(0, units::len);
        let fits = (1..=BUTTON_TEXT_UNITS_MAX).contains(&length);
        fine(fits, "(#100) Length of param text must be from 1 to 640")?;
        buttons_fit(template.get("buttons").unwrap_or(&Value::Null), 1)?;
    }
    let cards = template.get("elements").and_then(Value::as_array);
    let under = cards.into_iter().flatten().filter_map(|card| card.get("buttons"));
    under.into_iter().try_for_each(|buttons| buttons_fit(buttons, 1))
}

fn buttons_fit(buttons: &Value, least: usize) -> Result<(), Refusal> {
    let buttons = buttons.as_array().map_or(&[][..], Vec::as_slice);
    let fits = (least..=BUTTONS_MAX).contains(&buttons.len());
    fine(fits, "(#100) Param buttons must have from 1 to 3 elements")?;
    buttons.iter().try_for_each(payload_fits)
}

fn payload_fits(button: &Value) -> Result<(), Refusal> {
    let length = button.get("payload").and_then(Value::as_str).map_or(0, units::len);
    fine(length <= PAYLOAD_UNITS_MAX, "(#100) Param payload must be at most 1000 letters")
}

fn fine(fine: bool, message: &'static str) -> Result<(), Refusal> {
    if fine { Ok(()) } else { Err(Refusal::parameter(message)) }
}
