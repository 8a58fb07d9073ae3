//! The engine's own words in every language that is shipped. Catalogues may say them otherwise; the
//! key is the English sentence.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod hi;
mod it;
mod ja;
mod pt;
mod th;
mod zh;

use crate::flow::gate::Gate;
use crate::flow::model::own_word::{OwnWord, OwnWords};
use crate::source::yaml::{Style, Text};
use crate::source::{SourceId, Span};
use crate::template::batch::TextId;
use crate::words::name::Locale;

/// The words of one language.
type Say = fn(OwnWord) -> &'static str;

/// Every language that is shipped.
const LANGUAGES: &[(&str, Say)] = &[
    ("ar", ar::say),
    ("de", de::say),
    ("en", en::say),
    ("es", es::say),
    ("fr", fr::say),
    ("hi", hi::say),
    ("it", it::say),
    ("ja", ja::say),
    ("pt", pt::say),
    ("th", th::say),
    ("zh", zh::say),
];

/// A word in English, which everything else falls back to.
#[must_use]
pub const fn english(word: OwnWord) -> &'static str {
    en::say(word)
}

impl Gate<'_> {
    /// The engine's words in the languages of this bot, its own first.
    pub(super) fn own_words(&mut self) -> OwnWords {
        OwnWords(OwnWord::ALL.map(|word| (word, self.own_word(word))).to_vec())
    }

    fn own_word(&mut self, word: OwnWord) -> TextId {
        let mut versions = Vec::new();
        for locale in self.locales.clone() {
            let known = self.catalogued_word(&locale, word).or_else(|| shipped(&locale, word));
            if let Some((text, span)) = known {
                versions.push((Locale::new(locale.as_str()), self.batch.text(&text, span)));
            } else if versions.is_empty() {
                let (text, span) = made_here(english(word));
                versions.push((Locale::new("en"), self.batch.text(&text, span)));
            }
        }
        self.batch.languages(versions)
    }

    fn catalogued_word(&self, locale: &str, word: OwnWord) -> Option<(Text, Span)> {
        let mut catalogues = self.translations.catalogues.iter();
        let catalogue = catalogues.find(|catalogue| catalogue.locale == locale)?;
        let found = catalogue.find(english(word), None)?;
        Some((found.text.clone(), found.span))
    }
}

/// What is shipped for a locale: its language counts.
fn shipped(locale: &str, word: OwnWord) -> Option<(Text, Span)> {
    let language = locale.split(['_', '-']).next()?;
    let (_, say) = LANGUAGES.iter().find(|(code, _)| *code == language)?;
    Some(made_here(say(word)))
}

/// A text that stands in no file.
fn made_here(text: &str) -> (Text, Span) {
    let text = Text { value: text.to_owned(), style: Style::Plain };
    (text, Span { source: SourceId(0), start: 0, end: 0 })
}
