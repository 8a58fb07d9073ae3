//! Text → tree with a span for every value; the only folder that names the YAML parser.

mod blame;
mod block;
mod entries;
mod events;
mod folding;
mod line;
mod locate;
mod mistakes;
mod page;
mod quote;
mod repair;
mod texts;
mod tree;

use std::ops::Range;

use crate::source::diagnostic::{self, Diagnostic};
use crate::source::yaml::page::Page;
use crate::source::yaml::tree::Tree;
use crate::source::{SourceId, Sources, Span};

/// One value of an author's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands: quotes are part of it, and the `|` or `>` of a block of text.
    /// Empty only where nothing was written.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is. Scalars stay text; whoever wants a number asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A text.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A map, in the author's order, without a key twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// A text and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text that YAML makes of it.
    pub value: String,
    /// How it was written.
    pub style: Style,
}

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// Reads one file; none if there is nothing in it, or nothing that can be gone on with.
///
/// A file that is no YAML gives its first mistake. Mistakes that leave a tree worth checking (a key
/// twice, an anchor, a text that is cut) are all told, with that tree.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let page = Page { source, text };
    let mut tree = Tree::new(page);
    let read = events::read(text, |told| tree.take(told));
    let grown = tree.grown();
    if let Err(stop) = read {
        return (None, vec![blame::blame(page, &stop, &grown)]);
    }
    let Some(root) = grown.root else { return (None, grown.mistakes) };
    let invisible = texts::invisible(page, &root);
    if !invisible.is_empty() {
        return (None, invisible);
    }
    let mut told = grown.mistakes;
    told.extend(texts::check(page, &root));
    diagnostic::sort(&mut told);
    let glued = told.iter().any(|mistake| mistake.code == mistakes::GLUED);
    (Some(root).filter(|_| !grown.misled && !glued), told)
}

/// Where a stretch of a text's value (in bytes) stands in its file, whatever the quoting style.
///
/// The place of the whole text, if `span` and `text` are not from the same place of `sources`. The
/// last line end of a block of text stands after its span.
#[must_use]
pub fn locate(sources: &Sources, span: Span, text: &Text, part: Range<usize>) -> Span {
    locate_all(sources, span, text, [part]).pop().unwrap_or(span)
}

/// Where many stretches of a text's value stand in its file, in their order.
#[must_use]
pub fn locate_all(
    sources: &Sources,
    span: Span,
    text: &Text,
    parts: impl IntoIterator<Item = Range<usize>>,
) -> Vec<Span> {
    locate::locate(sources, span, text, parts)
}
