//! Goes through a template tag by tag: what it reads and uses, what is refused, and where its loops,
//! captures and sets are counted.

use std::ops::Range;

use crate::limits::{ELIFS_MAX, LOOP_NESTING_MAX, TEMPLATE_DEPTH_MAX, TEMPLATE_SOURCE_BYTES_MAX};
use crate::template::frame::{Cost, Frame, Names};
use crate::template::notes::{Component, Named, Notes, Put, Refusal, Uses};
use crate::template::own;
use crate::template::scan::{self, Kind, Tag};
use crate::template::signature::Signature;
use crate::template::token::{self, Close, Token, What};
use crate::template::walk::{Bound, Walk};

/// Goes through a text; what a `file` makes is counted too, because others include it.
pub(super) fn text(text: &str, file: bool) -> Notes {
    if text.len() > TEMPLATE_SOURCE_BYTES_MAX {
        return refused(Refusal::Size);
    }
    match scan::tags(text) {
        Ok(tags) => Guard::new(text, file).run(&tags),
        Err(torn) => refused(Refusal::Torn(torn)),
    }
}

/// Goes through a bare expression: a stretch of a text.
pub(super) fn expression(text: &str, range: Range<usize>) -> Notes {
    if range.len() > TEMPLATE_SOURCE_BYTES_MAX {
        return refused(Refusal::Size);
    }
    let stretch = text.get(..range.end).unwrap_or_default();
    let words = match token::words(stretch, range.start, Close::End) {
        Ok(words) => words,
        Err(torn) => return refused(Refusal::Torn(torn)),
    };
    let mut notes = Notes::default();
    if let Some(mut walk) = Walk::new(&words.tokens, &mut notes, &|_| Bound::Free) {
        walk.expression(0..words.tokens.len());
        notes.calls = walk.calls;
    }
    notes
}

fn refused(refusal: Refusal) -> Notes {
    Notes { refusals: vec![refusal], ..Notes::default() }
}

struct Guard<'a> {
    text: &'a str,
    file: bool,
    notes: Notes,
    frames: Vec<Frame>,
    /// What the template itself sets outside of all blocks.
    names: Vec<String>,
    /// What it sets on some ways only.
    maybe: Vec<String>,
    cost: Cost,
    /// What was noted before the component that is being defined.
    outside: Uses,
}

impl<'a> Guard<'a> {
    fn new(text: &'a str, file: bool) -> Self {
        Self {
            text,
            file,
            notes: Notes::default(),
            frames: Vec::new(),
            names: Vec::new(),
            maybe: Vec::new(),
            cost: Cost::default(),
            outside: Uses::default(),
        }
    }

    fn run(mut self, tags: &[Tag<'_>]) -> Notes {
        let mut written = 0;
        for tag in tags {
            self.content(tag.outer.start.saturating_sub(written));
            written = tag.outer.end;
            let tokens = tag.tokens.len().saturating_add(1);
            self.spend(Cost { tokens, ..Cost::default() });
            let going_on = match tag.kind {
                Kind::Inert => {
                    self.content(tag.outer.len());
                    true
                }
                Kind::Output => self.output(tag),
                Kind::Block => self.block(tag),
            };
            if !going_on {
                return self.notes;
            }
        }
        self.content(self.text.len().saturating_sub(written));
        if let Some(frame) = self.frames.last() {
            let refusal = Refusal::Open(frame.at.clone(), frame.word.to_owned());
            self.notes.refusals.push(refusal);
        }
        self.notes.calls = self.cost.ticks();
        if self.file {
            let what = format!("{{{{ __tick(n={}) }}}}", self.cost.ticks().saturating_add(1));
            self.notes.puts.push(Put { at: 0, what });
        }
        self.notes
    }

    /// Whether Tera keeps what is written here, instead of writing it to us.
    fn is_kept(&self) -> bool {
        let keeps = |frame: &Frame| !["for", "if"].contains(&frame.word);
        self.file || self.frames.iter().any(keeps)
    }

    /// Whether what stands here is gone through whenever the template is.
    fn is_certain(&self) -> bool {
        self.frames.iter().all(|frame| ["set", "filter"].contains(&frame.word))
    }

    fn content(&mut self, bytes: usize) {
        if self.is_kept() {
            self.spend(Cost { bytes, ..Cost::default() });
        }
    }

    fn spend(&mut self, cost: Cost) {
        self.frames.last_mut().map_or(&mut self.cost, |frame| &mut frame.cost).add(cost);
    }

    /// Goes through words with what is bound here.
    fn walk<T>(
        &mut self,
        tokens: &[Token<'_>],
        go: impl FnOnce(&mut Walk<'_, '_>) -> T,
    ) -> Option<T> {
        let names = Names { frames: &self.frames, own: &self.names, maybe: &self.maybe };
        let bound = |name: &str| names.bound(name);
        let before = self.notes.reads.len();
        let components = self.notes.uses.components.len();
        let mut walk = Walk::new(tokens, &mut self.notes, &bound)?;
        let result = go(&mut walk);
        let calls = walk.calls;
        if !self.is_certain() {
            self.notes.doubt(before..self.notes.reads.len());
        }
        self.spend(Cost { calls, ..Cost::default() });
        let names = Names { frames: &self.frames, own: &self.names, maybe: &self.maybe };
        own::settle(&mut self.notes, &names, components);
        Some(result)
    }

    fn output(&mut self, tag: &Tag<'_>) -> bool {
        let all = 0..tag.tokens.len();
        let component = tag.tokens.first().is_some_and(|token| token.is("<"));
        let filter = if self.is_kept() && !component {
            " | __made"
        } else if is_arithmetic(&tag.tokens) {
            " | __shown"
        } else {
            ""
        };
        self.walk(&tag.tokens, |walk| {
            walk.expression(all.clone());
            if !filter.is_empty() {
                walk.wrap(&all, filter);
            }
        })
        .is_some()
    }

    /// Whether the rest of the template can be understood.
    fn block(&mut self, tag: &Tag<'_>) -> bool {
        let rest = 1..tag.tokens.len();
        match tag.word() {
            "for" => self.for_each(tag),
            "if" => {
                self.walk(&tag.tokens, |walk| walk.expression(rest)).is_some()
                    && self.open("if", tag, Vec::new())
            }
            "elif" => {
                self.branch(tag) && self.walk(&tag.tokens, |walk| walk.expression(rest)).is_some()
            }
            "else" => self.branch(tag),
            "set" => self.set(tag),
            "filter" => {
                self.walk(&tag.tokens, |walk| filters(walk, 1)).is_some()
                    && self.open("filter", tag, Vec::new())
            }
            "component" => self.component(tag),
            "<" => {
                self.walk(&tag.tokens, |walk| walk.component(1, rest.end)).is_some()
                    && self.open("<", tag, Vec::new())
            }
            "include" => self.include(tag),
            "endfor" | "endif" | "endset" | "endfilter" | "endcomponent" | "</" => self.close(tag),
            "break" | "continue" => true,
            "set_global" => self.word(tag, "set_global"),
            "extends" | "block" | "endblock" => self.word(tag, "extends"),
            "macro" | "import" | "endmacro" => {
                self.notes.refusals.push(Refusal::Macro(tag.outer.clone()));
                false
            }
            word => {
                let at = tag.tokens.first().map_or(tag.outer.clone(), Token::at);
                self.notes.refusals.push(Refusal::Unknown(at, word.to_owned()));
                false
            }
        }
    }

    fn word(&mut self, tag: &Tag<'_>, word: &'static str) -> bool {
        self.notes.refusals.push(Refusal::Word(tag.outer.clone(), word));
        false
    }

    fn open(&mut self, word: &'static str, tag: &Tag<'_>, names: Vec<String>) -> bool {
        let (at, cost) = (tag.outer.clone(), Cost::default());
        let (row, taken) = (None, Vec::new());
        self.frames.push(Frame { word, at, names, row, taken, cost, counter: None, branches: 0 });
        let fits = self.frames.len() <= TEMPLATE_DEPTH_MAX;
        if !fits {
            self.notes.refusals.push(Refusal::Complex(tag.outer.clone()));
        }
        fits
    }

    fn for_each(&mut self, tag: &Tag<'_>) -> bool {
        if self.frames.iter().filter(|frame| frame.word == "for").count() >= LOOP_NESTING_MAX {
            self.notes.refusals.push(Refusal::Nesting(tag.outer.clone()));
            return false;
        }
        let Some(of) = tag.tokens.iter().position(|token| token.is("in")) else { return true };
        let list = of.saturating_add(1)..tag.tokens.len();
        let walked = self.walk(&tag.tokens, |walk| {
            walk.expression(list.clone());
            walk.wrap(&list, " | __items(n=1)");
        });
        let names = tag.tokens.get(1..of).unwrap_or_default().iter();
        let mut names: Vec<_> =
            names.filter(|name| name.is_name()).map(|name| name.text.to_owned()).collect();
        let row = own::row(&names, tag.tokens.get(list).unwrap_or_default());
        names.push("loop".to_owned());
        let counter = self.notes.puts.len().checked_sub(1);
        let open = walked.is_some() && self.open("for", tag, names);
        if let Some(frame) = self.frames.last_mut() {
            (frame.counter, frame.row) = (counter, row);
        }
        open
    }

    /// `elif` and `else`. Tera reads every `elif` inside the one before it: thousands of them would
    /// overflow its stack and end the process.
    fn branch(&mut self, tag: &Tag<'_>) -> bool {
        let last = tag.word() == "else";
        let takes = |frame: &&mut Frame| frame.word == "if" || (last && frame.word == "for");
        let Some(frame) = self.frames.last_mut().filter(takes) else { return self.stray(tag) };
        let names = std::mem::take(&mut frame.names);
        frame.branches = frame.branches.saturating_add(usize::from(!last));
        if frame.word == "if" {
            self.maybe.extend(names);
        }
        let fits = self.frames.iter().map(|frame| frame.branches).sum::<usize>() <= ELIFS_MAX;
        if !fits {
            self.notes.refusals.push(Refusal::Elifs(tag.outer.clone()));
        }
        fits
    }

    fn set(&mut self, tag: &Tag<'_>) -> bool {
        let Some(name) = tag.tokens.get(1).filter(|token| token.is_name()) else { return true };
        let value = 3..tag.tokens.len();
        let keeps = tag.tokens.get(2).is_none_or(|token| !token.is("="));
        let walked = self.walk(&tag.tokens, |walk| {
            if keeps {
                filters(walk, 2);
                walk.put(tag.inner_end, " | __kept");
            } else {
                walk.expression(value.clone());
                walk.wrap(&value, " | __kept");
            }
        });
        if walked.is_none() || (keeps && !self.open("set", tag, Vec::new())) {
            return false;
        }
        let name = name.text.to_owned();
        let outer = self.frames.iter_mut().rev().nth(usize::from(keeps));
        outer.map_or(&mut self.names, |frame| &mut frame.names).push(name);
        true
    }

    fn include(&mut self, tag: &Tag<'_>) -> bool {
        let Some(name) = tag.tokens.get(1).filter(|token| token.what == What::Text) else {
            return true;
        };
        let inside = name.text.get(1..name.text.len().saturating_sub(1)).unwrap_or_default();
        let mut included = Named::new(inside, name.at());
        let frames = self.frames.iter().flat_map(|frame| &frame.names);
        included.certain = self.is_certain();
        included.bound = frames.chain(&self.names).cloned().collect();
        self.notes.uses.includes.push(included);
        self.spend(Cost { calls: 1, ..Cost::default() });
        true
    }

    fn component(&mut self, tag: &Tag<'_>) -> bool {
        let signature = Signature::read(tag);
        let Some(signature) = signature.filter(|_| self.frames.is_empty()) else {
            return self.open("component", tag, Vec::new());
        };
        self.outside = std::mem::take(&mut self.notes.uses);
        let (named, implicit) = (signature.name, signature.taken);
        let (uses, reads) = (Uses::default(), Vec::new());
        let taken = implicit.clone();
        self.notes.components.push(Component { named, implicit, uses, reads });
        let dash = if tag.trims.1 { "-" } else { "" };
        let what = format!("{{{{ __tick(n=1) {dash}}}}}");
        self.notes.puts.push(Put { at: tag.outer.end, what });
        let counter = self.notes.puts.len().checked_sub(1);
        let open = self.open("component", tag, signature.all);
        if let Some(frame) = self.frames.last_mut() {
            (frame.counter, frame.taken) = (counter, taken);
        }
        open
    }

    fn close(&mut self, tag: &Tag<'_>) -> bool {
        let word = match tag.word() {
            "</" => "<",
            word => word.strip_prefix("end").unwrap_or(word),
        };
        let Some(frame) = self.frames.pop_if(|frame| frame.word == word) else {
            return self.stray(tag);
        };
        match frame.word {
            "if" => self.maybe.extend(frame.names),
            "for" => {}
            "component" => {
                let uses =
                    std::mem::replace(&mut self.notes.uses, std::mem::take(&mut self.outside));
                if let Some(component) = self.notes.components.last_mut() {
                    component.uses = uses;
                }
            }
            _ => {
                let outer = self.frames.last_mut();
                outer.map_or(&mut self.names, |outer| &mut outer.names).extend(frame.names);
            }
        }
        match frame.counter.and_then(|at| self.notes.puts.get_mut(at)) {
            Some(put) => {
                let ticks = frame.cost.ticks().saturating_add(1);
                put.what = put.what.replace("n=1", &format!("n={ticks}"));
            }
            None => self.spend(frame.cost),
        }
        true
    }

    /// An end without a beginning; most likely what is open was never closed.
    fn stray(&mut self, tag: &Tag<'_>) -> bool {
        let refusal = match self.frames.last() {
            Some(frame) if tag.word() != "else" && tag.word() != "elif" => {
                Refusal::Open(frame.at.clone(), frame.word.to_owned())
            }
            _ => Refusal::Stray(tag.outer.clone(), tag.word().to_owned()),
        };
        self.notes.refusals.push(refusal);
        false
    }
}

fn filters(walk: &mut Walk<'_, '_>, mut at: usize) {
    while at < walk.tokens.len() {
        if walk.is(at, "|") {
            at = at.saturating_add(1);
        }
        at = walk.filter(at).max(at.saturating_add(1));
    }
}

/// Whether a number may come out that was not there before.
fn is_arithmetic(tokens: &[Token<'_>]) -> bool {
    const SIGNS: [&str; 10] = ["+", "-", "*", "/", "//", "%", "**", "round", "float", "abs"];
    tokens.iter().any(|token| SIGNS.iter().any(|sign| token.is(sign)))
}
