//! One word of the bot language: its name, what is wanted after it, and one line about it. Parser,
//! "did you mean" and reference read the same tables.

/// A key that a flow, a step or `bot.yaml` may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As authors write it.
    pub name: &'static str,
    /// What is wanted after it.
    pub shape: Shape,
    /// One line for people.
    pub doc: &'static str,
}

/// What is wanted after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text that people read.
    Text,
    /// A text, a list of texts, or a template.
    Bubbles,
    /// A name of the author's own.
    Name,
    /// A text or a list of texts.
    Words,
    /// A whole number.
    Number,
    /// `30s`, `15m`, `2h`, `1d`.
    Duration,
    /// `yes` or `no`.
    YesNo,
    /// A flow, a step or a link.
    Destination,
    /// A map from label to destination, or a list.
    Buttons,
    /// The same, or the name of a list in `bot.yaml`.
    Replies,
    /// A list, or a map from label to synonyms.
    Choices,
    /// A step or a list of steps.
    Steps,
    /// A destination or steps.
    DestinationOrSteps,
    /// A bare expression.
    Expression,
    /// A card, or a list of cards.
    Cards,
    /// A message object of the Send API.
    Message,
    /// An item and the list that it is of.
    Each,
    /// A map of values.
    Values,
    /// Triggers.
    Triggers,
    /// Assignments.
    Assignments,
    /// A list of `{if, then}`.
    Elifs,
    /// A list of steps, or of lists of steps.
    Arms,
    /// A map from values to steps.
    Cases,
    /// `{steps, else}`, or steps alone.
    FirstTime,
    /// A list of numbers.
    Numbers,
    /// A number from 0 to 1.
    Share,
    /// A map from variables to entities.
    Entities,
    /// `{per: user}`, and `else`.
    Often,
    /// A path in `media/` or an address.
    File,
    /// A type of answers, or a list of types.
    Types,
    /// A text of the question's type, or a number.
    Bound,
    /// A regular expression.
    Regex,
    /// A text, a list of texts, or a map from reason to either.
    Retry,
    /// A map from length of time to steps.
    Nudges,
    /// `no`, `leave` or `yes`.
    Detours,
    /// The word `skip`.
    Skip,
    /// `yes`, `always` or `no`.
    Prefill,
    /// A method and an address.
    Call,
    /// Lists, maps and values of any kind.
    Json,
    /// A map whose keys are told elsewhere.
    Map,
    /// A word of its own, with nothing after it.
    Nothing,
}

impl Shape {
    /// The rest of the sentence `"KEY" wants …`.
    #[must_use]
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Bubbles => "a text, a list of texts, or {template: name}",
            Self::Name => "a name",
            Self::Words => "a text or a list of texts",
            Self::Number => "a number",
            Self::Duration => "a duration",
            Self::YesNo => "yes or no",
            Self::Destination => "a flow, a step or a link",
            Self::Buttons => "a map like {Menu: menu}, or a list",
            Self::Replies => "a map like {Menu: menu}, a list, or the name of one",
            Self::Choices => "a list like [Small, Large], or a map",
            Self::Steps => "a step or a list of steps",
            Self::DestinationOrSteps => "a flow, a step, or steps",
            Self::Expression => "a condition like size == \"Large\"",
            Self::Cards => "a card like {title: …, subtitle: …}, or a list of cards",
            Self::Message => "a message object of the Send API",
            Self::Each => "an item and a list, as in p in products",
            Self::Values => "a map like {city: Paris}",
            Self::Triggers => "a trigger or a list of triggers",
            Self::Assignments => "something like total = count * price",
            Self::Elifs => "a list of {if: …, then: …}",
            Self::Arms => "a list of steps, or of lists of steps",
            Self::Cases => "a map like {Large: […], Small: […]}",
            Self::FirstTime => "steps, or {steps: […], else: […]}",
            Self::Numbers => "a list of numbers like [70, 30]",
            Self::Share => "a number from 0 to 1",
            Self::Entities => "a map like {city: location}",
            Self::Often => "something like {per: day, else: flow}",
            Self::File => "a path in media/ or an address",
            Self::Types => "a type like integer, or a list of types",
            Self::Bound => "a text of the question's type, like 3 or today",
            Self::Regex => "a regular expression",
            Self::Retry => "a text, a list of texts, or a map like {min: …, else: …}",
            Self::Nudges => "a map like {15m: Are you still there?}",
            Self::Detours => "no, leave or yes",
            Self::Skip => "the word skip",
            Self::Prefill => "yes, always or no",
            Self::Call => "a method and an address, like GET https://shop.example.com/stock",
            Self::Json => "a map, a list or a value",
            Self::Map => "a map",
            Self::Nothing => "nothing after it",
        }
    }
}

/// A key of a table.
pub(super) const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, doc }
}

/// Finds a key in tables by its name.
pub(super) fn find(tables: &[&'static [Key]], name: &str) -> Option<&'static Key> {
    tables.iter().copied().flatten().find(|key| key.name == name)
}
