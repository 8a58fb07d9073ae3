//! What a visitor does, as Meta would tell it.

use crate::bot::Bot;
use crate::script::line::Sent;
use crate::words::event::{
    Attachment, AttachmentKind, Echo, EventKind, Reaction, Referral, Tap, Text, Via,
};
use crate::words::name::{Mid, Value};
use crate::words::wall::Comment;

/// The app behind a Page's own inbox, in which people answer.
const INBOX: &str = "263902037430900";
/// The thumb, the only sticker that everybody has.
const THUMB: &str = "369239263222822";
/// Where files lie that a visitor sends.
const FILES: &str = "https://scontent.example/";
/// Emojis that Meta has a word for; all others are `other`.
const REACTIONS: [(&str, &str); 9] = [
    ("😆", "smile"),
    ("😢", "sad"),
    ("😮", "wow"),
    ("😠", "angry"),
    ("😡", "angry"),
    ("❤", "love"),
    ("😍", "love"),
    ("👍", "like"),
    ("👎", "dislike"),
];

/// Words; Messenger knows the bot's commands and says so of a message that begins with one.
pub(super) fn text(bot: &Bot, text: &str) -> EventKind {
    let word = text.strip_prefix('/').and_then(|rest| rest.split_whitespace().next());
    let command = bot.settings.commands.iter().find(|(name, _)| Some(name.as_str()) == word);
    if let Some((name, _)) = command {
        let others = Vec::new();
        return EventKind::Command { name: name.clone(), others, text: text.to_owned() };
    }
    EventKind::Text(Text { text: text.to_owned(), ..Text::default() })
}

pub(super) fn tap(payload: &str, label: &str, via: Via) -> EventKind {
    let (payload, label) = (Some(payload.to_owned()), Some(label.to_owned()));
    EventKind::Tap(Tap { payload, label, via })
}

pub(super) fn referral(reference: &str) -> Referral {
    Referral {
        reference: reference.to_owned(),
        source: Some("SHORTLINK".to_owned()),
        kind: Some("OPEN_THREAD".to_owned()),
        ad: None,
        more: Value::Object(serde_json::Map::new()),
    }
}

/// A link into a thread that is there already.
pub(super) fn opened() -> EventKind {
    EventKind::Referral
}

pub(super) fn sent(all: &[Sent]) -> EventKind {
    EventKind::Attachments(all.iter().map(attachment).collect())
}

fn attachment(sent: &Sent) -> Attachment {
    let file = |kind, name: &str| Attachment { url: Some(address(name)), ..empty(kind) };
    match sent {
        Sent::Image(name) => file(AttachmentKind::Image, name),
        Sent::Video(name) => file(AttachmentKind::Video, name),
        Sent::Audio(name) => file(AttachmentKind::Audio, name),
        Sent::File(name) => file(AttachmentKind::File, name),
        Sent::Sticker => Attachment {
            sticker: Some(THUMB.to_owned()),
            ..file(AttachmentKind::Sticker, &format!("{THUMB}.png"))
        },
        Sent::Location(lat, long) => {
            Attachment { place: Some((*lat, *long)), ..empty(AttachmentKind::Location) }
        }
    }
}

fn empty(kind: AttachmentKind) -> Attachment {
    let more = Value::Object(serde_json::Map::new());
    Attachment { kind, url: None, title: None, place: None, sticker: None, more }
}

/// A name becomes an address as Meta would make one; an address stays.
fn address(name: &str) -> String {
    if name.contains("://") { name.to_owned() } else { format!("{FILES}{name}") }
}

pub(super) fn reaction(emoji: &str) -> EventKind {
    let plain = emoji.trim_end_matches('\u{fe0f}');
    let known = REACTIONS.iter().find(|(own, _)| *own == plain);
    let name = known.map_or("other", |(_, name)| name).to_owned();
    EventKind::Reaction(Reaction { added: true, name: Some(name), emoji: Some(emoji.to_owned()) })
}

pub(super) fn comment(id: &str, text: &str) -> EventKind {
    EventKind::Comment(Comment {
        id: id.to_owned(),
        post: Some("1_1".to_owned()),
        parent: Some("1_1".to_owned()),
        text: text.to_owned(),
        author: Some("3".into()),
        name: None,
        verb: "add".to_owned(),
    })
}

pub(super) fn person(text: &str) -> EventKind {
    let (app, text) = (Some(INBOX.to_owned()), Some(text.to_owned()));
    EventKind::HumanEcho(Echo { app, text, inbox: true, ..Echo::default() })
}

/// Whether an event of this kind is about a message that the visitor wrote.
pub(super) fn is_message(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Text(_)
            | EventKind::Tap(_)
            | EventKind::Attachments(_)
            | EventKind::Command { .. }
    )
}

/// The id of the visitor's or the bot's message number `n`.
pub(super) fn mid(n: u64) -> Mid {
    Mid::new(format!("m_{n}"))
}
