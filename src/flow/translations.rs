//! Sentences on their way to people of other languages: which there are, and whether catalogues have
//! them.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::catalogue::Catalogue;
use crate::flow::fields::Told;
use crate::flow::labels::is_literal;
use crate::flow::model::sentence::Sentence;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};
use crate::template::batch::TextId;
use crate::template::render::Templates;
use crate::template::sentences::Sentences;
use crate::template::tables::Tables;
use crate::words::name::Locale;

/// What checks learn about translations while a bot crosses.
#[derive(Debug)]
pub(super) struct Translations<'a> {
    /// Every catalogue.
    pub catalogues: &'a [Catalogue],
    /// Every sentence that people may see or say.
    pub sentences: Vec<Sentence>,
    /// Each text of a catalogue that was taken.
    pub taken: Vec<Taken>,
    /// Whether what is read now stands in one language of several.
    pub in_a_language: bool,
    /// Whether what is read now may be a word for the bot alone.
    pub for_the_bot: bool,
}

/// A text of a catalogue beside the author's own.
#[derive(Debug)]
pub(super) struct Taken {
    /// The author's.
    pub own: TextId,
    /// The catalogue's.
    pub text: TextId,
    /// Where that stands.
    pub span: Span,
    /// Its language.
    pub locale: String,
}

impl<'a> Translations<'a> {
    /// Nothing is known yet.
    pub(super) fn new(catalogues: &'a [Catalogue]) -> Self {
        let (sentences, taken) = (Vec::new(), Vec::new());
        Self { catalogues, sentences, taken, in_a_language: false, for_the_bot: false }
    }

    /// Tells catalogues of languages that the bot does not have.
    pub(super) fn foreign(&self, locales: &[String], told: &mut Told) {
        for catalogue in self.catalogues.iter().filter(|one| !locales.contains(&one.locale)) {
            let word = &catalogue.locale;
            let headline = format!("\"{word}\" is not one of the bot's languages");
            let known = locales.join(", ");
            told.tell(
                Diagnostic::error(Code("K201"), start(catalogue), headline)
                    .label(format!("they are {known}"))
                    .fix(format!("locales: [{known}, {word}] in bot.yaml")),
            );
        }
    }

    /// What `tr` finds in the catalogues.
    pub(super) fn called(&self, own: &str) -> Sentences {
        let mut all = Sentences::default();
        let own_locale = Locale::new(own);
        for catalogue in self.catalogues.iter().filter(|one| one.locale != own) {
            for (text, sentence) in catalogue.all().filter(|(_, one)| one.context.is_none()) {
                if let Some(called) = sentence.called() {
                    all.add(text, &own_locale, (Locale::new(catalogue.locale.as_str()), called));
                }
            }
        }
        all
    }

    /// Takes sentences that stand in `tr`.
    pub(super) fn hear(&mut self, said: Vec<(&str, Span)>) {
        let one = |(text, span): (&str, Span)| Sentence {
            text: text.to_owned(),
            context: None,
            span,
            has: Vec::new(),
        };
        self.sentences.extend(said.into_iter().filter(|(text, _)| is_worth(text)).map(one));
    }

    /// What catalogues lack, and what neither a text nor a table says any more.
    pub(super) fn gaps(&self, sources: &Sources, own: &str, tables: &Tables) -> Vec<Diagnostic> {
        let in_tables = tables.texts();
        let mut told = Vec::new();
        for catalogue in self.catalogues.iter().filter(|one| one.locale != own) {
            let missing = missing(&self.sentences, catalogue);
            if let Some(places) = places(&missing, sources) {
                let (count, all) = (missing.len(), self.sentences.len());
                let (texts, language) = (plural(all), language(&catalogue.locale));
                let has = if count == 1 { "has" } else { "have" };
                let headline = format!("{count} of {all} {texts} {has} no {language}: {places}");
                let told_so = Diagnostic::warning(Code("L901"), start(catalogue), headline);
                told.push(told_so.fix("saywhen translate extract"));
            }
            let unused = catalogue.all().filter(|(_, one)| !one.used.get());
            for (_, sentence) in unused.filter(|(text, _)| !in_tables.contains(text)) {
                let headline = "Nobody says this any more";
                told.push(
                    Diagnostic::warning(Code("L903"), sentence.key_span, headline)
                        .fix("saywhen translate extract, if the words have changed"),
                );
            }
        }
        told
    }

    /// Puts sentences into the order of the files, each once.
    pub(super) fn sort(&mut self) {
        self.sentences.sort_by_key(|one| (one.span.source, one.span.start));
        let mut known = BTreeSet::new();
        self.sentences.retain(|one| known.insert((one.text.clone(), one.context.clone())));
    }
}

/// Translations that do not read what the author's text reads.
pub(super) fn lost(taken: &[Taken], templates: &Templates) -> Vec<Diagnostic> {
    let reads = |id| -> BTreeSet<&str> {
        templates.text_reads(id).iter().map(|read| read.path.as_str()).collect()
    };
    let mut told = Vec::new();
    for taken in taken {
        let (own, theirs) = (reads(taken.own), reads(taken.text));
        let language = language(&taken.locale);
        let lost = own.difference(&theirs).map(|path| {
            let headline = format!("The {language} text lost {{{{ {path} }}}}");
            (headline, format!("put {{{{ {path} }}}} where it belongs"))
        });
        let new = theirs.difference(&own).map(|path| {
            let headline = format!("Only the {language} text has {{{{ {path} }}}}");
            (headline, "use the same variables as the author's text".to_owned())
        });
        for (headline, fix) in lost.chain(new) {
            let is = Diagnostic::error(Code("L902"), taken.span, headline).fix(fix);
            if !told.contains(&is) {
                told.push(is);
            }
        }
    }
    told
}

/// Sentences that a catalogue does not have.
fn missing<'s>(sentences: &'s [Sentence], catalogue: &Catalogue) -> Vec<&'s Sentence> {
    let all = sentences.iter();
    let has = |one: &Sentence| {
        one.has.contains(&catalogue.locale)
            || catalogue.find(&one.text, one.context.as_deref()).is_some()
    };
    all.filter(|one| !has(one)).collect()
}

/// The first few places: each file once.
fn places(missing: &[&Sentence], sources: &Sources) -> Option<String> {
    const SHOWN: usize = 8;
    let mut lines: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for one in missing.iter().take(SHOWN) {
        let place = sources.place(one.span);
        lines.entry(place.file.to_string()).or_default().push(place.line);
    }
    let mut files = Vec::new();
    for (file, lines) in lines {
        let lines: Vec<_> = lines.iter().map(|line| format!(":{line}")).collect();
        files.push(format!("{file}{}", lines.join(", ")));
    }
    let more = if missing.len() > SHOWN { " …" } else { "" };
    (!files.is_empty()).then(|| format!("{}{more}", files.join(", ")))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "text" } else { "texts" }
}

fn start(catalogue: &Catalogue) -> Span {
    Span { source: catalogue.source, start: 0, end: 0 }
}

/// Whether there is anything to say in another language.
pub(super) fn is_worth(text: &str) -> bool {
    let mut rest = text;
    let mut words = String::new();
    while let Some((before, tag)) = rest.split_once('{') {
        words.push_str(before);
        rest = tag.split_once("}}").or_else(|| tag.split_once("%}")).map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words.chars().any(char::is_alphabetic)
}

/// Whether a value looks like a word that only the bot reads: `open`, `size_l`.
pub(super) fn is_code(text: &str) -> bool {
    is_literal(text)
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What a language is called in English; its code if we do not know.
pub(super) fn language(locale: &str) -> &str {
    let code = locale.split(['_', '-']).next().unwrap_or(locale);
    let names = [
        ("ar", "Arabic"),
        ("de", "German"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("nl", "Dutch"),
        ("pt", "Portuguese"),
        ("th", "Thai"),
        ("zh", "Chinese"),
    ];
    names.into_iter().find(|(known, _)| *known == code).map_or(locale, |(_, name)| name)
}
