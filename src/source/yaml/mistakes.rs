//! What is said of each mistake that a tree shows.

use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Entry;
use crate::source::yaml::page::Page;

/// `&name`.
pub(super) fn anchor(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let span = page.span(start, end);
    Diagnostic::error(Code("Y116"), span, "& and * (anchors) are not part of the bot language")
        .fix("put shared texts in a template, or in a flow that others `call`")
}

/// `*name`.
pub(super) fn alias(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    anchor(page, start, end)
}

/// `!name`.
pub(super) fn tag(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let span = page.span(start, end);
    Diagnostic::error(Code("Y119"), span, "A tag (!x) is not part of the bot language")
}

/// `---` in the middle of a file.
pub(super) fn second_document(page: &Page<'_>, start: usize) -> Diagnostic {
    let span = page.span(start, start.saturating_add(3));
    Diagnostic::error(Code("Y119"), span, "A second document (---) is not part of the bot language")
}

/// `{{` without quotes.
pub(super) fn braces(page: &Page<'_>, start: usize) -> Diagnostic {
    let span = page.span(start, start.saturating_add(2));
    Diagnostic::error(Code("Y105"), span, "A text that starts with {{ needs quotes")
}

/// Too many lists and maps inside one another.
pub(super) fn too_deep(page: &Page<'_>, start: usize) -> Diagnostic {
    let span = page.span(start, start.saturating_add(1));
    Diagnostic::error(Code("Y122"), span, "Too many lists and maps inside one another")
}

/// A list or map where a key belongs.
pub(super) fn key_not_text(span: Span) -> Diagnostic {
    Diagnostic::error(Code("Y121"), span, "A word before a colon is wanted here, not a list or map")
}

/// The same key again.
pub(super) fn twice(_page: &Page<'_>, first: &Entry, second: &Entry) -> Diagnostic {
    let headline = format!("\"{}\" is here twice", second.key.value);
    Diagnostic::error(Code("Y112"), second.key_span, headline)
        .label("only one of them would be used")
        .related(first.key_span, "the first one")
}

/// A key with nothing after it.
pub(super) fn no_value(_page: &Page<'_>, entry: &Entry) -> Diagnostic {
    let headline = format!("\"{}\" has nothing after its colon", entry.key.value);
    Diagnostic::error(Code("Y120"), entry.key_span, headline)
}
