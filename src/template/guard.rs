//! Puts counters into a template before Tera compiles it, remembers where, and refuses what cannot be
//! counted.

use std::collections::HashSet;
use std::ops::Range;

use crate::limits::{ELIFS_MAX, LOOP_NESTING_MAX, TEMPLATE_SOURCE_BYTES_MAX};
use crate::template::scan::{self, Kind, Tag};
use crate::template::token::{self, Path, Token};

/// A template with its counters.
#[derive(Clone, Debug, Default)]
pub(super) struct Guarded {
    pub(super) source: String,
    /// What it costs before its first loop: calls of filters and functions.
    pub(super) ticks: u32,
    /// What it reads from outside itself, each once, in the order of their first places.
    pub(super) reads: Vec<Path>,
    /// Where something was put in, in bytes of `source`, and how much.
    insertions: Vec<(usize, usize)>,
}

/// Why a template is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A `{{` or `{%` without its end.
    Unclosed(Range<usize>),
    /// A word that Tera knows and saywhen does not allow.
    Word(Range<usize>, &'static str),
    /// Macros of older Tera.
    Macro(Range<usize>),
    /// Loops too deep inside one another.
    Nesting(Range<usize>),
    /// Too many `elif` behind one another.
    Elifs(Range<usize>),
    /// Too long altogether.
    Size,
}

impl Guarded {
    /// A template of ours, with nothing put in.
    pub(super) fn plain(source: String) -> Self {
        Self { source, ..Self::default() }
    }

    /// Where a byte of the guarded source stood in the author's text.
    pub(super) fn original(&self, at: usize) -> usize {
        let mut shift = 0_usize;
        for (start, length) in &self.insertions {
            if *start >= at {
                break;
            }
            shift = shift.saturating_add((*length).min(at.saturating_sub(*start)));
        }
        at.saturating_sub(shift)
    }
}

/// Guards a template; `file` templates also count being included.
pub(super) fn guard(text: &str, file: bool) -> Result<Guarded, Refusal> {
    if text.len() > TEMPLATE_SOURCE_BYTES_MAX {
        return Err(Refusal::Size);
    }
    let tags = scan::tags(text).map_err(|unclosed| Refusal::Unclosed(unclosed.0))?;
    let mut writer = Writer::new(text, &tags);
    let extends = tags.first().is_some_and(|tag| scan::word(text, tag) == "extends");
    if file && !extends {
        writer.put(0, "{% if __tick(n=1) %}{% endif %}");
    }
    for index in 0..tags.len() {
        writer.tag(index)?;
    }
    Ok(writer.finish())
}

/// Writes a guarded copy, tag by tag.
struct Writer<'a> {
    text: &'a str,
    tags: &'a [Tag],
    out: Guarded,
    copied: usize,
    /// Ends of loops and components around the tag at hand.
    bodies: Vec<&'static str>,
    /// The `elif`s so far of every `if` around the tag at hand.
    elifs: Vec<usize>,
    /// Names that the template itself sets.
    locals: Vec<String>,
    /// What has been read already.
    known: HashSet<String>,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, tags: &'a [Tag]) -> Self {
        let locals = tags.iter().flat_map(|tag| locals(text, tag)).collect();
        let (out, bodies, elifs) = (Guarded::default(), Vec::new(), Vec::new());
        Self { text, tags, out, copied: 0, bodies, elifs, locals, known: HashSet::new() }
    }

    fn tag(&mut self, index: usize) -> Result<(), Refusal> {
        let Some(tag) = self.tags.get(index) else { return Ok(()) };
        let tokens = token::tokens(self.text, tag.inner.clone());
        self.read(tag, &tokens);
        if self.bodies.is_empty() {
            self.out.ticks = self.out.ticks.saturating_add(token::calls(&tokens));
        }
        if let Some(at) = comprehension(&tokens) {
            return Err(Refusal::Word(at, "a loop inside [ ]"));
        }
        match tag.kind {
            Kind::Output if self.bodies.is_empty() => {}
            Kind::Output => self.wrap(tag.inner.clone(), " | __made"),
            Kind::Block => self.block(index, tag, &tokens)?,
        }
        Ok(())
    }

    fn block(&mut self, index: usize, tag: &Tag, tokens: &[Token]) -> Result<(), Refusal> {
        match scan::word(self.text, tag) {
            "for" => {
                if self.bodies.iter().filter(|end| **end == "endfor").count() >= LOOP_NESTING_MAX {
                    return Err(Refusal::Nesting(tag.outer.clone()));
                }
                if let Some(list) = after_in(tag, tokens) {
                    self.wrap(list, " | __items");
                }
                self.open(index, tag, "endfor");
            }
            "component" => self.open(index, tag, "endcomponent"),
            "endfor" | "endcomponent" => {
                self.bodies.pop();
            }
            "if" => self.elifs.push(0),
            "elif" => self.elif(tag)?,
            "endif" => {
                self.elifs.pop();
            }
            "set" => {
                if let Some(value) = after_equals(tag, tokens) {
                    self.wrap(value, " | __kept");
                }
            }
            "set_global" => return Err(Refusal::Word(tag.outer.clone(), "set_global")),
            "macro" | "import" | "endmacro" => return Err(Refusal::Macro(tag.outer.clone())),
            _ => {}
        }
        Ok(())
    }

    /// Tera reads every `elif` inside the one before it: thousands of them would overflow its stack
    /// and end the process.
    fn elif(&mut self, tag: &Tag) -> Result<(), Refusal> {
        if let Some(count) = self.elifs.last_mut() {
            *count = count.saturating_add(1);
        }
        let open = self.elifs.iter().fold(0_usize, |sum, count| sum.saturating_add(*count));
        if open > ELIFS_MAX { Err(Refusal::Elifs(tag.outer.clone())) } else { Ok(()) }
    }

    /// Puts a counter at the head of a body; what one round costs is known beforehand.
    fn open(&mut self, index: usize, tag: &Tag, end: &'static str) {
        let cost = self.cost(index, end);
        let dash = if tag.trims { "-" } else { "" };
        let counter = format!("{{%{dash} if __tick(n={cost}) {dash}%}}{{%{dash} endif {dash}%}}");
        self.put(tag.outer.end, &counter);
        self.bodies.push(end);
    }

    /// One tick for the round, one for each call in it, and one for every 256 bytes of it.
    fn cost(&self, index: usize, end: &'static str) -> u32 {
        let inside = self.tags.get(index.saturating_add(1)..).unwrap_or_default();
        let start = inside.first().map_or(0, |tag| tag.outer.start);
        let mut calls = 0_u32;
        let mut last = start;
        for tag in inside {
            if scan::word(self.text, tag) == end {
                break;
            }
            calls =
                calls.saturating_add(token::calls(&token::tokens(self.text, tag.inner.clone())));
            last = tag.outer.end;
        }
        let bytes = u32::try_from(last.saturating_sub(start) / 256).unwrap_or(u32::MAX);
        calls.saturating_add(bytes).saturating_add(1)
    }

    fn read(&mut self, tag: &Tag, tokens: &[Token]) {
        let keyword = usize::from(tag.kind == Kind::Block);
        let word = scan::word(self.text, tag);
        if word == "component" || word == "block" || word == "endblock" || word == "endcomponent" {
            return;
        }
        let own = |path: &str| {
            let root = path.split('.').next().unwrap_or_default();
            self.locals.iter().any(|local| local == root)
        };
        let paths = token::paths(tokens.get(keyword..).unwrap_or_default());
        let foreign: Vec<Path> = paths.into_iter().filter(|(path, _)| !own(path)).collect();
        for (path, at) in foreign {
            if self.known.insert(path.clone()) {
                self.out.reads.push((path, at));
            }
        }
    }

    /// Puts a stretch into parentheses with a filter behind it.
    fn wrap(&mut self, range: Range<usize>, filter: &str) {
        self.put(range.start, "(");
        self.put(range.end, &format!(" ){filter} "));
    }

    /// Copies up to `at` and puts something in.
    fn put(&mut self, at: usize, what: &str) {
        let until_here = self.text.get(self.copied..at).unwrap_or_default();
        self.out.source.push_str(until_here);
        self.copied = at;
        self.out.insertions.push((self.out.source.len(), what.len()));
        self.out.source.push_str(what);
    }

    fn finish(mut self) -> Guarded {
        self.out.source.push_str(self.text.get(self.copied..).unwrap_or_default());
        self.out
    }
}

/// Names that a tag makes: loop variables, what `set` sets.
fn locals(text: &str, tag: &Tag) -> Vec<String> {
    let tokens = token::tokens(text, tag.inner.clone());
    let names = tokens.iter().skip(1);
    match scan::word(text, tag) {
        "for" => {
            let names = names.take_while(|token| !token.is_name("in"));
            names.filter_map(|token| token.name().map(str::to_owned)).collect()
        }
        "set" => names.take(1).filter_map(|token| token.name().map(str::to_owned)).collect(),
        "component" => names.filter_map(|token| token.name().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

fn after_in(tag: &Tag, tokens: &[Token]) -> Option<Range<usize>> {
    let at = tokens.iter().find(|token| token.is_name("in"))?;
    Some(at.at.end..tag.inner.end)
}

/// What stands behind the `=` of `set x = …`; none for a `set` that captures what follows.
fn after_equals(tag: &Tag, tokens: &[Token]) -> Option<Range<usize>> {
    let at = tokens.get(2).filter(|token| token.is("="))?;
    Some(at.at.end..tag.inner.end)
}

/// `[x for x in list]`: a loop that cannot be counted.
fn comprehension(tokens: &[Token]) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for token in tokens {
        if token.is("[") {
            depth = depth.saturating_add(1);
        } else if token.is("]") {
            depth = depth.saturating_sub(1);
        } else if depth > 0 && token.is_name("for") {
            return Some(token.at.clone());
        }
    }
    None
}
