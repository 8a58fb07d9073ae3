//! What the engine says in words of its own.

use crate::template::batch::TextId;

/// Something that the engine says where the author has no words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnWord {
    /// The word on the quick reply for yes.
    Yes,
    /// The word on the quick reply for no.
    No,
    /// The word on the quick reply that ends a list.
    Done,
    /// What is said after an item of a list.
    More,
    /// A yes or no is wanted.
    YesOrNo,
    /// One of the choices is wanted.
    Choose,
    /// A whole number is wanted.
    Whole,
    /// A number is wanted.
    Number,
    /// An amount is wanted.
    Money,
    /// An e-mail address is wanted.
    Email,
    /// A telephone number is wanted.
    Phone,
    /// A link is wanted.
    Link,
    /// A day is wanted.
    Date,
    /// A time of day is wanted.
    Time,
    /// A day and a time of day are wanted.
    DateTime,
    /// A length of time is wanted.
    Duration,
    /// A place is wanted.
    Location,
    /// A picture is wanted.
    Image,
    /// A file is wanted.
    File,
    /// Words are wanted.
    Words,
    /// A step has failed, and nobody else has a word for it.
    Apology,
}

impl OwnWord {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Yes,
        Self::No,
        Self::Done,
        Self::More,
        Self::YesOrNo,
        Self::Choose,
        Self::Whole,
        Self::Number,
        Self::Money,
        Self::Email,
        Self::Phone,
        Self::Link,
        Self::Date,
        Self::Time,
        Self::DateTime,
        Self::Duration,
        Self::Location,
        Self::Image,
        Self::File,
        Self::Words,
        Self::Apology,
    ];
}

/// What the engine says, in every language of the bot.
#[derive(Clone, Debug, Default)]
pub struct OwnWords(pub Vec<(OwnWord, TextId)>);

impl OwnWords {
    /// The text of a word.
    #[must_use]
    pub fn get(&self, word: OwnWord) -> Option<TextId> {
        self.0.iter().find(|(known, _)| *known == word).map(|(_, text)| *text)
    }
}
