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

/// The bytes of the file that a stretch of the value (in bytes) was written with.
pub(super) fn locate(sources: &Sources, span: Span, text: &Text, part: Range<usize>) -> Span {
    located(sources, span, text, part).unwrap_or(span)
}

fn located(sources: &Sources, span: Span, text: &Text, part: Range<usize>) -> Option<Span> {
    let file = &sources.get(span.source)?.text;
    let range = span.range()?;
    let pieces = pieces(file, range.clone(), text);
    if !pieces.iter().map(|piece| piece.letter).eq(text.value.chars()) {
        return None;
    }
    let found = stretch(&pieces, part, range.end);
    let at = |offset| u32::try_from(offset).ok();
    Some(Span { source: span.source, start: at(found.start)?, end: at(found.end)? })
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
fn stretch(pieces: &[Piece], part: Range<usize>, end: usize) -> Range<usize> {
    let mut at = 0_usize;
    let mut found: Option<Range<usize>> = None;
    for piece in pieces {
        if at >= part.end && found.is_some() {
            break;
        }
        if at >= part.start {
            let start = found.as_ref().map_or(piece.from.start, |before| before.start);
            let stop = if at < part.end { piece.from.end } else { start };
            found = Some(start..stop);
        }
        at = at.saturating_add(piece.letter.len_utf8());
    }
    let end = pieces.last().map_or(end, |piece| piece.from.end);
    found.unwrap_or(end..end)
}
