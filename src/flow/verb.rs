//! The verbs: what a step does. Each has the table of the keys that it reads, beside the code that
//! checks it.

use crate::flow::key::{Key, Shape, key};
use crate::flow::{
    action, ask, branch, call, cards, forget, form, goto, handover, http, language, later, media,
    once, one_of, pause, raw, repeat, say, set, switch, tag, track, webhook,
};

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
    /// `cards`
    Cards,
    /// `ask`
    Ask,
    /// `raw`
    Raw,
    /// `receipt`
    Receipt,
    /// `coupon`
    Coupon,
    /// `product`
    Product,
    /// `feedback`
    Feedback,
    /// `optin`
    Optin,
    /// `set`
    Set,
    /// `if` with `then`
    If,
    /// `goto`
    Goto,
    /// `end`
    End,
    /// `forget`
    Forget,
    /// `switch`
    Switch,
    /// `one_of`
    OneOf,
    /// `repeat` or `while`
    Repeat,
    /// `once`
    Once,
    /// `call`
    Call,
    /// `return`
    Return,
    /// `back`
    Back,
    /// `restart`
    Restart,
    /// `later` or `at`
    Later,
    /// `cancel_later`
    CancelLater,
    /// `wait`
    Wait,
    /// `typing`
    Typing,
    /// `seen`
    Seen,
    /// `react`
    React,
    /// `handover`
    Handover,
    /// `take_back`
    TakeBack,
    /// `tag`
    Tag,
    /// `untag`
    Untag,
    /// `language`
    Language,
    /// `notify`
    Notify,
    /// `track`
    Track,
    /// `log`
    Log,
    /// `http`
    Http,
}

/// Every verb that runs.
pub const ALL: &[Verb] = &[
    Verb::Say,
    Verb::Ask,
    Verb::Cards,
    Verb::Image,
    Verb::Video,
    Verb::Audio,
    Verb::File,
    Verb::Raw,
    Verb::Receipt,
    Verb::Coupon,
    Verb::Product,
    Verb::Feedback,
    Verb::Optin,
    Verb::Set,
    Verb::If,
    Verb::Forget,
    Verb::Switch,
    Verb::OneOf,
    Verb::Repeat,
    Verb::Once,
    Verb::Goto,
    Verb::Call,
    Verb::Return,
    Verb::Back,
    Verb::Restart,
    Verb::End,
    Verb::Later,
    Verb::CancelLater,
    Verb::Wait,
    Verb::Typing,
    Verb::Seen,
    Verb::React,
    Verb::Handover,
    Verb::TakeBack,
    Verb::Tag,
    Verb::Untag,
    Verb::Language,
    Verb::Notify,
    Verb::Track,
    Verb::Log,
    Verb::Http,
];

/// What `end` reads.
const END: &[Key] =
    &[key("end", Shape::Nothing, "ends this flow; `end: all` also what waits beneath it")];
/// What `back` reads.
const BACK: &[Key] = &[key("back", Shape::Nothing, "asks the question before this one again")];
/// What `restart` reads.
const RESTART: &[Key] =
    &[key("restart", Shape::Nothing, "forgets the conversation and begins anew")];

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
            Self::Cards => "cards",
            Self::Raw => "raw",
            Self::Receipt => "receipt",
            Self::Coupon => "coupon",
            Self::Product => "product",
            Self::Feedback => "feedback",
            Self::Optin => "optin",
            Self::Set => "set",
            Self::If => "if",
            Self::Goto => "goto",
            Self::End => "end",
            Self::Forget => "forget",
            Self::Switch => "switch",
            Self::OneOf => "one_of",
            Self::Repeat => "repeat",
            Self::Once => "once",
            Self::Call => "call",
            Self::Return => "return",
            Self::Back => "back",
            Self::Restart => "restart",
            Self::Later => "later",
            Self::CancelLater => "cancel_later",
            Self::Wait => "wait",
            Self::Typing => "typing",
            Self::Seen => "seen",
            Self::React => "react",
            Self::Handover => "handover",
            Self::TakeBack => "take_back",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Language => "language",
            Self::Notify => "notify",
            Self::Track => "track",
            Self::Log => "log",
            Self::Http => "http",
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
            Self::Cards => cards::KEYS,
            Self::Raw => raw::KEYS,
            Self::Receipt => form::RECEIPT,
            Self::Coupon => form::COUPON,
            Self::Product => form::PRODUCT,
            Self::Feedback => form::FEEDBACK,
            Self::Optin => form::OPTIN,
            Self::Set => set::KEYS,
            Self::If => branch::KEYS,
            Self::Goto => goto::KEYS,
            Self::End => END,
            Self::Forget => forget::KEYS,
            Self::Switch => switch::KEYS,
            Self::OneOf => one_of::KEYS,
            Self::Repeat => repeat::KEYS,
            Self::Once => once::KEYS,
            Self::Call => call::CALL,
            Self::Return => call::RETURN,
            Self::Back => BACK,
            Self::Restart => RESTART,
            Self::Later => later::LATER,
            Self::CancelLater => later::CANCEL,
            Self::Wait => pause::WAIT,
            Self::Typing => pause::TYPING,
            Self::Seen => action::SEEN,
            Self::React => action::REACT,
            Self::Handover => handover::HANDOVER,
            Self::TakeBack => handover::TAKE_BACK,
            Self::Tag => tag::TAG,
            Self::Untag => tag::UNTAG,
            Self::Language => language::KEYS,
            Self::Notify => webhook::KEYS,
            Self::Track => track::TRACK,
            Self::Log => track::LOG,
            Self::Http => http::KEYS,
        }
    }

    /// The verb of a key; `if` is none by itself, because every step may have it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "images" => Some(Self::Image),
            "while" => Some(Self::Repeat),
            "at" => Some(Self::Later),
            "if" => None,
            word => ALL.iter().copied().find(|verb| verb.word() == word),
        }
    }

    /// The verb of a word that may stand bare, without anything after it.
    pub(super) fn bare(word: &str) -> Option<Self> {
        let bare = [
            Self::End,
            Self::Return,
            Self::Back,
            Self::Restart,
            Self::Typing,
            Self::Seen,
            Self::TakeBack,
        ];
        bare.into_iter().find(|verb| verb.word() == word)
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
    ALL.iter().map(|verb| verb.word())
}
