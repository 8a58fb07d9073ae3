//! Kinds of answers.

use std::cmp::Ordering;

use crate::pattern::answer::{self, Hint, Type};
use crate::words::name::Value;

/// A kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// Words.
    Said(Type),
    /// A point on the map.
    Location,
    /// A picture.
    Image,
    /// A file of any sort, pictures among them.
    File,
    /// Any of the choices.
    Choice,
}

impl AnswerKind {
    /// Any words at all.
    pub const TEXT: Self = Self::Said(Type::Text);
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::TEXT,
        Self::Said(Type::YesNo),
        Self::Said(Type::Integer),
        Self::Said(Type::Number),
        Self::Said(Type::Money),
        Self::Said(Type::Email),
        Self::Said(Type::Phone),
        Self::Said(Type::Url),
        Self::Said(Type::Date),
        Self::Said(Type::Time),
        Self::Said(Type::DateTime),
        Self::Said(Type::Duration),
        Self::Location,
        Self::Image,
        Self::File,
        Self::Choice,
    ];

    /// The author's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said(Type::Text) => "text",
            Self::Said(Type::YesNo) => "yes_no",
            Self::Said(Type::Integer) => "integer",
            Self::Said(Type::Number) => "number",
            Self::Said(Type::Money) => "money",
            Self::Said(Type::Email) => "email",
            Self::Said(Type::Phone) => "phone",
            Self::Said(Type::Url) => "url",
            Self::Said(Type::Date) => "date",
            Self::Said(Type::Time) => "time",
            Self::Said(Type::DateTime) => "datetime",
            Self::Said(Type::Duration) => "duration",
            Self::Location => "location",
            Self::Image => "image",
            Self::File => "file",
            Self::Choice => "choice",
        }
    }

    /// What one is called.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Said(Type::Text) => "a text",
            Self::Said(Type::YesNo) => "yes or no",
            Self::Said(Type::Integer) => "a whole number",
            Self::Said(Type::Number) => "a number",
            Self::Said(Type::Money) => "an amount",
            Self::Said(Type::Email) => "an e-mail address",
            Self::Said(Type::Phone) => "a phone number",
            Self::Said(Type::Url) => "a link",
            Self::Said(Type::Date) => "a date",
            Self::Said(Type::Time) => "a time",
            Self::Said(Type::DateTime) => "a date with a time",
            Self::Said(Type::Duration) => "a length of time",
            Self::Location => "a place",
            Self::Image => "a picture",
            Self::File => "a file",
            Self::Choice => "a choice",
        }
    }

    /// One that an author could mean.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Said(Type::Text) | Self::Choice => "Small",
            Self::Said(Type::YesNo) => "yes",
            Self::Said(Type::Integer) => "3",
            Self::Said(Type::Number) => "2.5",
            Self::Said(Type::Money) => "9.90",
            Self::Said(Type::Email) => "ada@example.com",
            Self::Said(Type::Phone) => "+33 1 23 45 67 89",
            Self::Said(Type::Url) | Self::Image | Self::File => "https://example.com",
            Self::Said(Type::Date) => "today",
            Self::Said(Type::Time) => "9:00",
            Self::Said(Type::DateTime) => "tomorrow 9:00",
            Self::Said(Type::Duration) => "30m",
            Self::Location => "{{ user.place }}",
        }
    }

    /// The type, if an answer is told from what is none by its words.
    #[must_use]
    pub fn typed(self) -> Option<Type> {
        match self {
            Self::Said(Type::Text) | Self::Location | Self::Image | Self::File | Self::Choice => {
                None
            }
            Self::Said(kind) => Some(kind),
        }
    }

    /// Whether one answer can be less than another.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        match self {
            Self::Said(
                Type::Integer
                | Type::Number
                | Type::Money
                | Type::Date
                | Type::Time
                | Type::DateTime
                | Type::Duration,
            ) => true,
            Self::Said(Type::Text | Type::YesNo | Type::Email | Type::Phone | Type::Url)
            | Self::Location
            | Self::Image
            | Self::File
            | Self::Choice => false,
        }
    }

    /// Whether a stretch of the message that starts a flow may be one (MODEL 5.5).
    #[must_use]
    pub fn may_be_prefilled(self) -> bool {
        match self {
            Self::Choice => true,
            Self::Said(kind) => !matches!(kind, Type::Text | Type::YesNo),
            Self::Location | Self::Image | Self::File => false,
        }
    }

    /// Whether it is a bare number, which may be part of something else.
    #[must_use]
    pub fn is_plain_number(self) -> bool {
        matches!(self, Self::Said(Type::Integer | Type::Number | Type::Money))
    }

    /// Reads a text of an author's as an answer of this kind.
    #[must_use]
    pub fn parse(self, text: &str, hint: &Hint<'_>) -> Option<Value> {
        answer::parse(self.typed()?, text, hint)
    }

    /// Which of two answers is less; none if they cannot be compared.
    #[must_use]
    pub fn compare(self, one: &Value, other: &Value) -> Option<Ordering> {
        answer::compare(self.typed()?, one, other)
    }
}
