//! Collects texts and expressions while files are checked, and compiles them all at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::{Style, Text};
use crate::source::{SourceId, Sources, Span};
use crate::template::guard::{self, Guarded};
use crate::template::mistake::{self, Mistake};
use crate::template::origin::{Made, Origins, Written};
use crate::template::render::{Compiled, Read, Templates};
use crate::template::{library, scan};

/// A text with `{{ }}` inside, or a template file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// A bare expression, as after `if:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// Texts and expressions on their way to [`Templates`].
#[derive(Debug, Default)]
pub struct Batch {
    texts: Vec<Arc<Written>>,
    exprs: Vec<Arc<Written>>,
    files: BTreeMap<String, TextId>,
    sources: Vec<(usize, SourceId)>,
}

impl Batch {
    /// Takes a text that may hold `{{ }}` and `{% %}`.
    pub fn text(&mut self, text: &Text, span: Span) -> TextId {
        let part = 0..text.value.len();
        self.push(Written { text: text.clone(), span, part, file: None })
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
        let id = self.push(Written { text, span, part: 0..0, file: Some(name.to_owned()) });
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
        let mut press =
            Press { sources, made: Vec::new(), unreadable: Vec::new(), mistakes: Vec::new() };
        let texts: Vec<Compiled> =
            self.texts.iter().enumerate().map(|(n, written)| press.text(n, written)).collect();
        let exprs: Vec<Compiled> =
            self.exprs.iter().enumerate().map(|(n, written)| press.expr(n, written)).collect();
        let (tera, origins, mistakes) = press.finish();
        (Templates::new(tera, texts, exprs, Origins::new(origins, sources.clone())), mistakes)
    }

    fn push(&mut self, written: Written) -> TextId {
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Arc::new(written));
        id
    }

    /// Fills in what template files hold: their bytes are their text's.
    fn read_files(&mut self, sources: &Sources) {
        for (index, source) in &self.sources {
            let Some(written) = self.texts.get_mut(*index).and_then(Arc::get_mut) else { continue };
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
    /// What could not be read, so that its twin that keeps types is not told as well.
    unreadable: Vec<Arc<Written>>,
    mistakes: Vec<Diagnostic>,
}

impl Press<'_> {
    fn text(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let plain = !["{{", "{%", "{#"].iter().any(|open| body.contains(open));
        if plain && written.file.is_none() {
            return Compiled::literal(body);
        }
        let Some(guarded) = self.guard(body, written) else { return Compiled::literal("") };
        let name = written.file.clone().unwrap_or_else(|| format!("text {n}"));
        let reads = self.reads(written, &guarded);
        let typed = lone(body).map(|inner| {
            let name = format!("value {n}");
            self.json(&name, body, inner, written);
            name
        });
        let ticks = guarded.ticks;
        self.made.push(Made::new(name.clone(), guarded, written, (0, 0)));
        Compiled::template(name, typed, reads, ticks)
    }

    fn expr(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let (value, truth) = (format!("expr {n}"), format!("truth {n}"));
        let Some(guarded) = self.guard(&format!("{{% if {body} %}}1{{% endif %}}"), written) else {
            return Compiled::literal("");
        };
        let reads = token_reads(body);
        let reads = reads
            .into_iter()
            .map(|(path, at)| Read { path, span: written.place(self.sources, at) });
        let reads = reads.collect();
        let ticks = guarded.ticks;
        self.made.push(Made::new(truth.clone(), guarded, written, ("{% if ".len(), 0)));
        self.json(&value, body, 0..body.len(), written);
        Compiled::template(truth, Some(value), reads, ticks)
    }

    /// A template that gives a value with its type, as JSON.
    fn json(&mut self, name: &str, body: &str, inner: Range<usize>, written: &Arc<Written>) {
        let expr = body.get(inner.clone()).unwrap_or_default();
        let source = format!("{{{{ ({expr} ) | __json }}}}");
        let guarded = Guarded::plain(source);
        let shift = ("{{ (".len(), inner.start);
        self.made.push(Made::new(name.to_owned(), guarded, written, shift));
    }

    fn guard(&mut self, body: &str, written: &Written) -> Option<Guarded> {
        match guard::guard(body, written.file.is_some()) {
            Ok(guarded) => Some(guarded),
            Err(refusal) => {
                self.tell(mistake::refused(refusal), written);
                None
            }
        }
    }

    fn reads(&self, written: &Written, guarded: &Guarded) -> Vec<Read> {
        let reads = guarded.reads.iter().cloned();
        reads.map(|(path, at)| Read { path, span: written.place(self.sources, at) }).collect()
    }

    fn tell(&mut self, mistake: Mistake, written: &Written) {
        let span = written.place(self.sources, mistake.at.clone());
        let told = mistake.at(span);
        if !self.mistakes.contains(&told) {
            self.mistakes.push(told);
        }
    }

    /// One batch; only if that fails is every template looked at by itself.
    fn finish(mut self) -> (Tera, Vec<Made>, Vec<Diagnostic>) {
        let mut tera = library::tera();
        let mut made = std::mem::take(&mut self.made);
        if add(&mut tera, &made).is_ok() {
            return (tera, made, self.mistakes);
        }
        made.retain(|made| self.is_readable(made));
        for _ in 0..made.len().saturating_add(1) {
            match add(&mut tera, &made) {
                Ok(()) => break,
                Err(error) => {
                    let named = self.blame(&error, &made);
                    if named.is_empty() {
                        break;
                    }
                    made.retain(|made| !named.contains(&made.name));
                }
            }
        }
        (tera, made, self.mistakes)
    }

    /// Whether Tera can read a template on its own; what is wrong otherwise is told.
    fn is_readable(&mut self, made: &Made) -> bool {
        let Err(error) = Tera::default().add_raw_template(&made.name, &made.guarded.source) else {
            return true;
        };
        let ErrorKind::SyntaxError(report) = error.kind() else { return true };
        if self.unreadable.iter().any(|written| Arc::ptr_eq(written, &made.written)) {
            return false;
        }
        self.unreadable.push(made.written.clone());
        let at = made.original(&report.span().range);
        self.tell(mistake::syntax(made.written.body(), at, report.message()), &made.written);
        false
    }

    /// Tells what is wrong between templates; the names of those to leave out.
    fn blame(&mut self, error: &tera::Error, made: &[Made]) -> Vec<String> {
        match error.kind() {
            ErrorKind::CircularInclude { tpl, include_chain: chain }
            | ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
                self.name(tpl, made, |_, _| mistake::circle(chain))
            }
            ErrorKind::MissingParent { current, parent } => self.name(current, made, |body, _| {
                mistake::unknown(body, 0..0, &format!("template `{parent}`"))
            }),
            ErrorKind::Msg(text) => self.reports(text, made),
            kind => {
                let text = kind.to_string();
                made.first().map_or_else(Vec::new, |first| {
                    self.name(&first.name, made, |_, _| mistake::other(&text))
                })
            }
        }
    }

    /// Tera's report of unknown names: one paragraph each, `error: …` and then `--> name:line:col`.
    fn reports(&mut self, text: &str, made: &[Made]) -> Vec<String> {
        let mut named = Vec::new();
        for report in text.split("error: ").filter(|report| !report.trim().is_empty()) {
            let message = report.lines().next().unwrap_or_default();
            let Some(place) = report.lines().find_map(|line| line.trim().strip_prefix("--> "))
            else {
                continue;
            };
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
            let (col, line) = (number(), number());
            let name = parts.next().unwrap_or_default().to_owned();
            named.extend(self.name(&name, made, |body, made| {
                let byte = byte_of(&made.guarded.source, line.unwrap_or(1), col.unwrap_or(1));
                let at = made.original(&(byte..byte));
                mistake::unknown(body, at, message)
            }));
        }
        named
    }

    fn name(
        &mut self,
        name: &str,
        made: &[Made],
        mistake: impl FnOnce(&str, &Made) -> Mistake,
    ) -> Vec<String> {
        let Some(made) = made.iter().find(|made| made.name == name) else { return Vec::new() };
        self.tell(mistake(made.written.body(), made), &made.written);
        vec![name.to_owned()]
    }
}

fn add(tera: &mut Tera, made: &[Made]) -> Result<(), tera::Error> {
    tera.add_raw_templates(made.iter().map(|made| (&made.name, &made.guarded.source)))
}

/// The expression of a text that is nothing but `{{ … }}`.
fn lone(body: &str) -> Option<Range<usize>> {
    let tags = scan::tags(body).ok()?;
    let [tag] = tags.as_slice() else { return None };
    let alone = tag.kind == scan::Kind::Output && body.trim().len() == tag.outer.len();
    alone.then(|| tag.inner.clone())
}

fn token_reads(body: &str) -> Vec<crate::template::token::Path> {
    crate::template::token::paths(&crate::template::token::tokens(body, 0..body.len()))
}

/// The byte of a line and column, both from 1, columns in letters.
fn byte_of(text: &str, line: usize, col: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let letters = text.get(before..).unwrap_or_default().chars().take(col.saturating_sub(1));
    before.saturating_add(letters.map(char::len_utf8).sum())
}
