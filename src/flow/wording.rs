//! Texts that people read, in one language or in several (LANGUAGE, "Translations").

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind, Style, Text};
use crate::template::batch::TextId;
use crate::words::name::Locale;

/// What a language says where others have one bubble more: an empty one, which is not sent.
static NOTHING: Text = Text { value: String::new(), style: Style::Plain };

/// What people of one language read.
#[derive(Clone, Copy)]
pub(super) struct Version<'t> {
    /// Which language; none if it is for everybody.
    locale: Option<&'t str>,
    /// The words.
    pub text: &'t Text,
    /// Where they stand.
    pub span: Span,
}

/// A text that people read: one version for everybody, or one for each of some languages, the
/// bot's own first.
pub(super) struct Wording<'t>(pub Vec<Version<'t>>);

impl Wording<'_> {
    /// Whether `holds` holds of the words in every language.
    pub(super) fn all(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.0.iter().all(|version| holds(&version.text.value))
    }
}

impl Gate<'_> {
    /// A field that must be a text that people read.
    pub(super) fn wording<'t>(&mut self, field: &Field<'t>) -> Option<Wording<'t>> {
        let NodeKind::Map(entries) = &field.node.kind else {
            let text = self.plain(field)?;
            return Some(Wording(vec![Version { locale: None, text, span: field.node.span }]));
        };
        if !self.per_language(entries) {
            if !self.foreign_languages(entries) {
                self.tell(wrong_shape(field));
            }
            return None;
        }
        let versions = self.by_language(entries).into_iter().filter_map(|entry| {
            let node = &entry.value;
            let text = self.plain(&Field { node, ..*field })?;
            Some(Version { locale: Some(&entry.key.value), text, span: node.span })
        });
        let versions: Vec<_> = versions.collect();
        (versions.len() == entries.len()).then_some(Wording(versions))
    }

    /// A field that is such a text or a list of them; also a map of lists, one for each language.
    pub(super) fn wordings<'t>(&mut self, field: &Field<'t>) -> Vec<Wording<'t>> {
        match &field.node.kind {
            NodeKind::List(items) => {
                let one = |node| self.wording(&Field { node, ..*field });
                items.iter().filter_map(one).collect()
            }
            NodeKind::Map(entries) if self.per_language(entries) => self.columns(field, entries),
            NodeKind::Map(_) | NodeKind::Text(_) => self.wording(field).into_iter().collect(),
        }
    }

    /// `{en: [Hi, How are you?], fr: Salut}`: the first of every language, the second of every one.
    fn columns<'t>(&mut self, field: &Field<'t>, entries: &'t [Entry]) -> Vec<Wording<'t>> {
        let mut columns = Vec::new();
        for entry in self.by_language(entries) {
            let items: Vec<&Node> = match &entry.value.kind {
                NodeKind::List(items) => items.iter().collect(),
                NodeKind::Text(_) | NodeKind::Map(_) => vec![&entry.value],
            };
            let texts: Vec<_> = items
                .into_iter()
                .filter_map(|node| Some((self.plain(&Field { node, ..*field })?, node.span)))
                .collect();
            columns.push((entry, texts));
        }
        let most = columns.iter().map(|(_, texts)| texts.len()).max().unwrap_or_default();
        let row = |at: usize| {
            let one = |(entry, texts): &(&'t Entry, Vec<(&'t Text, Span)>)| {
                let (text, span) = texts.get(at).copied().unwrap_or((&NOTHING, entry.value.span));
                Version { locale: Some(&entry.key.value), text, span }
            };
            Wording(columns.iter().map(one).collect())
        };
        (0..most).map(row).collect()
    }

    /// Tells languages that are not the bot's in a map with some that are; whether it is one.
    pub(super) fn foreign_languages(&mut self, entries: &[Entry]) -> bool {
        let (own, foreign): (Vec<_>, Vec<_>) =
            entries.iter().partition(|entry| self.locales.contains(&entry.key.value));
        if own.is_empty() {
            return false;
        }
        let known = self.locales.join(", ");
        for entry in foreign {
            let word = &entry.key.value;
            let headline = format!("\"{word}\" is not one of the bot's languages");
            self.tell(
                Diagnostic::error(Code("K201"), entry.key_span, headline)
                    .label(format!("they are {known}"))
                    .fix(format!("locales: [{known}, {word}]")),
            );
        }
        true
    }

    /// The entries of a map by language, the bot's own first.
    fn by_language<'t>(&self, entries: &'t [Entry]) -> Vec<&'t Entry> {
        let order = |entry: &&Entry| self.locales.iter().position(|own| *own == entry.key.value);
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(order);
        entries
    }

    /// Hands a wording on to be compiled.
    pub(super) fn take(&mut self, wording: &Wording<'_>) -> TextId {
        let [Version { locale: None, text, span }] = wording.0.as_slice() else {
            let versions = wording.0.iter().map(|version| {
                let id = self.batch.text(version.text, version.span);
                (Locale::new(version.locale.unwrap_or_default()), id)
            });
            let versions = versions.collect();
            return self.batch.languages(versions);
        };
        self.batch.text(text, *span)
    }

    /// A field that must be a text that people read, with its `{{ }}`.
    pub(super) fn text(&mut self, field: &Field<'_>) -> Option<TextId> {
        let wording = self.wording(field)?;
        Some(self.take(&wording))
    }

    /// A field that is words which people may say: those of all languages count.
    pub(super) fn heard<'t>(&mut self, field: &Field<'t>) -> Vec<(&'t Text, Span)> {
        let wordings = self.wordings(field).into_iter().flat_map(|wording| wording.0);
        let said = wordings.filter(|version| !version.text.value.is_empty());
        said.map(|version| (version.text, version.span)).collect()
    }

    /// A field that is such a text or a list of them.
    pub(super) fn said(&mut self, field: &Field<'_>) -> Vec<TextId> {
        let wordings = self.wordings(field);
        wordings.iter().map(|wording| self.take(wording)).collect()
    }
}
