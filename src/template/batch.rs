//! Collects texts and expressions while files are checked, and compiles them all at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::{Style, Text};
use crate::source::{SourceId, Sources, Span};
use crate::template::compiled::Compiled;
use crate::template::links::Known;
use crate::template::origin::{Origins, Written};
use crate::template::press::Press;
use crate::template::render::Templates;
use crate::template::sentences::Sentences;
use crate::words::name::Locale;

/// A text with `{{ }}` inside, or a template file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// A bare expression, as after `if:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// A text as it was taken.
#[derive(Debug)]
enum Taken {
    /// As it stands.
    One(Arc<Written>),
    /// Other texts, one for each of several languages.
    Several(Vec<(Locale, TextId)>),
}

impl Taken {
    /// The author's words; none of its own for a text in several languages.
    fn written(&self) -> Option<Arc<Written>> {
        match self {
            Self::One(written) => Some(written.clone()),
            Self::Several(_) => None,
        }
    }
}

/// Texts and expressions on their way to [`Templates`].
#[derive(Debug, Default)]
pub struct Batch {
    fold: Folding,
    /// The language that texts are written in if they say no other.
    own: Option<Locale>,
    sentences: Sentences,
    texts: Vec<Taken>,
    exprs: Vec<Arc<Written>>,
    files: BTreeMap<String, TextId>,
    sources: Vec<(usize, SourceId)>,
    /// Names of calendars.
    calendars: Vec<String>,
}

/// What the filter `fold` does. Words are compared on this floor, but not in this module, so whoever
/// knows both hands it in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folding(pub(super) fn(&str) -> String);

impl Default for Folding {
    fn default() -> Self {
        Self(str::to_lowercase)
    }
}

impl Batch {
    /// A batch whose filter `fold` folds like this; otherwise it makes small letters, and no more.
    #[must_use]
    pub fn folding(fold: fn(&str) -> String) -> Self {
        Self { fold: Folding(fold), ..Self::default() }
    }

    /// Says which language texts are written in if they say no other; English until then.
    pub fn speaks(&mut self, locale: Locale) {
        self.own = Some(locale);
    }

    /// Says what sentences are called in other languages, for `tr`.
    pub fn sentences(&mut self, sentences: Sentences) {
        self.sentences = sentences;
    }

    /// Says which calendars there are.
    pub fn calendars(&mut self, names: impl IntoIterator<Item = String>) {
        self.calendars.extend(names);
    }

    /// Takes a text that may hold `{{ }}` and `{% %}`.
    pub fn text(&mut self, text: &Text, span: Span) -> TextId {
        self.stretch(text, span, 0..text.value.len())
    }

    /// Takes a stretch of a text, by bytes of its value.
    pub fn stretch(&mut self, text: &Text, span: Span, part: Range<usize>) -> TextId {
        self.written(Written { text: text.clone(), span, part, file: None })
    }

    /// Takes one text in several languages, each of them taken before, the bot's own first.
    pub fn languages(&mut self, versions: Vec<(Locale, TextId)>) -> TextId {
        self.push(Taken::Several(versions))
    }

    /// Takes a bare expression: a stretch of a text, by bytes of its value.
    pub fn expr(&mut self, text: &Text, span: Span, part: Range<usize>) -> ExprId {
        let id = ExprId(u32::try_from(self.exprs.len()).unwrap_or(u32::MAX));
        self.exprs.push(Arc::new(Written { text: text.clone(), span, part, file: None }));
        id
    }

    /// Takes a file of `templates/` under its name without folder and ending.
    pub fn file(&mut self, name: &str, source: SourceId) -> TextId {
        let text = Text { value: String::new(), style: Style::Literal };
        let span = Span { source, start: 0, end: 0 };
        self.sources.push((self.texts.len(), source));
        let id = self.written(Written { text, span, part: 0..0, file: Some(name.to_owned()) });
        self.files.insert(name.to_owned(), id);
        id
    }

    /// The template file of a name.
    #[must_use]
    pub fn file_id(&self, name: &str) -> Option<TextId> {
        self.files.get(name).copied()
    }

    /// Names of all template files.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Compiles everything; what cannot be compiled is told, all of it.
    #[must_use]
    pub fn compile(mut self, sources: &Sources) -> (Templates, Vec<Diagnostic>) {
        self.read_files(sources);
        let mut press = Press { sources, made: Vec::new(), mistakes: Vec::new() };
        let texts = self.texts.iter().enumerate().map(|(n, taken)| match taken {
            Taken::One(written) => press.text(n, written),
            Taken::Several(versions) => {
                Compiled::Languages { versions: versions.clone(), reads: Vec::new() }
            }
        });
        let texts: Vec<Compiled> = texts.collect();
        let exprs: Vec<Compiled> =
            self.exprs.iter().enumerate().map(|(n, written)| press.expr(n, written)).collect();
        let files: Vec<&str> = self.file_names().collect();
        let known = Known { files: &files, calendars: &self.calendars };
        let (tera, outside) = press.finish(known, self.fold);
        let Press { made, mistakes, .. } = press;
        let origins = Origins::new(made, sources.clone());
        let own = self.own.unwrap_or_else(|| Locale::new("en"));
        let mut templates = Templates::new((tera, own), (texts, exprs), origins, outside);
        templates.sentences = Arc::new(self.sentences);
        templates.written = self.texts.iter().map(Taken::written).collect();
        (templates, mistakes)
    }

    fn written(&mut self, written: Written) -> TextId {
        self.push(Taken::One(Arc::new(written)))
    }

    fn push(&mut self, taken: Taken) -> TextId {
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(taken);
        id
    }

    /// Fills in what template files hold: their bytes are their text's.
    fn read_files(&mut self, sources: &Sources) {
        for (index, source) in &self.sources {
            let Some(Taken::One(written)) = self.texts.get_mut(*index) else { continue };
            let Some(written) = Arc::get_mut(written) else { continue };
            let value = sources.get(*source).map(|source| source.text.to_string());
            written.text.value = value.unwrap_or_default();
            written.part = 0..written.text.value.len();
            written.span.end = u32::try_from(written.part.end).unwrap_or(u32::MAX);
        }
    }
}
