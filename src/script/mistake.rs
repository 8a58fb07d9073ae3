//! What is wrong with a line.

use crate::script::NOT_UNDERSTOOD;
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;

/// What a line is, or why it cannot be understood.
pub(super) type Read<T> = Result<T, Diagnostic>;

/// A line that cannot be understood.
pub(super) fn mistake(span: Span, headline: impl Into<String>) -> Diagnostic {
    Diagnostic::error(NOT_UNDERSTOOD, span, headline)
}
