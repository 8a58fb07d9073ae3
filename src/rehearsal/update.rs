//! `test --update`: writes what the bot says now where a test expects something else, and leaves all
//! other lines and comments as they are.

use std::ops::Range;

use crate::script::bubble::Bubble;
use crate::script::line::{Line, LineKind};
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
    /// Comments in it, with the line ends around them.
    pub gaps: Vec<Span>,
    /// What the bot says in its place; none if it says nothing more.
    pub got: Option<Bubble>,
    /// Whether that is what the line expects.
    pub fits: bool,
}

impl Passage {
    pub(super) fn new(after: Span) -> Self {
        Self { after, expected: Vec::new(), more: Vec::new() }
    }

    pub(super) fn expect(&mut self, line: &Line, got: Option<Bubble>, fits: bool) {
        let (span, gaps) = (line.span, line.gaps.clone());
        self.expected.push(Expected { span, gaps, got, fits });
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

/// Before a comment on a line of its own, which would be a title without it.
const INDENT: &str = "     ";

struct Edit {
    at: Range<usize>,
    new: String,
}

fn edits(text: &str, passage: &Passage) -> Vec<Edit> {
    let silent = passage.more.is_empty() && passage.expected.iter().all(|line| line.got.is_none());
    let mut edits: Vec<Edit> = Vec::new();
    for (index, line) in passage.expected.iter().enumerate().filter(|(_, line)| !line.fits) {
        let Some(at) = line.span.range().map(|at| at.start..line_end(text, at.end)) else {
            continue;
        };
        let comments = comments(text, line);
        edits.push(match &line.got {
            Some(bubble) => Edit { at, new: woven(&print::pieces(bubble), &comments) },
            None if silent && index == 0 => {
                Edit { at, new: woven(&[print::line(&LineKind::Nothing)], &comments) }
            }
            None => Edit { at: whole_line(text, at), new: left(&comments) },
        });
    }
    edits.extend(more(text, passage));
    edits
}

/// Comments behind one piece of a line, and on lines of their own below it.
struct Comments<'t> {
    behind: Option<&'t str>,
    below: Vec<&'t str>,
}

/// The comments of each piece of a line.
fn comments<'t>(text: &'t str, line: &Expected) -> Vec<Comments<'t>> {
    let end = line.span.range().map_or(0, |at| at.end);
    let gaps = line.gaps.iter().filter_map(|gap| text.get(gap.range()?));
    let all = gaps.chain(text.get(end..line_end(text, end)));
    all.map(|gap| {
        let (behind, below) = gap.split_once('\n').unwrap_or((gap, ""));
        let behind = Some(behind.trim()).filter(|comment| !comment.is_empty());
        Comments { behind, below: below.lines().filter(|line| !line.trim().is_empty()).collect() }
    })
    .collect()
}

/// New pieces with the comments of the old ones; those that find no piece stand below the last.
fn woven(pieces: &[String], comments: &[Comments<'_>]) -> String {
    let (own, rest) = comments.split_at(comments.len().min(pieces.len()));
    let mut lines = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let own = own.get(index);
        lines.push(match own.and_then(|own| own.behind) {
            Some(comment) => format!("{piece}  {comment}"),
            None => piece.clone(),
        });
        lines.extend(own.iter().flat_map(|own| &own.below).map(|line| (*line).to_owned()));
    }
    lines.join("\n") + &left(rest)
}

/// Comments whose piece is gone, each on a line of its own.
fn left(comments: &[Comments<'_>]) -> String {
    let line = |comment: &str| format!("\n{INDENT}{}", comment.trim());
    let all = comments.iter().flat_map(|one| one.behind.iter().chain(&one.below));
    all.map(|comment| line(comment)).collect()
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
