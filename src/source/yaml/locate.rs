//! Where a stretch of a text's value stands in its file, whatever the quoting style.

use std::ops::Range;

use crate::source::yaml::folding;
use crate::source::yaml::{Style, Text, block};
use crate::source::{Sources, Span};

/// A letter of a value and the bytes it was written with.
pub(super) struct Piece {
    pub(super) letter: char,
    pub(super) from: Range<usize>,
}

/// The bytes of the file that stretches of the value (in bytes) were written with, one by one.
pub(super) fn locate(
    sources: &Sources,
    span: Span,
    text: &Text,
    parts: impl IntoIterator<Item = Range<usize>>,
) -> Vec<Span> {
    let letters = letters(sources, span, text);
    let span_of = |found: Range<usize>| {
        let at = |offset| u32::try_from(offset).ok();
        Some(Span { source: span.source, start: at(found.start)?, end: at(found.end)? })
    };
    let located = |part| {
        let (pieces, starts) = letters.as_ref()?;
        span_of(stretch(pieces, starts, part, span.range()?.end))
    };
    parts.into_iter().map(|part| located(part).unwrap_or(span)).collect()
}

/// The value letter by letter, and where each of them starts in it.
fn letters(sources: &Sources, span: Span, text: &Text) -> Option<(Vec<Piece>, Vec<usize>)> {
    let file = &sources.get(span.source)?.text;
    let pieces = pieces(file, span.range()?, text);
    let starts = text.value.char_indices().map(|(start, _)| start).collect();
    let same = pieces.iter().map(|piece| piece.letter).eq(text.value.chars());
    same.then_some((pieces, starts))
}

fn pieces(file: &str, range: Range<usize>, text: &Text) -> Vec<Piece> {
    let inner = range.start.saturating_add(1)..range.end.saturating_sub(1);
    match text.style {
        Style::Plain => folding::plain(file, range),
        Style::Single => folding::single(file, inner),
        Style::Double => folding::double(file, inner),
        Style::Literal => block::read(file, range.start, &text.value, block::literal),
        Style::Folded => block::read(file, range.start, &text.value, block::folded),
    }
}

/// From the first letter's first byte to the last letter's last; `end` stands after all of them.
fn stretch(pieces: &[Piece], starts: &[usize], part: Range<usize>, end: usize) -> Range<usize> {
    let first = starts.partition_point(|start| *start < part.start);
    let last = starts.partition_point(|start| *start < part.end).checked_sub(1);
    let Some(start) = pieces.get(first).map(|piece| piece.from.start) else {
        let end = pieces.last().map_or(end, |piece| piece.from.end);
        return end..end;
    };
    let last = last.filter(|last| *last >= first).and_then(|last| pieces.get(last));
    start..last.map_or(start, |piece| piece.from.end)
}
