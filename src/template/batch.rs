//! Collects texts and expressions while files are checked, and compiles them all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::{Style, Text};
use crate::source::{SourceId, Sources, Span};
use crate::template::compiled::{Compiled, Outside};
use crate::template::links::{Known, Links};
use crate::template::mistake::{self, Mistake};
use crate::template::notes::Notes;
use crate::template::origin::{Made, Origins, Written};
use crate::template::pieces::{self, Piece, Variable};
use crate::template::render::{Read, Templates};
use crate::template::scan;
use crate::template::token::{self, Close};
use crate::template::weave::Guarded;
use crate::template::{guard, library};
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

struct Press<'a> {
    sources: &'a Sources,
    made: Vec<Made>,
    mistakes: Vec<Diagnostic>,
}

impl Press<'_> {
    fn text(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let plain = !["{{", "{%", "{#"].iter().any(|open| body.contains(open));
        if plain && written.file.is_none() {
            return Compiled::Literal(body.to_owned());
        }
        let notes = guard::text(body, written.file.is_some());
        if self.refuse(&notes, written) {
            return Compiled::Literal(String::new());
        }
        let tags = scan::tags(body).unwrap_or_default();
        let name = written.file.clone().unwrap_or_else(|| format!("{TEXTS}{n}"));
        if written.file.is_some() {
            let guarded = Guarded::weave(body, 0..body.len(), notes, ("", ""));
            return self.template(name, guarded, written, None);
        }
        if let Some(pieces) = pieces::pieces(body, &tags) {
            return Compiled::Pieces { pieces, reads: self.reads(&notes, written) };
        }
        if let Some(inner) = scan::lone(body, &tags) {
            let notes = guard::expression(body, inner.clone());
            return self.value(name, (notes, inner), written);
        }
        let guarded = Guarded::weave(body, 0..body.len(), notes, ("", ""));
        self.template(name, guarded, written, None)
    }

    fn expr(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let notes = guard::expression(body, 0..body.len());
        if self.refuse(&notes, written) {
            return Compiled::Literal(String::new());
        }
        let tokens = token::words(body, 0, Close::End).map(|words| words.tokens);
        if let Some(variable) = tokens.ok().and_then(|tokens| Variable::of(&tokens)) {
            let pieces = vec![Piece::Variable(variable)];
            return Compiled::Pieces { pieces, reads: self.reads(&notes, written) };
        }
        self.value(format!("{EXPRS}{n}"), (notes, 0..body.len()), written)
    }

    /// A template that is wanted for the value of one expression.
    fn value(
        &mut self,
        name: String,
        (notes, range): (Notes, Range<usize>),
        written: &Arc<Written>,
    ) -> Compiled {
        let around = ("{{ (", " ) | __value }}");
        let guarded = Guarded::weave(written.body(), range.clone(), notes, around);
        self.template(name, guarded, written, Some(range))
    }

    fn template(
        &mut self,
        name: String,
        guarded: Guarded,
        written: &Arc<Written>,
        expression: Option<Range<usize>>,
    ) -> Compiled {
        let around = expression.as_ref().map(|range| {
            let body = written.body();
            let before = body.get(..range.start).and_then(|before| before.split_once("{{"));
            let after = body.get(range.end..).and_then(|after| after.split_once("}}"));
            let (before, after) = (before.map_or("", |(b, _)| b), after.map_or("", |(_, a)| a));
            (before.to_owned(), after.to_owned())
        });
        let ticks = if written.file.is_some() { 0 } else { guarded.notes.calls };
        let place = |at: &Range<usize>| written.place(self.sources, at.clone());
        let pairs = guarded.notes.pairs.iter().map(|pair| pair.map(place)).collect();
        let written = written.clone();
        self.made.push(Made { name: name.clone(), guarded, written, expression });
        Compiled::Template {
            name,
            around,
            reads: Vec::new(),
            pairs,
            roots: Vec::new(),
            ticks,
            locale: None,
        }
    }

    /// What a template reads itself, each variable where it stands first.
    fn reads(&self, notes: &Notes, written: &Written) -> Vec<Read> {
        let mut known = BTreeSet::new();
        let first: Vec<_> = notes.reads.iter().filter(|(path, _)| known.insert(path)).collect();
        let spans = written.places(self.sources, first.iter().map(|(_, at)| at.clone()));
        let reads = first.into_iter().zip(spans);
        reads.map(|((path, _), span)| Read { path: path.clone(), span }).collect()
    }

    /// Tells why a template is refused, if it is.
    fn refuse(&mut self, notes: &Notes, written: &Written) -> bool {
        for refusal in &notes.refusals {
            self.tell(mistake::refused(written.body(), refusal), written);
        }
        !notes.refusals.is_empty()
    }

    fn tell(&mut self, mistake: Mistake, written: &Written) {
        let span = written.place(self.sources, mistake.at.clone());
        let told = mistake.at(span);
        if !self.mistakes.contains(&told) {
            self.mistakes.push(told);
        }
    }

    /// One batch; only if that fails is every template looked at by itself.
    fn finish(&mut self, known: Known<'_>, fold: Folding) -> (Tera, BTreeMap<String, Outside>) {
        let made = std::mem::take(&mut self.made);
        let mut bad = BTreeSet::new();
        for (at, mistake) in Links::new(&made).check(known) {
            bad.insert(at);
            if let Some(made) = made.get(at) {
                self.tell(mistake, &made.written);
            }
        }
        let mut at = 0..;
        let mut made = made;
        made.retain(|_| at.next().is_some_and(|at| !bad.contains(&at)));
        let mut tera = library::tera(fold);
        made = whole(made);
        if add(&mut tera, &made).is_err() {
            made.retain(|made| self.is_readable(made));
            made = whole(made);
            if let Err(error) = add(&mut tera, &made)
                && let Some(first) = made.first()
            {
                self.tell(mistake::other(&error.to_string()), &first.written);
            }
        }
        let outside = self.outside(&made);
        self.made = made;
        (tera, outside)
    }

    /// What each template reads, with what it includes.
    fn outside(&self, made: &[Made]) -> BTreeMap<String, Outside> {
        let links = Links::new(made);
        let own: Vec<Vec<Read>> =
            made.iter().map(|made| self.reads(&made.guarded.notes, &made.written)).collect();
        let one = |(at, made): (usize, &Made)| {
            let mut known = BTreeSet::new();
            let reads = links.reads(at).into_iter().filter_map(|(at, path)| {
                let read = own.get(at)?.iter().find(|read| read.path == *path)?;
                known.insert(path).then(|| read.clone())
            });
            let reads = reads.collect();
            let roots = links.roots(at).into_iter().collect();
            (made.name.clone(), Outside { reads, roots })
        };
        made.iter().enumerate().map(one).collect()
    }

    /// Whether Tera can read a template on its own; what is wrong otherwise is told.
    fn is_readable(&mut self, made: &Made) -> bool {
        let body = made.written.body();
        let plain = made.expression.as_ref().map(|range| {
            let expression = body.get(range.clone()).unwrap_or_default();
            format!("{{{{ {expression} }}}}")
        });
        let shift = made.expression.as_ref().map_or((0, 0), |range| ("{{ ".len(), range.start));
        let original = plain.as_deref().unwrap_or(body);
        let back = |at: &Range<usize>| {
            let byte = |at: usize| at.saturating_sub(shift.0).saturating_add(shift.1);
            byte(at.start)..byte(at.end)
        };
        let (at, message) = match unreadable(original) {
            Some((at, message)) => (back(&at), message),
            None => match unreadable(&made.guarded.source) {
                Some((at, _)) => (made.guarded.original(&at), "too complex".to_owned()),
                None => return true,
            },
        };
        self.tell(mistake::syntax(&at, &message), &made.written);
        false
    }
}

/// Names of texts and expressions in Tera; no file's name begins like that.
const TEXTS: &str = "/text ";
const EXPRS: &str = "/expr ";

/// Where and why Tera cannot read a template.
fn unreadable(source: &str) -> Option<(Range<usize>, String)> {
    let error = Tera::default().add_raw_template("one", source).err()?;
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    Some((report.span().range.clone(), report.message().to_owned()))
}

/// Those whose files and components are there too.
fn whole(mut made: Vec<Made>) -> Vec<Made> {
    loop {
        let links = Links::new(&made);
        let whole: Vec<bool> = made.iter().map(|made| links.is_whole(made)).collect();
        if whole.iter().all(|whole| *whole) {
            return made;
        }
        let mut whole = whole.into_iter();
        made.retain(|_| whole.next().unwrap_or_default());
    }
}

fn add(tera: &mut Tera, made: &[Made]) -> Result<(), tera::Error> {
    tera.add_raw_templates(made.iter().map(|made| (&made.name, &made.guarded.source)))
}
