//! What catalogues lack, and catalogues with it: comments and order stay, and a changed sentence keeps
//! its translation until somebody has looked it over.

use std::collections::BTreeSet;
use std::ops::Range;

use strsim::normalized_damerau_levenshtein;

use crate::flow::catalogue::{self, Catalogue, Sentence};
use crate::flow::check::everything;
use crate::flow::fields::Told;
use crate::flow::model::Checked;
use crate::flow::model::own_word::OwnWord;
use crate::flow::model::sentence;
use crate::flow::{own_words, translations};
use crate::limits::SENTENCE_LIKENESS_MIN;
use crate::source::diagnostic::Diagnostic;
use crate::source::{Place, Sources};

/// What the catalogue of one language lacks.
#[derive(Debug)]
pub struct Gaps {
    /// Which language.
    pub locale: String,
    /// Its file.
    pub path: String,
    /// How many sentences the bot has.
    pub all: usize,
    /// Those that nobody has translated, in the order of the files.
    pub missing: Vec<Gap>,
    /// Sentences of the catalogue that nobody says any more.
    pub unused: Vec<String>,
    /// How many sentences `file` adds.
    pub added: usize,
    /// How many translations `file` carries over to changed sentences.
    pub carried: usize,
    /// The catalogue with all that it lacks; none if nothing is to be written.
    pub file: Option<String>,
}

/// A sentence without a translation.
#[derive(Debug)]
pub struct Gap {
    /// The author's words.
    pub text: String,
    /// What tells it from an equal one.
    pub context: Option<String>,
    /// Where it stands first.
    pub place: Place,
    /// Whether there is a translation of what stood there before.
    pub fuzzy: bool,
}

impl Gap {
    /// The sentence in one line.
    #[must_use]
    pub fn shown(&self) -> String {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match &self.context {
            Some(context) => format!("{text} ({context})"),
            None => text,
        }
    }
}

/// What every catalogue of a bot lacks; the bot's mistakes if it has any.
pub fn gaps(sources: &Sources) -> Result<Vec<Gaps>, Vec<Diagnostic>> {
    let (checked, mistakes) = everything(sources);
    let Some((checked, _)) = checked else { return Err(mistakes) };
    let mut told = Told::default();
    let catalogues = catalogue::read(sources, &mut told);
    let locales = checked.settings.locales.iter().skip(1);
    let all = locales.map(|locale| {
        let locale = locale.as_str();
        let known = catalogues.iter().find(|catalogue| catalogue.locale == locale);
        Work { sources, locale, catalogue: known, checked: &checked }.gaps()
    });
    Ok(all.collect())
}

/// One language at a time.
struct Work<'w> {
    sources: &'w Sources,
    locale: &'w str,
    catalogue: Option<&'w Catalogue>,
    checked: &'w Checked,
}

/// What is to be written into a file.
#[derive(Default)]
struct Changes {
    edits: Vec<(Range<usize>, String)>,
    /// New sentences with the contexts that they have, in order.
    added: Vec<(String, Vec<Option<String>>)>,
    carried: usize,
}

impl<'w> Work<'w> {
    fn gaps(&self) -> Gaps {
        let mut missing = Vec::new();
        for one in
            self.checked.sentences.iter().filter(|one| !one.has.iter().any(|at| at == self.locale))
        {
            let known = self.catalogue.and_then(|all| all.find(&one.text, one.context.as_deref()));
            if known.is_none() {
                missing.push(one);
            }
        }
        let unused = self.unused();
        let changes = self.changes(&missing, &unused);
        let added = changes.added.iter().map(|(_, contexts)| contexts.len()).sum();
        let carried = changes.carried;
        let source = self.catalogue.and_then(|all| self.sources.get(all.source));
        let path =
            source.map_or_else(|| format!("locales/{}.yaml", self.locale), |s| s.path.to_string());
        let before = source.map(|source| source.text.to_string()).unwrap_or_default();
        let after = changes.apply(&before);
        Gaps {
            locale: self.locale.to_owned(),
            path,
            all: self.checked.sentences.len(),
            missing: missing.into_iter().map(|one| self.gap(one)).collect(),
            unused: unused.into_iter().map(|(text, _)| text.to_owned()).collect(),
            added,
            carried,
            file: (after != before).then_some(after),
        }
    }

    fn gap(&self, one: &sentence::Sentence) -> Gap {
        let fuzzy = self.entry(one).is_some_and(|entry| entry.fuzzy);
        let (text, context) = (one.text.clone(), one.context.clone());
        Gap { text, context, place: self.sources.place(one.span), fuzzy }
    }

    /// What the catalogue has for a sentence, whatever it is worth.
    fn entry(&self, one: &sentence::Sentence) -> Option<&'w Sentence> {
        let mut all = self.catalogue?.all();
        all.find(|(text, entry)| *text == one.text && entry.context == one.context)
            .map(|(_, entry)| entry)
    }

    /// Sentences of the catalogue that neither the author, nor a table, nor the engine says.
    fn unused(&self) -> Vec<(&'w str, &'w Sentence)> {
        let Some(catalogue) = self.catalogue else { return Vec::new() };
        let said: BTreeSet<_> = self
            .checked
            .sentences
            .iter()
            .map(|one| (one.text.as_str(), one.context.as_deref()))
            .collect();
        let own: BTreeSet<_> = OwnWord::ALL.iter().map(|word| own_words::english(*word)).collect();
        let in_tables = self.checked.tables.texts();
        let all = catalogue.all().filter(|(text, entry)| {
            let kept =
                own.contains(text) || in_tables.contains(text) || translations::is_code(text);
            !kept && !said.contains(&(*text, entry.context.as_deref()))
        });
        all.collect()
    }

    fn changes(
        &self,
        missing: &[&sentence::Sentence],
        unused: &[(&'w str, &'w Sentence)],
    ) -> Changes {
        let mut changes = Changes::default();
        let mut left: Vec<_> = unused.iter().filter(|(_, entry)| entry.alone).collect();
        for one in missing.iter().filter(|one| self.entry(one).is_none()) {
            let likeness = |old: &str| normalized_damerau_levenshtein(old, &one.text);
            let near = left
                .iter()
                .enumerate()
                .filter(|(_, (_, entry))| one.context.is_none() && !entry.text.value.is_empty());
            let near = near
                .map(|(at, (old, _))| (likeness(old), at))
                .filter(|(likeness, _)| *likeness >= SENTENCE_LIKENESS_MIN)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            match near {
                Some((_, at)) => changes.carry(left.swap_remove(at), &one.text),
                None => self.add(one, &mut changes),
            }
        }
        changes
    }

    /// A sentence of which nothing like it is there.
    fn add(&self, one: &sentence::Sentence, changes: &mut Changes) {
        let same = self.catalogue.and_then(|all| all.all().find(|(text, _)| *text == one.text));
        if let Some((_, entry)) = same {
            if let Some(context) = one.context.as_ref().filter(|_| entry.alone) {
                let (text, context) = (quoted(&entry.text.value), quoted(context));
                changes.edits.push((
                    range(entry.span.start, entry.span.end),
                    format!("[{text}, {{text: \"\", context: {context}}}]"),
                ));
            }
            return;
        }
        match changes.added.iter_mut().find(|(text, _)| *text == one.text) {
            Some((_, contexts)) => contexts.push(one.context.clone()),
            None => changes.added.push((one.text.clone(), vec![one.context.clone()])),
        }
    }
}

impl Changes {
    /// The translation of a sentence that was changed, to be looked over.
    fn carry(&mut self, (old, entry): &(&str, &Sentence), new: &str) {
        let text = format!("{{text: {}, fuzzy: {}}}", quoted(&entry.text.value), quoted(old));
        self.edits.push((range(entry.key_span.start, entry.key_span.end), quoted(new)));
        self.edits.push((range(entry.span.start, entry.span.end), text));
        self.carried = self.carried.saturating_add(1);
    }

    fn apply(mut self, before: &str) -> String {
        let mut text = before.to_owned();
        self.edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in self.edits {
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &new);
            }
        }
        if !text.is_empty() && !text.ends_with('\n') && !self.added.is_empty() {
            text.push('\n');
        }
        for (sentence, contexts) in &self.added {
            text.push_str(&line(sentence, contexts));
        }
        text
    }
}

/// A sentence that is yet to be translated.
fn line(sentence: &str, contexts: &[Option<String>]) -> String {
    let one = |context: &Option<String>| match context {
        Some(context) => format!("{{text: \"\", context: {}}}", quoted(context)),
        None => "\"\"".to_owned(),
    };
    let values: Vec<String> = contexts.iter().map(one).collect();
    let value = values.join(", ");
    let value = if contexts.len() > 1 { format!("[{value}]") } else { value };
    format!("{}: {value}\n", quoted(sentence))
}

fn range(start: u32, end: u32) -> Range<usize> {
    usize::try_from(start).unwrap_or(usize::MAX)..usize::try_from(end).unwrap_or(usize::MAX)
}

/// A text as YAML: in quotes if anything in it could mean something there.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '?' | '!' | '\'' | '’');
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    if begins && text.chars().all(plain) && text.trim() == text {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}
