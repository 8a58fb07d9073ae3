//! What the bot says where the author has no words for it, in the visitor's language.

use crate::engine::run::Run;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Ask;
use crate::flow::model::own_word::OwnWord;
use crate::flow::own_words;
use crate::pattern::answer::Type;

/// A word or sentence of the engine's own.
pub(in crate::engine) fn say(run: &mut Run<'_>, word: OwnWord) -> String {
    let text = run.bot.settings.own_words.get(word);
    // A catalogue may have put something into it that cannot be worked out here.
    let said = text.and_then(|text| run.text(text).ok()).filter(|said| !said.trim().is_empty());
    said.unwrap_or_else(|| own_words::english(word).to_owned())
}

/// What is said to a wrong answer.
pub(in crate::engine) fn retry(run: &mut Run<'_>, ask: &Ask) -> String {
    let word = match ask.takes.kinds.first() {
        _ if !ask.choices.is_empty() => OwnWord::Choose,
        Some(AnswerKind::Choice) => OwnWord::Choose,
        Some(AnswerKind::Location) => OwnWord::Location,
        Some(AnswerKind::Image) => OwnWord::Image,
        Some(AnswerKind::File) => OwnWord::File,
        Some(AnswerKind::Said(kind)) => wanted(*kind),
        None => OwnWord::Words,
    };
    say(run, word)
}

fn wanted(kind: Type) -> OwnWord {
    match kind {
        Type::Text => OwnWord::Words,
        Type::YesNo => OwnWord::YesOrNo,
        Type::Integer => OwnWord::Whole,
        Type::Number => OwnWord::Number,
        Type::Money => OwnWord::Money,
        Type::Email => OwnWord::Email,
        Type::Phone => OwnWord::Phone,
        Type::Url => OwnWord::Link,
        Type::Date => OwnWord::Date,
        Type::Time => OwnWord::Time,
        Type::DateTime => OwnWord::DateTime,
        Type::Duration => OwnWord::Duration,
    }
}
