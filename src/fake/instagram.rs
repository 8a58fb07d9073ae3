//! Accounts of Instagram: their events, their echoes, and what Graph refuses to send to them.

use serde_json::{Map, Value, json};

use crate::fake::check::{self, Refusal, fine, only};
use crate::fake::state::Shared;
use crate::limits::{INSTAGRAM_IMAGES_MAX, INSTAGRAM_TEXT_BYTES_MAX};
use crate::words::name::Mid;

/// What Instagram's webhook requests are about.
const OBJECT: &str = "instagram";
/// Keys of a request.
const REQUEST: [&str; 6] =
    ["recipient", "message", "sender_action", "payload", "messaging_type", "tag"];
/// What a quick reply can be.
const QUICK_REPLIES: [&str; 2] = ["text", "user_phone_number"];
/// What a template can be.
const TEMPLATES: [&str; 3] = ["generic", "button", "product"];
/// What a button can be.
const BUTTONS: [&str; 2] = ["web_url", "postback"];
/// What only Instagram has.
const OWN: [&str; 2] = ["like_heart", "MEDIA_SHARE"];
/// Reactions by name.
const REACTIONS: [&str; 7] = ["angry", "sad", "wow", "love", "like", "laugh", "other"];

/// A visitor's message to an account.
pub(super) fn text(shared: &Shared, [account, visitor]: [&str; 2], text: &str) -> Value {
    let message = json!({"mid": shared.mid().as_str(), "text": text});
    request(shared, account, [visitor, account], &message)
}

/// What was sent, as Meta tells it: no app, no `metadata`; none where the visitor has no id yet.
pub(super) fn echo(shared: &Shared, account: &str, body: &Value, mid: &Mid) -> Option<Value> {
    let visitor = body.pointer("/recipient/id")?.as_str()?;
    let sent = body.get("message")?.as_object()?;
    let mut message = Map::from_iter([
        ("mid".to_owned(), Value::from(mid.as_str())),
        ("is_echo".to_owned(), Value::Bool(true)),
    ]);
    message.extend(sent.get("text").map(|text| ("text".to_owned(), text.clone())));
    let one = sent.get("attachment").map(|one| json!([one]));
    let attachments = one.or_else(|| sent.get("attachments").cloned());
    message.extend(attachments.map(|list| ("attachments".to_owned(), list)));
    Some(request(shared, account, [account, visitor], &Value::Object(message)))
}

fn request(
    shared: &Shared,
    account: &str,
    [sender, recipient]: [&str; 2],
    message: &Value,
) -> Value {
    let now = shared.now().0;
    let item = json!({"sender": {"id": sender}, "recipient": {"id": recipient},
        "timestamp": now, "message": message});
    json!({"object": OBJECT, "entry": [{"id": account, "time": now, "messaging": [item]}]})
}

/// Whoever an event or comment of Instagram's is from, or about, with the account.
pub(super) fn people(body: &Value) -> Vec<(&str, &str)> {
    let entries = body.get("entry").and_then(Value::as_array).into_iter().flatten();
    let entries = entries.filter(|_| body.get("object").is_some_and(|object| object == OBJECT));
    let people = entries.flat_map(|entry| {
        let account = entry.get("id").and_then(Value::as_str).unwrap_or_default();
        let list = |key| entry.get(key).and_then(Value::as_array).into_iter().flatten();
        let senders = list("messaging").filter_map(|item| item.pointer("/sender/id"));
        let comments = list("changes").filter_map(|change| change.pointer("/value/id"));
        senders.chain(comments).filter_map(Value::as_str).map(move |id| (id, account))
    });
    people.filter(|(id, account)| id != account).collect()
}

/// What Messenger takes and Instagram does not; the rest is checked as for Messenger.
pub(super) fn fits(body: &Value) -> Result<(), Refusal> {
    only(body, &REQUEST)?;
    let tag = body.get("tag").is_none_or(|tag| tag == "HUMAN_AGENT");
    fine(tag, "(#100) Param tag must be one of {HUMAN_AGENT}")?;
    let reaction = body.pointer("/payload/reaction").and_then(Value::as_str);
    let known = reaction.is_none_or(|word| REACTIONS.contains(&word));
    fine(known, "(#100) Param payload[reaction] is not a reaction")?;
    let Some(message) = body.get("message") else { return Ok(()) };
    only(message, &["text", "attachment", "attachments", "quick_replies"])?;
    let text = check::text_at(message, "/text").map_or(0, str::len);
    fine(text <= INSTAGRAM_TEXT_BYTES_MAX, "(#100) Length of param message[text] is too long")?;
    let many = message.get("attachments").and_then(Value::as_array).map_or(0, Vec::len);
    fine(many <= INSTAGRAM_IMAGES_MAX, "(#100) Param message[attachments] has too many elements")?;
    let template = check::text_at(message, "/attachment/payload/template_type");
    let known = template.is_none_or(|template| TEMPLATES.contains(&template));
    fine(known, "(#100) Param template_type is not a known type")?;
    let replies = message.get("quick_replies").and_then(Value::as_array).into_iter().flatten();
    let mut kinds = replies.filter_map(|reply| check::text_at(reply, "/content_type"));
    let known = kinds.all(|kind| QUICK_REPLIES.contains(&kind));
    fine(known, "(#100) Param content_type of a quick reply is not a known type")?;
    let mut kinds = buttons(message).filter_map(|button| check::text_at(button, "/type"));
    let known = kinds.all(|kind| BUTTONS.contains(&kind));
    fine(known, "(#100) Param type of a button is not a known type")
}

/// All buttons of a message, those of its cards among them.
fn buttons(message: &Value) -> impl Iterator<Item = &Value> {
    let payload = message.pointer("/attachment/payload");
    let cards = payload.and_then(|payload| payload.get("elements")).and_then(Value::as_array);
    let holders = payload.into_iter().chain(cards.into_iter().flatten());
    holders.filter_map(|holder| holder.get("buttons")?.as_array()).flatten()
}

/// Whether a message is one of the two that only Instagram has.
pub(super) fn is_own(body: &Value) -> bool {
    let kind = check::text_at(body, "/message/attachment/type");
    kind.is_some_and(|kind| OWN.contains(&kind))
}
