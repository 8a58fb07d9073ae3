//! Where a template comes from, so that Tera's errors are told at the author's own place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::source::yaml::{Text, locate_all};
use crate::source::{Place, Sources, Span};
use crate::template::weave::Guarded;

/// What an author wrote, and where.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: Text,
    pub(super) span: Span,
    /// The stretch of the text's value that counts.
    pub(super) part: Range<usize>,
    /// The name of a template file.
    pub(super) file: Option<String>,
}

impl Written {
    /// The template or expression itself.
    pub(super) fn body(&self) -> &str {
        self.text.value.get(self.part.clone()).unwrap_or_default()
    }

    /// Where bytes of the body stand in the author's file.
    pub(super) fn place(&self, sources: &Sources, at: Range<usize>) -> Span {
        self.places(sources, [at]).pop().unwrap_or(self.span)
    }

    /// Where many stretches of the body stand in the author's file.
    pub(super) fn places(
        &self,
        sources: &Sources,
        stretches: impl IntoIterator<Item = Range<usize>>,
    ) -> Vec<Span> {
        let shift = |byte: usize| byte.saturating_add(self.part.start).min(self.part.end);
        let parts = stretches.into_iter().map(|at| shift(at.start)..shift(at.end));
        if self.file.is_some() {
            parts.map(|part| self.span.part(part.start, part.end)).collect()
        } else {
            locate_all(sources, self.span, &self.text, parts)
        }
    }
}

/// One template as Tera sees it.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) guarded: Guarded,
    pub(super) written: Arc<Written>,
    /// The stretch of the author's text that is a bare expression.
    pub(super) expression: Option<Range<usize>>,
}

/// All templates by name.
#[derive(Debug, Default)]
pub(super) struct Origins {
    by_name: BTreeMap<String, Made>,
    sources: Sources,
}

impl Origins {
    /// Keeps where templates come from; their sources are Tera's alone from now on.
    pub(super) fn new(made: Vec<Made>, sources: Sources) -> Self {
        let named = made.into_iter().map(|mut made| {
            made.guarded.source = String::new();
            (made.name.clone(), made)
        });
        Self { by_name: named.collect(), sources }
    }

    /// The author's place of bytes of a template, and what stands there.
    pub(super) fn find(&self, name: &str, at: &Range<usize>) -> Option<(Place, &str)> {
        let made = self.by_name.get(name)?;
        let body = made.written.body();
        let original = with_path(body, made.guarded.original(at));
        let span = made.written.place(&self.sources, original.clone());
        Some((self.sources.place(span), body.get(original).unwrap_or_default()))
    }

    /// The variable without a value that is read at bytes of a template, or right before them.
    pub(super) fn unset(
        &self,
        name: &str,
        at: &Range<usize>,
        is_unset: &dyn Fn(&str) -> bool,
    ) -> Option<(Place, &str)> {
        let made = self.by_name.get(name)?;
        let here = made.guarded.original(at);
        let mut reads = made.guarded.notes.reads.iter().rev();
        let meets = |at: &Range<usize>| at.start <= here.end && here.start <= at.end;
        let read = reads.find(|read| meets(&read.at) && is_unset(&read.name))?;
        let span = made.written.place(&self.sources, read.at.clone());
        Some((self.sources.place(span), &read.name))
    }

    /// Texts in quotes that are handed over to a function, and where they stand.
    pub(super) fn handed(&self, function: &str, argument: &str) -> Vec<(&str, Span)> {
        let mut all = Vec::new();
        for made in self.by_name.values() {
            let calls = made.guarded.notes.functions.iter();
            for call in calls.filter(|call| call.named.name == function) {
                let given = call.given.iter().filter(|given| given.name == argument);
                for (text, at) in given.filter_map(|given| given.text.as_ref()) {
                    all.push((text.as_str(), made.written.place(&self.sources, at.clone())));
                }
            }
        }
        all
    }

    /// The author's place of a span.
    pub(super) fn place(&self, span: Span) -> Place {
        self.sources.place(span)
    }

    /// The author's place of a whole template.
    pub(super) fn whole(&self, name: &str) -> Option<Place> {
        self.find(name, &(0..0)).map(|(place, _)| place)
    }
}

/// A field with the path before it: `user.name` where Tera points at `name`.
fn with_path(body: &str, at: Range<usize>) -> Range<usize> {
    let before = body.get(..at.start).unwrap_or_default();
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let path = before.rfind(|c: char| !part(c)).map_or(0, |end| {
        end.saturating_add(
            before.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        )
    });
    let field = before.ends_with('.');
    if field { path..at.end } else { at }
}
