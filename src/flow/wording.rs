//! Texts that people read, in one language or in several (LANGUAGE, "Translations").

use crate::flow::catalogue::field as field_of;
use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::Shape;
use crate::flow::model::sentence::Sentence;
use crate::flow::suggest::nearest;
use crate::flow::translations::{self, Taken};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic, Severity};
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
    /// Whether a catalogue has them; nobody else's words are then in doubt.
    catalogued: bool,
}

/// A text that people read: one version for everybody, or one for each of some languages, the
/// bot's own first.
pub(super) struct Wording<'t>(pub Vec<Version<'t>>);

impl Version<'_> {
    /// How bad something is: in a catalogue it is never worth stopping the bot.
    pub(super) fn weighed(&self, told: Diagnostic) -> Diagnostic {
        let severity = if self.catalogued { Severity::Warning } else { told.severity };
        Diagnostic { severity, ..told }
    }
}

impl Wording<'_> {
    /// Whether `holds` holds of the words in every language.
    pub(super) fn all(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.0.iter().all(|version| holds(&version.text.value))
    }
}

impl<'a> Gate<'a> {
    /// A field that must be a text that people read.
    pub(super) fn wording<'t>(&mut self, field: &Field<'t>) -> Option<Wording<'t>>
    where
        'a: 't,
    {
        let address = matches!(field.key.shape, Shape::File | Shape::Destination);
        let NodeKind::Map(entries) = &field.node.kind else {
            let text = self.plain(field)?;
            let version = Version::new(None, text, field.node.span);
            return Some(self.in_catalogues(vec![version], None, !address));
        };
        if let Some((text, span, context)) = with_context(entries) {
            let version = Version::new(None, text, span);
            return Some(self.in_catalogues(vec![version], Some(context), !address));
        }
        if !self.per_language(entries) {
            if !self.foreign_languages(entries) {
                self.tell(wrong_shape(field));
            }
            return None;
        }
        let versions = self.by_language(entries).into_iter().filter_map(|entry| {
            let node = &entry.value;
            let text = self.plain(&Field { node, ..*field })?;
            Some(Version::new(Some(&entry.key.value), text, node.span))
        });
        let versions: Vec<_> = versions.collect();
        let whole = versions.len() == entries.len();
        whole.then(|| self.in_catalogues(versions, None, !address))
    }

    /// A field that is such a text or a list of them; also a map of lists, one for each language.
    pub(super) fn wordings<'t>(&mut self, field: &Field<'t>) -> Vec<Wording<'t>>
    where
        'a: 't,
    {
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
    fn columns<'t>(&mut self, field: &Field<'t>, entries: &'t [Entry]) -> Vec<Wording<'t>>
    where
        'a: 't,
    {
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
                Version::new(Some(&entry.key.value), text, span)
            };
            columns.iter().map(one).collect()
        };
        let rows: Vec<Vec<_>> = (0..most).map(row).collect();
        rows.into_iter().map(|versions| self.in_catalogues(versions, None, true)).collect()
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
            let told = Diagnostic::error(Code("K201"), entry.key_span, headline);
            let near = nearest(word, self.locales.iter().map(String::as_str)).map(str::to_owned);
            self.tell(match near.filter(|_| word.len() > 2) {
                Some(near) => {
                    told.label(format!("did you mean \"{near}\"?")).edit(entry.key_span, near)
                }
                None => told
                    .label(format!("they are {known}"))
                    .fix(format!("locales: [{known}, {word}]   in bot.yaml")),
            });
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
        for version in &wording.0 {
            self.single_braces(version.text, version.span);
        }
        let [Version { locale: None, text, span, .. }] = wording.0.as_slice() else {
            let own = self.locales.first().cloned().unwrap_or_default();
            let mut versions: Vec<(Locale, TextId)> = Vec::with_capacity(wording.0.len());
            for version in &wording.0 {
                let id = self.batch.text(version.text, version.span);
                let locale = version.locale.unwrap_or(&own);
                if let Some((_, own)) = versions.first().filter(|_| version.catalogued) {
                    let (own, span, locale) = (*own, version.span, locale.to_owned());
                    self.translations.taken.push(Taken { own, text: id, span, locale });
                }
                versions.push((Locale::new(locale), id));
            }
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
    pub(super) fn heard(&mut self, field: &Field<'_>) -> Vec<(Text, Span)> {
        let mut heard = Vec::new();
        for version in self.wordings(field).into_iter().flat_map(|wording| wording.0) {
            if version.catalogued {
                heard.extend(alternatives(version.text).map(|text| (text, version.span)));
            } else {
                heard.push((version.text.clone(), version.span));
            }
        }
        heard.retain(|(text, _)| !text.value.is_empty());
        heard
    }

    /// A field that is such a text or a list of them.
    pub(super) fn said(&mut self, field: &Field<'_>) -> Vec<TextId> {
        let wordings = self.wordings(field);
        wordings.iter().map(|wording| self.take(wording)).collect()
    }

    /// One text for everybody, with what catalogues make of it.
    pub(super) fn sentence<'t>(&mut self, text: &'t Text, span: Span) -> Wording<'t>
    where
        'a: 't,
    {
        self.in_catalogues(vec![Version::new(None, text, span)], None, true)
    }

    /// What the author has written, and what catalogues make of it.
    fn in_catalogues<'t>(
        &mut self,
        mut versions: Vec<Version<'t>>,
        context: Option<&str>,
        counts: bool,
    ) -> Wording<'t>
    where
        'a: 't,
    {
        let own = self.locales.first();
        let is_own = |version: &&Version<'_>| {
            version.locale.is_none_or(|locale| own.is_some_and(|own| own == locale))
        };
        let Some(source) = versions.first().filter(is_own).copied() else {
            return Wording(versions);
        };
        let catalogues = self.translations.catalogues;
        for catalogue in catalogues.iter().filter(|one| Some(&one.locale) != own) {
            let there = versions.iter().any(|one| one.locale == Some(catalogue.locale.as_str()));
            let found = catalogue.find(&source.text.value, context);
            if let Some(found) = found.filter(|_| !there) {
                let locale = Some(catalogue.locale.as_str());
                let version = Version::new(locale, &found.text, found.span);
                versions.push(Version { catalogued: true, ..version });
            }
        }
        let has = versions.iter().filter(|one| !one.catalogued).filter_map(|one| one.locale);
        let has = has.map(str::to_owned).collect();
        self.say_sentence(&source, (context, has), counts);
        Wording(versions)
    }

    /// Remembers a sentence for those who translate.
    fn say_sentence(
        &mut self,
        source: &Version<'_>,
        (context, has): (Option<&str>, Vec<String>),
        counts: bool,
    ) {
        let text = &source.text.value;
        let code = self.translations.for_the_bot && translations::is_code(text);
        if counts && !code && translations::is_worth(text) {
            let (text, context) = (text.clone(), context.map(str::to_owned));
            let sentence = Sentence { text, context, span: source.span, has };
            self.translations.sentences.push(sentence);
        }
    }

    /// What people of other languages say for words that the author's people say.
    pub(super) fn said_elsewhere(&mut self, text: &Text, span: Span) -> Vec<(Locale, Text, Span)> {
        if self.translations.in_a_language {
            return Vec::new();
        }
        let mut all = Vec::new();
        for version in self.sentence(text, span).0.iter().filter(|one| one.catalogued) {
            let locale = Locale::new(version.locale.unwrap_or_default());
            all.extend(alternatives(version.text).map(|text| (locale.clone(), text, version.span)));
        }
        all
    }
}

impl<'t> Version<'t> {
    fn new(locale: Option<&'t str>, text: &'t Text, span: Span) -> Self {
        Self { locale, text, span, catalogued: false }
    }
}

/// Words of a catalogue, between ` | `.
fn alternatives(text: &Text) -> impl Iterator<Item = Text> {
    let one = |part: &str| Text { value: part.trim().to_owned(), style: text.style };
    text.value.split(" | ").map(one)
}

/// `{text: Work, context: place}`.
pub(super) fn with_context(entries: &[Entry]) -> Option<(&Text, Span, &str)> {
    let (text, span) = field_of(entries, "text")?;
    let (context, _) = field_of(entries, "context")?;
    (entries.len() == 2).then_some((text, span, context.value.as_str()))
}
