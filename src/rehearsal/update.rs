//! `test --update`: writes what the bot says now where a test expects something else, and leaves all
//! other lines and comments as they are.

use std::ops::Range;

use crate::script::bubble::Bubble;
use crate::script::line::LineKind;
use crate::script::print;
use crate::source::Span;

/// What the bot says to one thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The line of what happened.
    pub after: Span,
    /// Each line that expects something, in order.
    pub expected: Vec<Expected>,
    /// What the bot says beyond them.
    pub more: Vec<Bubble>,
}

/// A line that expects something, and what there was.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The line.
    pub span: Span,
    /// What the bot says in its place; none if it says nothing more.
    pub got: Option<Bubble>,
    /// Whether that is what the line expects.
    pub fits: bool,
}

impl Passage {
    pub(super) fn new(after: Span) -> Self {
        Self { after, expected: Vec::new(), more: Vec::new() }
    }

    pub(super) fn expect(&mut self, span: Span, got: Option<Bubble>, fits: bool) {
        self.expected.push(Expected { span, got, fits });
    }

    /// Whether the bot says something else than the test expects.
    #[must_use]
    pub fn differs(&self) -> bool {
        !self.more.is_empty() || self.expected.iter().any(|line| !line.fits)
    }

    /// Without the lines of other files, which their own tests rewrite.
    pub(super) fn own(mut self, test: Span) -> Option<Self> {
        self.expected.retain(|line| line.span.source == test.source);
        (self.after.source == test.source && self.differs()).then_some(self)
    }
}

/// The file with what the bot says now.
#[must_use]
pub fn update(text: &str, passages: &[Passage]) -> String {
    let mut edits: Vec<Edit> = passages.iter().flat_map(|passage| edits(text, passage)).collect();
    edits.sort_by_key(|edit| edit.at.start);
    edits.dedup_by_key(|edit| edit.at.clone());
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        if text.get(edit.at.clone()).is_some() {
            text.replace_range(edit.at, &edit.new);
        }
    }
    text
}

struct Edit {
    at: Range<usize>,
    new: String,
}

fn edits(text: &str, passage: &Passage) -> Vec<Edit> {
    let silent = passage.more.is_empty() && passage.expected.iter().all(|line| line.got.is_none());
    let mut edits: Vec<Edit> = Vec::new();
    for (index, line) in passage.expected.iter().enumerate().filter(|(_, line)| !line.fits) {
        let Some(at) = line.span.range() else { continue };
        edits.push(match &line.got {
            Some(bubble) => Edit { at, new: written(bubble) },
            None if silent && index == 0 => Edit { at, new: print::line(&LineKind::Nothing) },
            None => Edit { at: whole_line(text, at), new: String::new() },
        });
    }
    edits.extend(more(text, passage));
    edits
}

/// Bubbles that no line expects stand behind the last line that expects one.
fn more(text: &str, passage: &Passage) -> Option<Edit> {
    let last = passage.expected.last().map_or(passage.after, |line| line.span);
    let end = line_end(text, last.range()?.end);
    let new: Vec<String> = passage.more.iter().map(written).collect();
    (!new.is_empty()).then(|| Edit { at: end..end, new: format!("\n{}", new.join("\n")) })
}

fn written(bubble: &Bubble) -> String {
    print::line(&LineKind::Bot(bubble.clone()))
}

/// The lines of a range with what stands before and behind it, and with the end of the one before.
fn whole_line(text: &str, at: Range<usize>) -> Range<usize> {
    let start = text.get(..at.start).and_then(|before| before.rfind('\n')).unwrap_or(at.start);
    start..line_end(text, at.end)
}

fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    rest.find('\n').map_or(text.len(), |at| from.saturating_add(at))
}
