//! A sentence that people may see or say, for those who translate.

use crate::source::Span;

/// A sentence as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// With its `{{ }}`.
    pub text: String,
    /// What tells it from an equal one.
    pub context: Option<String>,
    /// Where it stands first.
    pub span: Span,
    /// Languages that the author has written beside it.
    pub has: Vec<String>,
}
