//! `language`: what is spoken with the visitor from now on.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::languages;
use crate::flow::model::language::Language;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `language` reads.
pub(super) const KEYS: &[Key] = &[key(
    "language",
    Shape::Name,
    "the visitor's language from now on: one of `locales`, or a `{{ }}` that gives one",
)];

impl Gate<'_> {
    /// A `language`; one that is written out must be one of the bot's.
    pub(super) fn language(&mut self, field: &Field<'_>) -> Option<Language> {
        let text = self.plain(field)?;
        let (word, span) = (text.value.trim(), field.node.span);
        let known = self.locales.iter().map(String::as_str);
        if is_literal(word) && languages::nearest(word, known).is_none() {
            let headline = format!("\"{word}\" is not one of the bot's languages");
            let told = Diagnostic::error(Code("K201"), span, headline);
            let code =
                languages::code_of(word).filter(|code| self.locales.iter().any(|own| own == code));
            let known = self.locales.join(", ");
            self.tell(match code {
                Some(code) => told.label(format!("it is written {code}")).edit(span, code),
                None => told
                    .label(format!("they are {known}"))
                    .fix(format!("locales: [{known}, {word}]   in bot.yaml")),
            });
            return None;
        }
        Some(Language { text: self.batch.text(text, span) })
    }
}
