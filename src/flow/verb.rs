//! The verbs: what a step does. Each has the table of the keys that it reads, beside the code that
//! checks it.

use crate::flow::key::{Key, Shape, key};
use crate::flow::{action, ask, branch, goto, media, pause, say, set, tag, track};

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `say`
    Say,
    /// `image` or `images`
    Image,
    /// `video`
    Video,
    /// `audio`
    Audio,
    /// `file`
    File,
    /// `ask`
    Ask,
    /// `set`
    Set,
    /// `if` with `then`
    If,
    /// `goto`
    Goto,
    /// `end`
    End,
    /// `wait`
    Wait,
    /// `typing`
    Typing,
    /// `seen`
    Seen,
    /// `react`
    React,
    /// `tag`
    Tag,
    /// `untag`
    Untag,
    /// `track`
    Track,
    /// `log`
    Log,
}

/// Every verb that runs.
pub const ALL: &[Verb] = &[
    Verb::Say,
    Verb::Ask,
    Verb::Image,
    Verb::Video,
    Verb::Audio,
    Verb::File,
    Verb::Set,
    Verb::If,
    Verb::Goto,
    Verb::End,
    Verb::Wait,
    Verb::Typing,
    Verb::Seen,
    Verb::React,
    Verb::Tag,
    Verb::Untag,
    Verb::Track,
    Verb::Log,
];

/// Verbs of the language that do not run yet.
pub const LATER: &[&str] = &[
    "cards",
    "receipt",
    "coupon",
    "product",
    "feedback",
    "optin",
    "raw",
    "forget",
    "switch",
    "one_of",
    "repeat",
    "while",
    "call",
    "return",
    "back",
    "restart",
    "once",
    "http",
    "later",
    "at",
    "cancel_later",
    "handover",
    "take_back",
    "language",
    "notify",
];

/// Verbs that may stand bare, without anything after them.
pub(super) const BARE_LATER: &[&str] = &["back", "restart", "return", "take_back"];

/// What `end` reads.
const END: &[Key] = &[key("end", Shape::Nothing, "ends this flow")];

impl Verb {
    /// The author's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
            Self::Ask => "ask",
            Self::Set => "set",
            Self::If => "if",
            Self::Goto => "goto",
            Self::End => "end",
            Self::Wait => "wait",
            Self::Typing => "typing",
            Self::Seen => "seen",
            Self::React => "react",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Track => "track",
            Self::Log => "log",
        }
    }

    /// The keys that it reads, itself first; [`every`](crate::flow::every) ones come on top.
    #[must_use]
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Say => say::KEYS,
            Self::Image => media::IMAGE,
            Self::Video => media::VIDEO,
            Self::Audio => media::AUDIO,
            Self::File => media::FILE,
            Self::Ask => ask::KEYS,
            Self::Set => set::KEYS,
            Self::If => branch::KEYS,
            Self::Goto => goto::KEYS,
            Self::End => END,
            Self::Wait => pause::WAIT,
            Self::Typing => pause::TYPING,
            Self::Seen => action::SEEN,
            Self::React => action::REACT,
            Self::Tag => tag::TAG,
            Self::Untag => tag::UNTAG,
            Self::Track => track::TRACK,
            Self::Log => track::LOG,
        }
    }

    /// The verb of a key; `if` is none by itself, because every step may have it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "images" => Some(Self::Image),
            "if" => None,
            word => ALL.iter().copied().find(|verb| verb.word() == word),
        }
    }

    /// The verb of a word that stands bare, with nothing after it.
    #[must_use]
    pub fn bare(word: &str) -> Option<Self> {
        Self::of(word)
            .filter(|verb| verb.keys().first().is_some_and(|key| key.shape == Shape::Nothing))
    }

    /// With its article, to begin a sentence.
    pub(super) fn with_article(self) -> String {
        let word = self.word();
        let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
        format!("{} {word}", if vowel { "An" } else { "A" })
    }
}

/// The verbs that read a key, for "save belongs to ask".
pub(super) fn readers(word: &str) -> Vec<&'static str> {
    let reads = |verb: &&Verb| verb.keys().iter().any(|key| key.name == word);
    ALL.iter().filter(reads).map(|verb| verb.word()).collect()
}

/// Every word that can begin a step.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|verb| verb.word()).chain(LATER.iter().copied())
}
