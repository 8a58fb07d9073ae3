//! What a test expects the bot to say.

use crate::source::Span;
use crate::words::name::Value;
use crate::words::reply::MediaKind;

/// One bubble that is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    /// Who speaks, if the test says so: `Bot (Ana):`.
    pub speaker: Option<String>,
    /// Whether it answers a comment or post in private: `Bot privately:`.
    pub privately: bool,
    /// What it is.
    pub expect: Expect,
    /// All labels below it; none where the test does not look at them.
    pub labels: Option<Vec<Label>>,
    /// Cards below it.
    pub cards: Vec<Card>,
}

/// What a bubble is expected to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// These words and no others.
    Exact(String),
    /// Words with these among them.
    Contains(String),
    /// Words in which this regular expression is found.
    Regex(String),
    /// One of these texts.
    OneOf(Vec<String>),
    /// Words without these among them.
    Not(String),
    /// Any one bubble.
    Any,
    /// Pictures, films, sounds or files, by address.
    Media(MediaKind, Vec<String>),
    /// A message object of the Send API; keys that are given must be equal.
    Raw(Value),
    /// Nothing but the cards below it.
    Cards,
}

/// A button or quick reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where it stands, brackets included.
    pub span: Span,
    /// What stands on it.
    pub text: String,
    /// Where it leads, if the test says so: a destination, link or payload.
    pub leads: Option<String>,
}

/// One card of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Where it stands, brackets included.
    pub span: Span,
    /// Its title, then perhaps its subtitle and its picture.
    pub parts: Vec<String>,
    /// All labels on it; none where the test does not look at them.
    pub labels: Option<Vec<Label>>,
}
