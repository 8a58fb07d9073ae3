//! `tr`: a sentence as its reader says it, where it is known only as the bot speaks.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use std::collections::HashMap;

use tera::{Kwargs, State, TeraResult};

use crate::template::{around, filters, languages};
use crate::words::name::Locale;

/// What the bot's catalogues call sentences: each with its versions, the bot's own first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences(HashMap<String, Vec<(Locale, String)>>);

impl Sentences {
    /// What a sentence is called in one more language than in the bot's `own`.
    pub fn add(&mut self, text: &str, own: &Locale, (locale, called): (Locale, &str)) {
        let first = || vec![(own.clone(), text.to_owned())];
        let versions = self.0.entry(text.to_owned()).or_insert_with(first);
        versions.push((locale, called.to_owned()));
    }

    /// The version for a reader's locale; none if no catalogue has the sentence.
    pub(super) fn find(&self, text: &str, locale: Option<&str>) -> Option<&str> {
        languages::pick(self.0.get(text)?, locale).map(String::as_str)
    }
}

/// What the reader's catalogue calls `text`; the same text where none does.
pub(super) fn tr(kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let text = kwargs.must_get::<&str>("text")?;
    let called = around::sentence(text).unwrap_or_else(|| text.to_owned());
    filters::bounded(called.len())?;
    Ok(called)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_without_a_catalogue_reads_the_bots_own_words() {
        let mut sentences = Sentences::default();
        let own = Locale::new("en");
        for (locale, called) in [("fr", "Chambre double"), ("pt_BR", "Quarto duplo")] {
            sentences.add("Double room", &own, (Locale::new(locale), called));
        }
        let find = |locale| sentences.find("Double room", locale);
        assert_eq!(find(Some("fr_CA")), Some("Chambre double"));
        assert_eq!(find(Some("pt_PT")), Some("Quarto duplo"));
        assert_eq!((find(Some("de_DE")), find(None)), (Some("Double room"), Some("Double room")));
        assert_eq!(sentences.find("Suite", Some("fr")), None);
    }
}
