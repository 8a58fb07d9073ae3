//! What one line of a test means.

use jiff::civil::DateTime;

use crate::script::bubble::Bubble;
use crate::source::Span;
use crate::time::{Millis, Timestamp};
use crate::words::name::{FlowName, Value};

/// One line; a bubble's labels, a quoted text and JSON may make it several lines long.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// All of it, without what is indented before it and a comment behind it.
    pub span: Span,
    /// What it means.
    pub kind: LineKind,
    /// Between its parts: line ends, and the comments behind and below them.
    pub gaps: Vec<Span>,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq)]
pub enum LineKind {
    /// The lines of another file stand here.
    Include(String),
    /// What holds before the conversation goes on.
    Given(Vec<Given>),
    /// The visitor does something.
    You(Act),
    /// Another system tells the bot something: its name and values.
    App(String, Value),
    /// A person answers in the Page's name.
    Person(String),
    /// Time passes.
    After(Millis),
    /// The bot says something.
    Bot(Bubble),
    /// The bot is silent.
    Nothing,
    /// What holds now.
    Then(Vec<Claim>),
}

impl LineKind {
    /// Whether it says what is expected, and lets nothing happen.
    #[must_use]
    pub fn expects(&self) -> bool {
        match self {
            Self::Bot(_) | Self::Nothing | Self::Then(_) => true,
            Self::Include(_)
            | Self::Given(_)
            | Self::You(_)
            | Self::App(..)
            | Self::Person(_)
            | Self::After(_) => false,
        }
    }
}

/// What holds before the conversation goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A variable, `user.name`, `chat.name` or `env.NAME`, has a value.
    Var(String, Value),
    /// What time it is.
    Now(Clock),
    /// The visitor's language.
    Locale(String),
    /// An `http` call is answered.
    Answers(Answer),
    /// The arms that the dice show, from 1.
    Pick(Vec<u32>),
    /// Every send fails with this code of Graph's.
    GraphFails(u32),
}

/// What another server answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// `GET`, `POST` …
    pub method: String,
    /// The address.
    pub url: String,
    /// What comes back.
    pub reply: Reply,
}

/// What comes back from another server.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// An answer.
    Status {
        /// HTTP status.
        status: u16,
        /// The body, if there is one.
        body: Option<Value>,
    },
    /// Nothing in time.
    Timeout,
    /// It cannot be reached.
    Nothing,
}

/// What the visitor does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Types this.
    Say(String),
    /// Types one of these; each makes a test of its own.
    SayEach(Vec<String>),
    /// Taps a label that is on the screen.
    Tap {
        /// What stands on it.
        label: String,
        /// The first, second … of that label in its message, from 1.
        nth: Option<u32>,
    },
    /// Taps Get Started, perhaps brought by a reference.
    Start(Option<String>),
    /// Comes back through a link with this reference.
    Open(String),
    /// Sends something that is not words; several things are one message.
    Send(Vec<Sent>),
    /// Reacts to the last message.
    React(String),
    /// Comments below a post of the Page.
    Comment(String),
    /// A webhook item as Meta would send it.
    Post(Value),
}

/// Something that is not words.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// A picture, by name or address.
    Image(String),
    /// A film.
    Video(String),
    /// A sound.
    Audio(String),
    /// Any other file.
    File(String),
    /// A sticker.
    Sticker,
    /// Latitude and longitude.
    Location(f64, f64),
}

/// What time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The clock where the bot is at home shows this.
    Shows(DateTime),
    /// A moment, whatever clocks show.
    Is(Timestamp),
}

/// What holds now.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// This flow is on top, or has ended.
    Flow(FlowName, Ended),
    /// A variable has a value.
    Var(String, Value),
    /// `user.tags` has this tag.
    Tag(String),
    /// An `http` call was made; so often, if that is said.
    Called {
        /// `GET`, `POST` …
        method: String,
        /// Its path, or all of its address.
        path: String,
        /// How often.
        times: Option<u32>,
    },
    /// An event was counted.
    Tracked(String),
    /// A webhook was told something.
    Notified(String),
    /// The conversation was handed over.
    HandedOver,
}

/// Whether a flow is expected to be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It is over.
    Yes,
    /// It is under way.
    No,
}
