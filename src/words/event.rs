//! What Meta told us, in our own words; `messenger` alone knows the JSON it came in.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::words::aside::{FeedbackAnswer, FormAnswer, Prior, ReplyTo};
use crate::words::name::{Mid, Value};
use crate::words::wall::{Comment, WallChange};

/// One thing a visitor, a colleague or Meta did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The message it speaks of, if it speaks of one.
    pub mid: Option<Mid>,
    /// When it happened by Meta's clock; none if that is unknown or not credible.
    pub sent_at: Option<Timestamp>,
    /// What happened.
    pub kind: EventKind,
    /// The link, ad or plugin that brought the visitor, if this event says so.
    pub referral: Option<Referral>,
    /// What Messenger's built-in language understanding made of the text.
    pub nlp: Option<Nlp>,
    /// The message or story that this one answers.
    #[serde(default)]
    pub reply_to: Option<ReplyTo>,
    /// Whom Meta knew the visitor as before this message.
    #[serde(default)]
    pub prior: Option<Prior>,
    /// It came by the standby channel: another app has the thread, and we only listen.
    #[serde(default)]
    pub standby: bool,
    /// What Meta says that has no word of ours, by Meta's own keys; null if that is nothing.
    #[serde(default)]
    pub more: Value,
    /// Meta's own JSON of this item, for `event.raw`.
    pub raw: Value,
}

impl Event {
    /// Something that happened, of which nothing else is known.
    #[must_use]
    pub fn new(kind: EventKind) -> Self {
        Self {
            mid: None,
            sent_at: None,
            kind,
            referral: None,
            nlp: None,
            reply_to: None,
            prior: None,
            standby: false,
            more: Value::Null,
            raw: Value::Null,
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A message with words in it.
    Text(Text),
    /// A tap on a button, quick reply or menu item.
    Tap(Tap),
    /// Pictures, sounds, files, places or stickers without words.
    Attachments(Vec<Attachment>),
    /// A reaction to a message was added or taken back.
    Reaction(Reaction),
    /// The visitor came through a link or ad into an existing thread.
    Referral,
    /// The visitor agreed to something: a plugin, or notification messages.
    Optin(Optin),
    /// Everything up to `watermark` was read.
    Read {
        /// Messages up to this moment.
        watermark: Option<Timestamp>,
    },
    /// Messages reached the visitor's phone.
    Delivered {
        /// Which ones, where Meta names them.
        mids: Vec<Mid>,
        /// Messages up to this moment.
        watermark: Option<Timestamp>,
    },
    /// A message was changed after it was sent.
    Edited {
        /// The new text.
        text: String,
        /// How often it has been changed.
        count: u32,
    },
    /// A message was taken back.
    Deleted,
    /// An account was linked or unlinked.
    AccountLink {
        /// Linked (true) or unlinked.
        linked: bool,
        /// Proof of the link, from the bot owner's own log-in page.
        code: Option<String>,
    },
    /// Control over the thread changed hands.
    Thread(ThreadChange),
    /// A colleague answered in the Page's name.
    HumanEcho(Echo),
    /// A comment below a post of the Page.
    Comment(Comment),
    /// A visitor's post on the Page.
    Post(Comment),
    /// Answers to a feedback template.
    Feedback {
        /// In Meta's order.
        answers: Vec<FeedbackAnswer>,
    },
    /// A thumb up or down below a message of the bot's.
    Rated {
        /// Meta's words for it: `Good response`, `Bad response`.
        rating: String,
    },
    /// An instant form was filled in.
    Form {
        /// The form's number.
        id: String,
    },
    /// What was asked for in a template for customers' data.
    CustomerData {
        /// In Meta's order.
        answers: Vec<FormAnswer>,
    },
    /// A coupon's code was looked at.
    Coupon {
        /// The code.
        code: Option<String>,
        /// What the bot had put on the coupon.
        payload: Option<String>,
    },
    /// A round of a game was played; what Meta says about it.
    Game(Value),
    /// Something else on the Page's wall: a reaction, a like …
    Wall(WallChange),
    /// A label of the Page's inbox was put on the visitor, or taken off.
    Label {
        /// Put on (true) or taken off.
        added: bool,
        /// The label's number.
        id: Option<String>,
        /// The label's name.
        name: Option<String>,
    },
    /// A shopping cart was sent.
    Order {
        /// Its products, as Meta lists them.
        products: Vec<Value>,
        /// What the visitor added in words.
        note: Option<String>,
    },
    /// A command such as `/help`.
    Command {
        /// Its name without the slash.
        name: String,
        /// Further commands in the same message.
        #[serde(default)]
        others: Vec<String>,
        /// The whole message, as typed.
        text: String,
    },
    /// Meta says the message is of a kind it does not pass on.
    Unsupported,
    /// Meta warns, blocks or unblocks the Page.
    Policy {
        /// `warning`, `block` or `unblock`.
        action: String,
        /// Why, in Meta's words.
        reason: Option<String>,
    },
    /// Something we have no word for yet; recorded, never answered.
    Unknown {
        /// The key that Meta used for it.
        name: String,
    },
}

/// A message with words in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The words, as typed.
    pub text: String,
    /// What came along with them.
    pub attachments: Vec<Attachment>,
}

/// A tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tap {
    /// What the button carries; Meta leaves it out on standby.
    pub payload: Option<String>,
    /// What stood on the button.
    pub label: Option<String>,
    /// What was tapped.
    pub via: Via,
}

/// What was tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A button, Get Started or an ice breaker.
    Postback,
    /// A quick reply.
    QuickReply,
    /// An item of the menu.
    Menu,
}

/// Something that came with, or instead of, words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Where Meta keeps it; such addresses expire.
    pub url: Option<String>,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Latitude and longitude of a location.
    pub place: Option<(f64, f64)>,
    /// The sticker's number.
    pub sticker: Option<String>,
    /// The rest of what Meta says about it.
    pub more: Value,
}

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound or voice message.
    Audio,
    /// Any other file.
    File,
    /// A sticker.
    Sticker,
    /// A point on the map.
    Location,
    /// A shared reel.
    Reel,
    /// A shared post.
    Post,
    /// A shared product or other template.
    Template,
    /// A booking of an appointment.
    Appointment,
    /// A link, or what Meta could not show otherwise.
    Fallback,
    /// A mention in an Instagram story.
    StoryMention,
    /// A kind we have no word for yet.
    Other,
}

/// A reaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    /// Added (true) or taken back.
    pub added: bool,
    /// Meta's word for it: `love`, `smile`, `other` …
    pub name: Option<String>,
    /// The emoji itself.
    pub emoji: Option<String>,
}

/// What brought the visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Referral {
    /// The `ref` of the link or ad; empty when there is none.
    pub reference: String,
    /// `SHORTLINK`, `ADS`, `CUSTOMER_CHAT_PLUGIN` …
    pub source: Option<String>,
    /// `OPEN_THREAD`, `LEAD_COMPLETE` …
    pub kind: Option<String>,
    /// The ad's number.
    pub ad: Option<String>,
    /// The rest of what Meta says about it.
    pub more: Value,
}

/// What the visitor agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optin {
    /// Meta's word for it: `notification_messages`, `one_time_notif_req`; none for plugins.
    pub kind: Option<String>,
    /// The plugin's or link's reference.
    pub reference: Option<String>,
    /// What the bot had put on the request.
    pub payload: Option<String>,
    /// What allows later messages.
    pub token: Option<String>,
    /// The rest of what Meta says about it.
    pub more: Value,
}

/// Control over the thread changed hands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadChange {
    /// It is passed on, or was passed to us.
    Pass {
        /// Who has it now.
        to: Option<String>,
        /// Who had it.
        from: Option<String>,
        /// What the one who passed it on says.
        metadata: Option<String>,
        /// Whether it is ours now; none while our own app is not known.
        #[serde(default)]
        ours: Option<bool>,
    },
    /// Somebody took it.
    Take {
        /// Who has it now.
        to: Option<String>,
        /// Who had it.
        from: Option<String>,
        /// What the one who took it says.
        metadata: Option<String>,
        /// Whether it is ours now; none while our own app is not known.
        #[serde(default)]
        ours: Option<bool>,
    },
    /// Somebody asks for it.
    Request {
        /// Who asks.
        by: Option<String>,
        /// What they say.
        metadata: Option<String>,
    },
    /// It is released.
    Release,
    /// Roles of apps changed.
    Roles(Value),
}

/// A message that left in the Page's name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Echo {
    /// The app that sent it.
    pub app: Option<String>,
    /// What the sender had attached; ours is `sw1:OUTBOXID`.
    pub metadata: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// What came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Written in the Page's own inbox, so by a person.
    #[serde(default)]
    pub inbox: bool,
}

/// What Messenger's built-in language understanding made of a text, old and new form alike.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Nlp {
    /// Intents, entities and traits by name (without `wit$`): confidence (0 to 1) and value.
    pub found: Vec<Finding>,
    /// The language it took the text for.
    pub locale: Option<String>,
    /// The rest of what Meta says about it, such as why it found nothing.
    #[serde(default)]
    pub more: Value,
}

/// One intent, entity or trait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its name, without a `wit$` prefix.
    pub name: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// The value it stands for.
    pub value: Value,
    /// The rest of what Meta says about it.
    #[serde(default)]
    pub more: Value,
}
