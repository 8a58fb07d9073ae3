//! Replies as calls of Graph: made at the moment of sending, so that tags, tokens, personas and
//! attachment ids are those of that moment (MODEL 9.3).

mod button;
pub(super) mod media;
mod template;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::messenger::inbox;
use crate::messenger::signature::hex;
use crate::words::channel::reaction_on_instagram;
use crate::words::event::ThreadChange;
use crate::words::name::{Channel, ConversationKey, Mid, OutboxId, VisitorId};
use crate::words::reply::{Lane, Reply, ReplyKind};

use self::button::quick_replies;

/// What stands before the outbox id in `metadata`; an echo that begins with it is of a reply of ours.
pub const METADATA_PREFIX: &str = "sw1:";

/// Whether a message makes a sound.
const QUIET: &str = "notification_type";

/// One call of Graph: `POST /{version}/{page}/{edge}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Where it is for; decides the address.
    pub channel: Channel,
    /// Which of the Page's edges.
    pub edge: Edge,
    /// The body, its keys in the order of Meta's own samples.
    pub body: Value,
}

/// An edge of a Page that replies go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Messages and sender actions.
    Messages,
    /// Gives the thread to another app.
    Pass,
    /// Takes the thread.
    Take,
    /// Asks for the thread.
    Request,
    /// Lets the thread go.
    Release,
}

impl Edge {
    /// Its name in the URL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Pass => "pass_thread_control",
            Self::Take => "take_thread_control",
            Self::Request => "request_thread_control",
            Self::Release => "release_thread_control",
        }
    }
}

/// What only the moment of sending knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Meta's id of the reply's persona.
    pub persona: Option<String>,
    /// The token of the opt-in that the reply's lane names.
    pub token: Option<Token>,
    /// What is known of its files, by path or address.
    pub files: BTreeMap<String, Stored>,
    /// What stands before the path of a file that nothing is known of, where that is an address.
    pub media: Option<String>,
}

/// What allows a message outside the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Of `notification_messages`, for as long as the visitor allows it.
    Lasting(String),
    /// Of `one_time_notif_req`, for one message.
    Once(String),
}

/// Where a file of a reply can be had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Meta's id of it, if it was uploaded.
    pub id: Option<String>,
    /// Its public address.
    pub address: Option<String>,
}

/// A reply that cannot be put into words of Meta's; trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// The conversation is about the Page itself.
    #[error("there is nobody to send this to")]
    Nobody,
    /// The lane needs the token of an opt-in that is not known.
    #[error("the visitor has not agreed to \"{0}\"")]
    NoToken(String),
    /// A file of the bot's has no address that Meta could fetch.
    #[error("the file \"{0}\" has no public address")]
    NoAddress(String),
    /// A media message without a file.
    #[error("there is no file in it")]
    NoFile,
    /// A value that should have been an object.
    #[error("a message of the author's own is not an object")]
    NotAnObject,
}

/// What stands in `metadata`, for echoes to bring back.
#[must_use]
pub fn metadata(id: OutboxId) -> String {
    format!("{METADATA_PREFIX}{}", hex(&id.0))
}

/// The outbox id in an echo's `metadata`; none if the echo is not of a reply of ours.
#[must_use]
pub fn outbox_id(metadata: &str) -> Option<OutboxId> {
    OutboxId::parse(metadata.strip_prefix(METADATA_PREFIX)?)
}

/// The call that says a reply to whoever `key` is about.
pub fn call(key: &ConversationKey, reply: &Reply, facts: &Facts) -> Result<Call, Unsendable> {
    let recipient = recipient(&key.visitor, &reply.lane, facts)?;
    let channel = key.channel;
    let messages = |body| Ok(Call { channel, edge: Edge::Messages, body });
    match &reply.kind {
        ReplyKind::Seen => messages(json!({"recipient": recipient, "sender_action": "mark_seen"})),
        ReplyKind::React { mid, reaction } => {
            let reaction = reaction.as_deref().map(|name| shown_as(name, key.channel));
            messages(react(&recipient, mid, reaction))
        }
        ReplyKind::Thread(change) => Ok(thread(&recipient, change, key.channel)),
        ReplyKind::Text { .. }
        | ReplyKind::Buttons { .. }
        | ReplyKind::Cards { .. }
        | ReplyKind::Media { .. }
        | ReplyKind::Sticker(_)
        | ReplyKind::Receipt(_)
        | ReplyKind::Coupon(_)
        | ReplyKind::Products(_)
        | ReplyKind::Feedback(_)
        | ReplyKind::Optin(_)
        | ReplyKind::Grid(_)
        | ReplyKind::Utility(_)
        | ReplyKind::Raw(_) => messages(envelope(key, reply, facts, recipient)?),
    }
}

/// The bubble with three dots: it appears, or goes away.
pub fn typing(key: &ConversationKey, on: bool) -> Result<Call, Unsendable> {
    let recipient = recipient(&key.visitor, &Lane::Response, &Facts::default())?;
    let action = if on { "typing_on" } else { "typing_off" };
    let body = json!({"recipient": recipient, "sender_action": action});
    Ok(Call { channel: key.channel, edge: Edge::Messages, body })
}

fn envelope(
    key: &ConversationKey,
    reply: &Reply,
    facts: &Facts,
    recipient: Value,
) -> Result<Value, Unsendable> {
    let messenger = key.channel == Channel::Messenger;
    let mut message = message(&reply.kind, facts)?;
    let mut beside = beside(&mut message);
    // Instagram knows no silent messages; said aloud they still arrive.
    beside.retain(|(name, _)| messenger || name != QUIET);
    if messenger {
        message.insert("metadata".to_owned(), Value::String(metadata(reply.id)));
    }
    let mut body = Map::new();
    let by_id = recipient.get("id").is_some();
    body.insert("recipient".to_owned(), recipient);
    let (kind, tag) = if message.contains_key("template") {
        (Some("UTILITY"), None)
    } else {
        messaging_type(&reply.lane, messenger && by_id)
    };
    for (name, value) in [("messaging_type", kind), ("tag", tag)] {
        body.extend(value.map(|value| (name.to_owned(), Value::from(value))));
    }
    body.insert("message".to_owned(), Value::Object(message));
    if let Some(persona) = facts.persona.as_deref().filter(|_| messenger) {
        body.insert("persona_id".to_owned(), Value::from(persona));
    }
    body.extend(beside);
    Ok(Value::Object(body))
}

/// What an author wrote into a message and Messenger wants beside it.
fn beside(message: &mut Map<String, Value>) -> Vec<(String, Value)> {
    let names = ["reply_to", QUIET, "thread_control"];
    names.into_iter().filter_map(|name| message.shift_remove_entry(name)).collect()
}

/// Messenger wants to be told for whoever it knows by id; Instagram, comments, plugins and tokens
/// have one lane each and name only tags.
fn messaging_type(lane: &Lane, named: bool) -> (Option<&'static str>, Option<&str>) {
    match lane {
        Lane::Response => (named.then_some("RESPONSE"), None),
        Lane::Update => (named.then_some("UPDATE"), None),
        Lane::Tag(tag) => (Some("MESSAGE_TAG"), Some(tag)),
        Lane::Optin(_) => (None, None),
    }
}

fn recipient(visitor: &VisitorId, lane: &Lane, facts: &Facts) -> Result<Value, Unsendable> {
    if let Lane::Optin(name) = lane {
        return match &facts.token {
            Some(Token::Lasting(token)) => Ok(json!({"notification_messages_token": token})),
            Some(Token::Once(token)) => Ok(json!({"one_time_notif_token": token})),
            None => Err(Unsendable::NoToken(name.clone())),
        };
    }
    let (name, id) = match visitor.as_str().split_once(':') {
        Some(("ref", user_ref)) => ("user_ref", user_ref),
        Some(("comment", comment)) => ("comment_id", comment),
        Some(("post", post)) => ("post_id", post),
        Some(_) | None => ("id", visitor.as_str()),
    };
    if id.is_empty() || id == crate::messenger::webhook::PAGE_ITSELF {
        return Err(Unsendable::Nobody);
    }
    Ok(json!({ name: id }))
}

fn message(kind: &ReplyKind, facts: &Facts) -> Result<Map<String, Value>, Unsendable> {
    match kind {
        ReplyKind::Text { text, quick_replies: replies } => {
            let mut message = Map::from_iter([("text".to_owned(), Value::from(text.as_str()))]);
            quick_replies(&mut message, replies);
            Ok(message)
        }
        ReplyKind::Buttons { text, buttons, quick_replies: replies } => {
            Ok(template::buttons(text, buttons, replies))
        }
        ReplyKind::Cards { cards, square, quick_replies: replies } => {
            template::cards(cards, *square, replies, facts)
        }
        ReplyKind::Media { kind, sources, buttons, quick_replies: replies } => {
            let mut message = media::message(*kind, sources, buttons, facts)?;
            quick_replies(&mut message, replies);
            Ok(message)
        }
        ReplyKind::Sticker(id) => {
            let id = id.parse::<u64>().map_or_else(|_| Value::from(id.as_str()), Value::from);
            Ok(Map::from_iter([("sticker_id".to_owned(), id)]))
        }
        ReplyKind::Products(ids) => Ok(template::products(ids)),
        ReplyKind::Receipt(value) => template::passed("receipt", value),
        ReplyKind::Coupon(value) => template::passed("coupon", value),
        ReplyKind::Feedback(value) => template::passed("customer_feedback", value),
        ReplyKind::Optin(value) => template::request(value),
        ReplyKind::Grid(value) => template::passed("image_grid", value),
        ReplyKind::Utility(value) => Ok(Map::from_iter([("template".to_owned(), value.clone())])),
        ReplyKind::Raw(value) => value.as_object().cloned().ok_or(Unsendable::NotAnObject),
        ReplyKind::Seen | ReplyKind::React { .. } | ReplyKind::Thread(_) => Ok(Map::new()),
    }
}

/// A reaction as its channel takes it: Instagram by its own names, Messenger as a sign.
fn shown_as(reaction: &str, channel: Channel) -> &str {
    if channel == Channel::Instagram {
        return reaction_on_instagram(reaction).unwrap_or(reaction);
    }
    match reaction {
        "smile" => "😆",
        "angry" => "😠",
        "sad" => "😢",
        "wow" => "😮",
        "love" => "❤️",
        "like" => "👍",
        "dislike" => "👎",
        other => other,
    }
}

fn react(recipient: &Value, mid: &Mid, reaction: Option<&str>) -> Value {
    let mid = mid.as_str();
    match reaction {
        Some(reaction) => json!({"recipient": recipient, "sender_action": "react",
            "payload": {"message_id": mid, "reaction": reaction}}),
        None => json!({"recipient": recipient, "sender_action": "unreact",
            "payload": {"message_id": mid}}),
    }
}

fn thread(recipient: &Value, change: &ThreadChange, channel: Channel) -> Call {
    let mut body = Map::from_iter([("recipient".to_owned(), recipient.clone())]);
    let mut put = |name: &str, value: Option<&String>| {
        body.extend(value.map(|value| (name.to_owned(), Value::from(value.as_str()))));
    };
    let edge = match change {
        ThreadChange::Pass { to, metadata, from: _, ours: _ } => {
            let app = to.as_deref().map(|to| inbox::app(to, channel).to_owned());
            put("target_app_id", app.as_ref());
            put("metadata", metadata.as_ref());
            Edge::Pass
        }
        ThreadChange::Take { metadata, to: _, from: _, ours: _ } => {
            put("metadata", metadata.as_ref());
            Edge::Take
        }
        ThreadChange::Request { metadata, by: _ } => {
            put("metadata", metadata.as_ref());
            Edge::Request
        }
        // Roles are Meta's to give; letting go is the nearest thing to "not ours".
        ThreadChange::Release | ThreadChange::Roles(_) => Edge::Release,
    };
    Call { channel, edge, body: Value::Object(body) }
}
