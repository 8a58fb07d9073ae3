//! `locales/*.yaml`: what sentences are called in other languages (LANGUAGE, "Translations").

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::flow::fields::Told;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{self, Entry, Node, NodeKind, Text};
use crate::source::{SourceId, Sources, Span};

/// The sentences of one language.
#[derive(Debug)]
pub(super) struct Catalogue {
    /// Which language.
    pub locale: String,
    /// The file.
    pub source: SourceId,
    sentences: BTreeMap<String, Vec<Sentence>>,
}

/// One sentence in another language.
#[derive(Debug)]
pub(super) struct Sentence {
    /// What tells it from an equal one.
    pub context: Option<String>,
    /// Its words; empty ones are yet to be found.
    pub text: Text,
    /// Where they stand.
    pub span: Span,
    /// Where the author's own words stand.
    pub key_span: Span,
    /// Whether it stands by itself, without a context or others beside it.
    pub alone: bool,
    /// Whether the author's words have changed since.
    pub fuzzy: bool,
    /// Whether anything says it.
    pub used: Cell<bool>,
}

impl Sentence {
    /// Its words, if they may be said.
    pub(super) fn called(&self) -> Option<&str> {
        let text = self.text.value.as_str();
        Some(text).filter(|text| !self.fuzzy && !text.is_empty())
    }
}

/// Reads every catalogue of a bot.
pub(super) fn read(sources: &Sources, told: &mut Told) -> Vec<Catalogue> {
    let mut catalogues = Vec::new();
    for (source, file) in sources.iter() {
        let Some(locale) = locale_of(&file.path) else { continue };
        let (tree, mistakes) = yaml::parse(source, &file.text);
        told.diagnostics.extend(mistakes);
        let mut catalogue =
            Catalogue { locale: locale.to_owned(), source, sentences: BTreeMap::new() };
        match tree.as_ref().map(|tree| (&tree.kind, tree.span)) {
            Some((NodeKind::Map(entries), _)) => {
                for entry in entries {
                    catalogue.take(entry, told);
                }
            }
            Some((NodeKind::Text(_) | NodeKind::List(_), span)) => told.tell(
                Diagnostic::error(Code("K205"), span, "A catalogue wants sentences")
                    .fix("Opening hours: Heures d'ouverture"),
            ),
            None => {}
        }
        catalogues.push(catalogue);
    }
    catalogues
}

/// The language that a file of `locales/` is for.
pub(super) fn locale_of(path: &str) -> Option<&str> {
    let file = path.strip_prefix("locales/")?;
    let name = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"))?;
    Some(name.rsplit('/').next().unwrap_or(name))
}

impl Catalogue {
    /// What an author's sentence is called; none if nobody has said so yet.
    pub(super) fn find(&self, text: &str, context: Option<&str>) -> Option<&Sentence> {
        let sentences = self.sentences.get(text)?;
        let found = sentences.iter().find(|sentence| sentence.context.as_deref() == context)?;
        found.used.set(true);
        Some(found).filter(|found| found.called().is_some())
    }

    /// Every sentence, with the author's own words.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Sentence)> {
        let all = self.sentences.iter();
        all.flat_map(|(text, list)| list.iter().map(|sentence| (text.as_str(), sentence)))
    }

    fn take(&mut self, entry: &Entry, told: &mut Told) {
        let nodes = match &entry.value.kind {
            NodeKind::List(items) => items.iter().collect(),
            NodeKind::Text(_) | NodeKind::Map(_) => vec![&entry.value],
        };
        for node in nodes {
            match sentence(node, entry.key_span) {
                Some(sentence) => {
                    let alone = matches!(entry.value.kind, NodeKind::Text(_));
                    let sentence = Sentence { alone, ..sentence };
                    self.sentences.entry(entry.key.value.clone()).or_default().push(sentence);
                }
                None => told.tell(
                    Diagnostic::error(Code("K205"), node.span, "This is no translation")
                        .label("a text, or a text for each context")
                        .fix("Work: [Travailler, {text: Lieu de travail, context: place}]"),
                ),
            }
        }
    }
}

/// A text, or `{text: …, context: …}`.
fn sentence(node: &Node, key_span: Span) -> Option<Sentence> {
    let new = |text: &Text, span, context, fuzzy| {
        let (text, used) = (text.clone(), Cell::new(false));
        Sentence { context, text, span, key_span, alone: false, fuzzy, used }
    };
    let entries = match &node.kind {
        NodeKind::Text(text) => return Some(new(text, node.span, None, false)),
        NodeKind::List(_) => return None,
        NodeKind::Map(entries) => entries,
    };
    let known = ["text", "context", "fuzzy"];
    if !entries.iter().all(|entry| known.contains(&entry.key.value.as_str())) {
        return None;
    }
    let (text, span) = field(entries, "text")?;
    let context = field(entries, "context").map(|(text, _)| text.value.clone());
    Some(new(text, span, context, field(entries, "fuzzy").is_some()))
}

/// The text under a key.
pub(super) fn field<'t>(entries: &'t [Entry], key: &str) -> Option<(&'t Text, Span)> {
    let entry = entries.iter().find(|entry| entry.key.value == key)?;
    match &entry.value.kind {
        NodeKind::Text(text) => Some((text, entry.value.span)),
        NodeKind::Map(_) | NodeKind::List(_) => None,
    }
}
