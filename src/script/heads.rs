//! The words that begin a line.

use crate::limits::SUGGESTION_DISTANCE_MAX;
use crate::script::mistake::mistake;
use crate::script::reader::Piece;
use crate::source::diagnostic::Diagnostic;
use crate::words::reply::MediaKind;

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Include,
    Given,
    Say,
    SayEach,
    Tap,
    Start,
    Open,
    Send,
    React,
    Comment,
    Post,
    App,
    Person,
    After,
    Bot,
    BotMedia(MediaKind),
    BotRaw,
    Then,
}

/// Every word, as it is written and suggested.
pub(super) const HEADS: [(&str, Head); 21] = [
    ("Include", Head::Include),
    ("Given", Head::Given),
    ("You", Head::Say),
    ("You say each of", Head::SayEach),
    ("You tap", Head::Tap),
    ("You start", Head::Start),
    ("You open", Head::Open),
    ("You send", Head::Send),
    ("You react", Head::React),
    ("You comment", Head::Comment),
    ("You post", Head::Post),
    ("App", Head::App),
    ("Person", Head::Person),
    ("After", Head::After),
    ("Bot", Head::Bot),
    ("Bot image", Head::BotMedia(MediaKind::Image)),
    ("Bot video", Head::BotMedia(MediaKind::Video)),
    ("Bot audio", Head::BotMedia(MediaKind::Audio)),
    ("Bot file", Head::BotMedia(MediaKind::File)),
    ("Bot raw", Head::BotRaw),
    ("Then", Head::Then),
];

/// Words of other tools, and ours for them.
const FOREIGN: [(&str, &str); 16] = [
    ("user", "You"),
    ("human", "You"),
    ("me", "You"),
    ("visitor", "You"),
    ("customer", "You"),
    ("you say", "You"),
    ("you click", "You tap"),
    ("you press", "You tap"),
    ("click", "You tap"),
    ("tap", "You tap"),
    ("assistant", "Bot"),
    ("bot says", "Bot"),
    ("wait", "After"),
    ("expect", "Then"),
    ("assert", "Then"),
    ("setup", "Given"),
];

/// Who speaks in a bubble, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) name: Option<String>,
    pub(super) privately: bool,
}

/// The head that is written so; `Bot (Ana) image` and `Bot privately` are `Bot image` and `Bot`.
pub(super) fn find(word: &str) -> Option<(Head, Speaker)> {
    let (word, speaker) = speaker(word);
    HEADS.iter().find(|(name, _)| *name == word).map(|(_, head)| (*head, speaker))
}

fn speaker(word: &str) -> (String, Speaker) {
    let Some(rest) = word.strip_prefix("Bot ") else {
        return (word.to_owned(), Speaker::default());
    };
    let named = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let (name, rest) = match named {
        Some((name, rest)) => (Some(name.trim().to_owned()), rest.trim()),
        None => (None, rest),
    };
    let private = rest.strip_prefix("privately");
    let word = format!("Bot {}", private.unwrap_or(rest).trim());
    (word.trim().to_owned(), Speaker { name, privately: private.is_some() })
}

/// The mistake of a line that begins with no word of ours.
pub(super) fn unknown(line: Piece<'_>) -> Diagnostic {
    let word = line.split_once(":").map_or(line, |(word, _)| word);
    let mistake = mistake(word.span, "I don't understand this line");
    match suggestion(word.text) {
        Some(better) if word.span != line.span => mistake
            .label(format!("did you mean \"{better}\"?"))
            .fix(format!("{better}{}", line.from(word.text.len()).text))
            .edit(word.span, better),
        Some(_) | None => mistake
            .label("a line begins with You:, You tap:, Bot:, After:, Given: or Then:")
            .note("A text of several lines stands in quotes: Bot: \"…\"; two spaces before # start a comment."),
    }
}

fn suggestion(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    if let Some((_, ours)) = FOREIGN.iter().find(|(foreign, _)| *foreign == word) {
        return Some(ours);
    }
    let near = |name: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &word);
    let best = HEADS.iter().map(|(name, _)| (near(name), *name)).min()?;
    let close = best.0 <= SUGGESTION_DISTANCE_MAX && best.0 < best.1.len();
    close.then_some(best.1)
}
