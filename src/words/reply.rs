//! What the bot says: one `Reply` is one call of the Send API. `messenger` makes Meta's JSON of it
//! at the moment of sending.

use serde::{Deserialize, Serialize};

use crate::source::Place;
use crate::time::Millis;
use crate::words::event::ThreadChange;
use crate::words::name::{Mid, OutboxId, PersonaName, Value};

/// One message or action on its way out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Its id, made of conversation, input and ordinal.
    pub id: OutboxId,
    /// Its position among the replies of its turn, from 0.
    pub ordinal: u16,
    /// The author's line that said it.
    pub place: Place,
    /// What it is.
    pub kind: ReplyKind,
    /// How long to wait after the reply before it.
    pub pause: Millis,
    /// By which of Messenger's rules it may be sent.
    pub lane: Lane,
    /// Who speaks, where it is not the Page itself.
    pub persona: Option<PersonaName>,
    /// The speaker's name in the visitor's language, where that has another than the bot's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The next bubble of its turn lets wait: three dots show meanwhile.
    #[serde(default)]
    pub types: bool,
}

/// By which of Messenger's rules a reply may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// An answer within 24 hours: `messaging_type: RESPONSE`.
    #[default]
    Response,
    /// Unasked within 24 hours: `messaging_type: UPDATE`.
    Update,
    /// Beyond 24 hours with a tag: `HUMAN_AGENT`.
    Tag(String),
    /// With the token of an opt-in, by the opt-in's name.
    Optin(String),
}

/// What a reply is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// Words.
    Text {
        /// At most 2,000 UTF-16 units.
        text: String,
        /// At most 13.
        quick_replies: Vec<QuickReply>,
    },
    /// Words with buttons under them.
    Buttons {
        /// At most 640 UTF-16 units.
        text: String,
        /// One to three.
        buttons: Vec<Button>,
        /// At most 13.
        quick_replies: Vec<QuickReply>,
    },
    /// Cards side by side.
    Cards {
        /// One to ten.
        cards: Vec<Card>,
        /// Square pictures instead of wide ones.
        square: bool,
        /// At most 13.
        quick_replies: Vec<QuickReply>,
    },
    /// Pictures, films, sounds, files.
    Media {
        /// Which of them.
        kind: MediaKind,
        /// One, or up to 30 pictures.
        sources: Vec<MediaSource>,
        /// With buttons it is a media template.
        buttons: Vec<Button>,
        /// At most 13.
        quick_replies: Vec<QuickReply>,
    },
    /// A sticker of Meta's own.
    Sticker(String),
    /// A receipt, checked against Messenger's shape.
    Receipt(Value),
    /// A coupon.
    Coupon(Value),
    /// Products of the catalogue, by id.
    Products(Vec<String>),
    /// A request for feedback.
    Feedback(Value),
    /// A request to allow later messages.
    Optin(Value),
    /// A grid of two to six pictures.
    Grid(Value),
    /// A utility message, by Meta's template.
    Utility(Value),
    /// A message object as the author wrote it.
    Raw(Value),
    /// "Seen".
    Seen,
    /// A reaction to the visitor's message.
    React {
        /// Which message.
        mid: Mid,
        /// The reaction; none takes it back.
        reaction: Option<String>,
    },
    /// Control over the thread is passed, taken or released.
    Thread(ThreadChange),
}

impl ReplyKind {
    /// Its words, if words are what it is.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text { text, .. } | Self::Buttons { text, .. } => Some(text),
            Self::Cards { .. }
            | Self::Media { .. }
            | Self::Sticker(_)
            | Self::Receipt(_)
            | Self::Coupon(_)
            | Self::Products(_)
            | Self::Feedback(_)
            | Self::Optin(_)
            | Self::Grid(_)
            | Self::Utility(_)
            | Self::Raw(_)
            | Self::Seen
            | Self::React { .. }
            | Self::Thread(_) => None,
        }
    }

    /// Whether it is a message, which has an id and an echo, and not an action.
    #[must_use]
    pub fn is_message(&self) -> bool {
        !matches!(self, Self::Seen | Self::React { .. } | Self::Thread(_))
    }

    /// Its buttons, those of all its cards among them.
    #[must_use]
    pub fn buttons(&self) -> Vec<&Button> {
        match self {
            Self::Buttons { buttons, .. } | Self::Media { buttons, .. } => buttons.iter().collect(),
            Self::Cards { cards, .. } => cards.iter().flat_map(|card| &card.buttons).collect(),
            Self::Text { .. }
            | Self::Sticker(_)
            | Self::Receipt(_)
            | Self::Coupon(_)
            | Self::Products(_)
            | Self::Feedback(_)
            | Self::Optin(_)
            | Self::Grid(_)
            | Self::Utility(_)
            | Self::Raw(_)
            | Self::Seen
            | Self::React { .. }
            | Self::Thread(_) => Vec::new(),
        }
    }

    /// Its quick replies.
    #[must_use]
    pub fn quick_replies(&self) -> &[QuickReply] {
        match self {
            Self::Text { quick_replies, .. }
            | Self::Buttons { quick_replies, .. }
            | Self::Cards { quick_replies, .. }
            | Self::Media { quick_replies, .. } => quick_replies,
            Self::Sticker(_)
            | Self::Receipt(_)
            | Self::Coupon(_)
            | Self::Products(_)
            | Self::Feedback(_)
            | Self::Optin(_)
            | Self::Grid(_)
            | Self::Utility(_)
            | Self::Raw(_)
            | Self::Seen
            | Self::React { .. }
            | Self::Thread(_) => &[],
        }
    }
}

impl ReplyKind {
    /// Its quick replies, to be changed; none if it cannot carry any.
    pub fn quick_replies_mut(&mut self) -> Option<&mut Vec<QuickReply>> {
        match self {
            Self::Text { quick_replies, .. }
            | Self::Buttons { quick_replies, .. }
            | Self::Cards { quick_replies, .. }
            | Self::Media { quick_replies, .. } => Some(quick_replies),
            Self::Sticker(_)
            | Self::Receipt(_)
            | Self::Coupon(_)
            | Self::Products(_)
            | Self::Feedback(_)
            | Self::Optin(_)
            | Self::Grid(_)
            | Self::Utility(_)
            | Self::Raw(_)
            | Self::Seen
            | Self::React { .. }
            | Self::Thread(_) => None,
        }
    }
}

/// A button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// At most 20 UTF-16 units are shown.
    pub label: String,
    /// What a tap does.
    pub action: Action,
}

/// What a tap does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It comes back to us with this payload.
    Payload(String),
    /// It opens a page.
    Link {
        /// `https:`
        url: String,
        /// `compact`, `tall` or `full`.
        height: Option<String>,
        /// With Messenger's own script in it.
        extensions: bool,
    },
    /// It calls a number, `+` and digits.
    Phone(String),
    /// It logs in at this address.
    Login(String),
    /// It logs out.
    Logout,
}

/// A quick reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuickReply {
    /// A label that comes back as a tap.
    Text {
        /// At most 20 UTF-16 units are shown.
        label: String,
        /// What a tap sends.
        payload: String,
        /// A picture of 24 pixels or more.
        image: Option<String>,
    },
    /// The visitor's own phone number.
    Phone,
    /// The visitor's own e-mail address.
    Email,
}

/// A card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// At most 80 UTF-16 units.
    pub title: String,
    /// At most 80 UTF-16 units.
    pub subtitle: Option<String>,
    /// A picture.
    pub image: Option<MediaSource>,
    /// Where a tap on the card itself leads.
    pub link: Option<String>,
    /// At most three.
    pub buttons: Vec<Button>,
}

/// Which kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// Anything else.
    File,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaSource {
    /// On the web.
    Url(String),
    /// In the bot's `media/` folder.
    Local(String),
    /// At Meta already.
    Attachment(String),
}
