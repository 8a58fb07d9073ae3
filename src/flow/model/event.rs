//! Names of events that are not messages (LANGUAGE, "Triggers").

use std::fmt;

use crate::words::event::{AttachmentKind, EventKind};

/// Something that happens, by the author's name for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventName {
    /// Get Started was tapped.
    GetStarted,
    /// Something came instead of words, or along with them.
    Attachment,
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// Another file.
    File,
    /// A sticker.
    Sticker,
    /// A point on the map.
    Location,
    /// The visitor reacted to a message.
    Reaction,
    /// A reaction was taken back.
    Unreaction,
    /// The visitor agreed to something.
    Optin,
    /// The visitor came back through a link or an ad.
    Referral,
    /// The visitor read what the bot said.
    Read,
    /// What the bot said reached the visitor.
    Delivered,
    /// The visitor changed a message.
    Edited,
    /// The visitor took a message back.
    Deleted,
    /// An account was linked.
    AccountLinked,
    /// An account was unlinked.
    AccountUnlinked,
    /// Another app asks for the thread, or gives it to the bot.
    Handover,
    /// The bot may speak again.
    HumanDone,
    /// A comment below a post of the Page.
    Comment,
    /// A visitor's post on the Page.
    Post,
    /// Answers to a feedback template.
    Feedback,
    /// A shopping cart.
    Order,
    /// A tap whose payload nobody knows.
    UnknownButton,
    /// A question waited in vain.
    QuestionExpired,
    /// An edit of the bot took away where the visitor stood.
    BotUpdated,
    /// A message of a kind that Meta does not pass on.
    Unsupported,
    /// Another system told it: `app.NAME`.
    App(String),
}

/// All but `app.NAME`, with the author's word for each.
const WORDS: [(EventName, &str); 28] = [
    (EventName::GetStarted, "get_started"),
    (EventName::Attachment, "attachment"),
    (EventName::Image, "image"),
    (EventName::Video, "video"),
    (EventName::Audio, "audio"),
    (EventName::File, "file"),
    (EventName::Sticker, "sticker"),
    (EventName::Location, "location"),
    (EventName::Reaction, "reaction"),
    (EventName::Unreaction, "unreaction"),
    (EventName::Optin, "optin"),
    (EventName::Referral, "referral"),
    (EventName::Read, "read"),
    (EventName::Delivered, "delivered"),
    (EventName::Edited, "edited"),
    (EventName::Deleted, "deleted"),
    (EventName::AccountLinked, "account_linked"),
    (EventName::AccountUnlinked, "account_unlinked"),
    (EventName::Handover, "handover"),
    (EventName::HumanDone, "human_done"),
    (EventName::Comment, "comment"),
    (EventName::Post, "post"),
    (EventName::Feedback, "feedback"),
    (EventName::Order, "order"),
    (EventName::UnknownButton, "unknown_button"),
    (EventName::QuestionExpired, "question_expired"),
    (EventName::BotUpdated, "bot_updated"),
    (EventName::Unsupported, "unsupported"),
];

/// How the names of events begin that another system tells.
const APP: &str = "app.";

impl EventName {
    /// Every author's word but `app.NAME`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|(_, word)| *word)
    }

    /// The event of a word; `app.NAME` is one whatever NAME is.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(name) = word.strip_prefix(APP) {
            return Some(Self::App(name.to_owned()));
        }
        WORDS.iter().find(|(_, known)| *known == word).map(|(name, _)| name.clone())
    }

    /// What an event of Meta's is called; none for messages, and for what no flow can want.
    #[must_use]
    pub fn of(kind: &EventKind) -> Option<Self> {
        match kind {
            EventKind::Attachments(_) => Some(Self::Attachment),
            EventKind::Reaction(reaction) if reaction.added => Some(Self::Reaction),
            EventKind::Reaction(_) => Some(Self::Unreaction),
            EventKind::Referral => Some(Self::Referral),
            EventKind::Optin(_) => Some(Self::Optin),
            EventKind::Read { .. } => Some(Self::Read),
            EventKind::Delivered { .. } => Some(Self::Delivered),
            EventKind::Edited { .. } => Some(Self::Edited),
            EventKind::Deleted => Some(Self::Deleted),
            EventKind::AccountLink { linked: true, .. } => Some(Self::AccountLinked),
            EventKind::AccountLink { linked: false, .. } => Some(Self::AccountUnlinked),
            EventKind::Thread(_) => Some(Self::Handover),
            EventKind::Comment(_) => Some(Self::Comment),
            EventKind::Post(_) => Some(Self::Post),
            EventKind::Feedback { .. } => Some(Self::Feedback),
            EventKind::Order { .. } => Some(Self::Order),
            EventKind::Unsupported => Some(Self::Unsupported),
            EventKind::Text(_)
            | EventKind::Tap(_)
            | EventKind::HumanEcho(_)
            | EventKind::Command { .. }
            | EventKind::Rated { .. }
            | EventKind::Form { .. }
            | EventKind::CustomerData { .. }
            | EventKind::Coupon { .. }
            | EventKind::Game(_)
            | EventKind::Wall(_)
            | EventKind::Label { .. }
            | EventKind::Policy { .. }
            | EventKind::Unknown { .. } => None,
        }
    }

    /// The special name of an attachment, if it has one beside `attachment`.
    #[must_use]
    pub fn of_attachment(kind: AttachmentKind) -> Option<Self> {
        match kind {
            AttachmentKind::Image => Some(Self::Image),
            AttachmentKind::Video => Some(Self::Video),
            AttachmentKind::Audio => Some(Self::Audio),
            AttachmentKind::File => Some(Self::File),
            AttachmentKind::Sticker => Some(Self::Sticker),
            AttachmentKind::Location => Some(Self::Location),
            AttachmentKind::Reel
            | AttachmentKind::Post
            | AttachmentKind::Template
            | AttachmentKind::Appointment
            | AttachmentKind::Fallback
            | AttachmentKind::StoryMention
            | AttachmentKind::Other => None,
        }
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::App(name) = self {
            return write!(f, "{APP}{name}");
        }
        let word = WORDS.iter().find(|(name, _)| name == self);
        f.write_str(word.map_or("", |(_, word)| *word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_the_name_of_its_event() {
        for word in EventName::words().chain(["app.order_shipped"]) {
            assert_eq!(EventName::parse(word).unwrap().to_string(), word);
        }
        assert_eq!(EventName::parse("recieved"), None);
    }
}
