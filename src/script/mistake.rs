//! What is wrong with a line, small enough to be handed up through every reader.

use crate::script::NOT_UNDERSTOOD;
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;

/// What a line is, or why it cannot be understood.
pub(super) type Read<T> = Result<T, Mistake>;

/// A line that cannot be understood.
#[derive(Debug)]
pub(super) struct Mistake(pub(super) Box<Diagnostic>);

/// A line that cannot be understood.
pub(super) fn mistake(span: Span, headline: impl Into<String>) -> Mistake {
    Mistake(Box::new(Diagnostic::error(NOT_UNDERSTOOD, span, headline)))
}

impl Mistake {
    pub(super) fn label(self, label: impl Into<String>) -> Self {
        Self(Box::new(self.0.label(label)))
    }

    pub(super) fn note(self, note: impl Into<String>) -> Self {
        Self(Box::new(self.0.note(note)))
    }

    pub(super) fn fix(self, fix: impl Into<String>) -> Self {
        Self(Box::new(self.0.fix(fix)))
    }

    pub(super) fn edit(self, span: Span, text: impl Into<String>) -> Self {
        Self(Box::new(self.0.edit(span, text)))
    }
}
