//! Tree → where each line of a file begins, and which gaps within lines change.

use std::ops::Range;

use crate::flow::fmt::gaps;
use crate::source::Span;
use crate::source::yaml::{Entry, Node, NodeKind, Style};

/// Columns that a level adds.
const LEVEL: usize = 2;

/// Where a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing of the tree begins there: a comment, or an empty line.
    Free,
    /// At a column.
    At(usize),
    /// Within a text that YAML folds: at a column, and an empty line is part of it.
    Within(usize),
    /// Within a text or brackets that move as they are: from one column to another.
    Moved { from: usize, to: usize },
}

/// The layout of a file.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
    pub(super) places: Vec<Place>,
    /// Gaps within lines, and what stands there instead.
    pub(super) gaps: Vec<(Range<usize>, String)>,
    /// Lines on which an entry of the outermost level begins.
    pub(super) entries: Vec<usize>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at.saturating_add(1));
        let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let places = vec![Place::Free; starts.len()];
        Self { text, starts, places, gaps: Vec::new(), entries: Vec::new() }
    }

    /// Lays the whole tree out.
    pub(super) fn root(&mut self, root: &Node) {
        if let (NodeKind::Map(entries), true) = (&root.kind, self.is_block(root)) {
            self.entries = entries.iter().map(|entry| self.line(start(entry.key_span))).collect();
        }
        self.value(root, 0, 0);
        self.gaps.sort_by_key(|(gap, _)| gap.start);
    }

    /// A line's text, without its end.
    pub(super) fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let next = self.starts.get(line.saturating_add(1)).copied();
        start..next.map_or(self.text.len(), |next| next.saturating_sub(1))
    }

    /// A value whose block, or next lines, begin at `column`; `parent` is the column of what it belongs to.
    fn value(&mut self, node: &Node, column: usize, parent: usize) {
        match &node.kind {
            NodeKind::Map(entries) if self.is_block(node) => self.map(entries, column),
            NodeKind::List(items) if self.is_block(node) => self.list(items, column),
            NodeKind::Map(_) | NodeKind::List(_) => self.brackets(node, column),
            NodeKind::Text(text) => self.text(node, text.style, column.max(parent)),
        }
    }

    fn map(&mut self, entries: &[Entry], column: usize) {
        for entry in entries {
            self.begin(start(entry.key_span), column);
            self.gap(end(entry.key_span), start(entry.value.span), ": ");
            self.value(&entry.value, column.saturating_add(LEVEL), column);
        }
    }

    fn list(&mut self, items: &[Node], column: usize) {
        for item in items {
            let Some(dash) = self.dash(start(item.span)) else { continue };
            self.begin(dash, column);
            self.gap(dash, start(item.span), "- ");
            self.value(item, column.saturating_add(LEVEL), column);
        }
    }

    /// The dash before an item.
    fn dash(&self, item: usize) -> Option<usize> {
        let mut before = self.text.get(..item)?;
        loop {
            before = before.trim_end();
            if before.ends_with('-') {
                return before.len().checked_sub(1);
            }
            // A comment between the dash and its item.
            let line = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
            let hash = before.get(line..)?.find('#')?;
            before = before.get(..line.saturating_add(hash))?;
        }
    }

    /// Brackets: on one line they are spaced evenly; over several they move as they are.
    fn brackets(&mut self, node: &Node, column: usize) {
        let (first, last) = self.lines(node.span);
        let from = self.column(start(node.span));
        let begins = self.begin(start(node.span), column);
        if first == last {
            gaps::of(self.text, node, &mut self.gaps);
            return;
        }
        // Where the line itself begins tells how far it moves, if the brackets stand behind a key.
        let (from, to) = match self.places.get(first) {
            Some(Place::At(to)) if !begins => (self.indent(first), *to),
            _ => (from, column),
        };
        self.fill(first.saturating_add(1)..=last, Place::Moved { from, to });
    }

    fn text(&mut self, node: &Node, style: Style, column: usize) {
        if start(node.span) == end(node.span) {
            return;
        }
        let (first, last) = self.lines(node.span);
        let rest = first.saturating_add(1)..=last;
        self.begin(start(node.span), column);
        match style {
            Style::Plain | Style::Single | Style::Double => self.fill(rest, Place::Within(column)),
            Style::Literal | Style::Folded => {
                let filled = |line: &usize| !self.is_empty(*line);
                let from = rest.clone().find(filled).map_or(column, |line| self.indent(line));
                let header = self.text.get(start(node.span)..).unwrap_or_default();
                let header = header.lines().next().unwrap_or_default();
                let measured = header.chars().take_while(|letter| *letter != '#');
                let to = if measured.into_iter().any(|letter| letter.is_ascii_digit()) {
                    from
                } else {
                    column
                };
                self.fill(rest, Place::Moved { from, to });
            }
        }
    }

    /// Lets a line begin at a column, if this is the first thing on it.
    fn begin(&mut self, at: usize, column: usize) -> bool {
        let line = self.line(at);
        let first = self.column(at) == self.indent(line);
        if first && let Some(place) = self.places.get_mut(line) {
            *place = Place::At(column);
        }
        first
    }

    fn fill(&mut self, lines: std::ops::RangeInclusive<usize>, place: Place) {
        for line in lines {
            if let Some(slot) = self.places.get_mut(line) {
                *slot = place;
            }
        }
    }

    /// What stands between a key or dash and its value on one line, if that is nothing but a sign.
    fn gap(&mut self, from: usize, to: usize, wanted: &str) {
        let between = self.text.get(from..to).unwrap_or_default();
        let plain = between.trim() == wanted.trim() && !between.contains('\n');
        if plain && self.has_more(to) {
            self.gaps.push((from..to, wanted.to_owned()));
        }
    }

    /// Whether a value follows on the line.
    fn has_more(&self, at: usize) -> bool {
        let rest = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        !rest.trim().is_empty() && !rest.trim_start().starts_with('#')
    }

    fn is_block(&self, node: &Node) -> bool {
        let begun = self.text.get(start(node.span)..).unwrap_or_default();
        !begun.starts_with(['{', '['])
    }

    fn lines(&self, span: Span) -> (usize, usize) {
        let last = end(span).saturating_sub(1).max(start(span));
        (self.line(start(span)), self.line(last))
    }

    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn column(&self, at: usize) -> usize {
        at.saturating_sub(self.line_range(self.line(at)).start)
    }

    /// Spaces before the first thing on a line.
    pub(super) fn indent(&self, line: usize) -> usize {
        let text = self.text.get(self.line_range(line)).unwrap_or_default();
        text.len().saturating_sub(text.trim_start_matches(' ').len())
    }

    pub(super) fn is_empty(&self, line: usize) -> bool {
        self.text.get(self.line_range(line)).is_none_or(|text| text.trim().is_empty())
    }
}

/// Where a span begins, in bytes.
pub(super) fn start(span: Span) -> usize {
    span.range().map_or(0, |range| range.start)
}

/// Where it ends.
pub(super) fn end(span: Span) -> usize {
    span.range().map_or(0, |range| range.end)
}
