//! The text of one file and its places.

use crate::source::yaml::{Node, NodeKind, Style, Text};
use crate::source::{SourceId, Span};

/// The file that is being read.
#[derive(Clone, Copy)]
pub(super) struct Page<'t> {
    pub(super) source: SourceId,
    pub(super) text: &'t str,
}

impl<'t> Page<'t> {
    /// The span of whole letters that holds these bytes, or as many of them as there are.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) =
            (self.text.floor_char_boundary(start), self.text.ceil_char_boundary(end));
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source: self.source, start: at(start), end: at(end) }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    pub(super) fn slice_of(&self, span: Span) -> &'t str {
        span.range().and_then(|range| self.text.get(range)).unwrap_or("")
    }

    pub(super) fn rest(&self, start: usize) -> &'t str {
        self.text.get(start..).unwrap_or("")
    }

    pub(super) fn before(&self, end: usize) -> &'t str {
        self.text.get(..end).unwrap_or("")
    }

    pub(super) fn text(&self, value: String, style: Style, (start, end): (usize, usize)) -> Node {
        let kind = NodeKind::Text(Text { value, style });
        Node { span: self.span(start, end), kind }
    }

    /// The bytes of the line that a place is on, without its line end.
    pub(super) fn line(&self, at: usize) -> (usize, usize) {
        let start = self.before(at).rfind('\n').map_or(0, |before| before.saturating_add(1));
        let length = self.rest(start).find('\n').unwrap_or(self.rest(start).len());
        (start, start.saturating_add(length))
    }

    /// A file's root: nothing at all, if nothing was written.
    pub(super) fn something(node: Node) -> Option<Node> {
        (!node.is_missing()).then_some(node)
    }

    /// A key is a text; anything else is kept as it was written.
    pub(super) fn key(&self, node: Node) -> (Span, Text) {
        match node.kind {
            NodeKind::Text(text) => (node.span, text),
            NodeKind::List(_) | NodeKind::Map(_) => {
                let value = self.slice_of(node.span).to_owned();
                (node.span, Text { value, style: Style::Plain })
            }
        }
    }

    /// Where the `|` or `>` of a block of text stands, between what came before and its contents.
    pub(super) fn find_block_header(&self, from: usize, to: usize) -> usize {
        self.find(from, to, |c| matches!(c, '|' | '>'))
    }

    /// Where the first `-` of a list stands that hangs directly under its key.
    pub(super) fn find_dash(&self, from: usize, to: usize) -> usize {
        self.find(from, to, |c| c == '-')
    }

    fn find(&self, from: usize, to: usize, wanted: impl Fn(char) -> bool) -> usize {
        let mut comment = false;
        let mut before = ' ';
        for (at, c) in self.slice(from, to).char_indices() {
            if !comment && wanted(c) {
                return from.saturating_add(at);
            }
            comment = c != '\n' && (comment || (c == '#' && before.is_whitespace()));
            before = c;
        }
        to
    }

    /// A block of text ends with its last letter, not with the empty lines after it.
    pub(super) fn trim_block_end(&self, start: usize, end: usize) -> usize {
        let trimmed = self.slice(start, end).trim_end_matches([' ', '\n', '\t', '\r']);
        start.saturating_add(trimmed.len())
    }
}

impl Node {
    /// Whether it is a text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, NodeKind::Text(_))
    }

    /// Whether nothing was written where a value belongs.
    pub(super) fn is_missing(&self) -> bool {
        self.span.start == self.span.end
            && matches!(&self.kind, NodeKind::Text(text) if text.style == Style::Plain)
    }
}
