//! Calls of other servers.

use crate::flow::model::Step;
use crate::flow::model::slot::Slot;
use crate::template::batch::TextId;
use crate::time::Millis;
use crate::words::address::Origin;
use crate::words::name::Value;

/// An `http` step.
#[derive(Debug)]
pub struct Http {
    /// `GET`, `POST` …
    pub method: String,
    /// The server.
    pub base: Base,
    /// What stands behind the server; values in it are encoded.
    pub path: Vec<Part>,
    /// Further values of the query.
    pub query: Vec<(String, Vec<Part>)>,
    /// Headers.
    pub headers: Vec<(String, Vec<Part>)>,
    /// The body.
    pub body: Body,
    /// The variable that takes what it answers.
    pub save: Option<Slot>,
    /// The end of waiting for one try.
    pub timeout: Option<Millis>,
    /// Tries after the first.
    pub retries: u8,
    /// For how long an equal call may be answered from memory.
    pub cache: Option<Millis>,
    /// Fields that the answer must have, with dots.
    pub expect: Vec<String>,
    /// Steps for what goes wrong. Code has them elsewhere.
    pub errors: Vec<(Failing, Vec<Step>)>,
}

/// The server of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// Written out.
    Origin(Origin),
    /// Whatever an environment variable says.
    Env(String),
}

/// A stretch of a text that is sent elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// As it stands.
    Literal(String),
    /// To be rendered.
    Text(TextId),
    /// A secret, by its name.
    Secret(String),
}

/// The body of a call.
#[derive(Debug, Default)]
pub enum Body {
    /// None.
    #[default]
    None,
    /// JSON.
    Json(Json),
    /// The fields of a form.
    Form(Vec<(String, Vec<Part>)>),
    /// A text.
    Text(Vec<Part>),
}

/// A part of JSON that is sent.
#[derive(Debug)]
pub enum Json {
    /// A number, or true or false.
    Value(Value),
    /// To be rendered; `{{ x }}` alone keeps its type.
    Given(TextId),
    /// A text in stretches; secrets may be among them.
    Text(Vec<Part>),
    /// A list.
    List(Vec<Self>),
    /// A map, in the author's order.
    Map(Vec<(String, Self)>),
}

impl Json {
    /// Calls `see` for every text in it that is rendered.
    pub fn texts(&self, see: &mut impl FnMut(TextId)) {
        match self {
            Self::Value(_) => {}
            Self::Given(id) => see(*id),
            Self::Text(parts) => rendered(parts).for_each(see),
            Self::List(items) => items.iter().for_each(|item| item.texts(see)),
            Self::Map(entries) => entries.iter().for_each(|(_, entry)| entry.texts(see)),
        }
    }
}

/// The stretches that are rendered.
pub fn rendered(parts: &[Part]) -> impl Iterator<Item = TextId> {
    parts.iter().filter_map(|part| match part {
        Part::Text(id) => Some(*id),
        Part::Literal(_) | Part::Secret(_) => None,
    })
}

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failing {
    /// This status.
    Status(u16),
    /// A class of statuses: 4 is 400 to 499.
    Class(u16),
    /// No answer in time.
    Timeout,
    /// Anything.
    Any,
}

/// As authors write it.
impl std::fmt::Display for Failing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Class(class) => write!(f, "{class}xx"),
            Self::Timeout => f.write_str("timeout"),
            Self::Any => f.write_str("any"),
        }
    }
}
