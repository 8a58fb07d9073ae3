//! Folding: the form in which words are compared (LANGUAGE, "Triggers").

/// A text in the form in which words are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Folded words with one space between them.
    pub text: String,
}

/// Folds a text.
#[must_use]
pub fn fold(_text: &str) -> Folded {
    Folded::default()
}

/// A message, ready to be matched: cut to `MATCHED_CHARS_MAX`, trimmed, and folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// As typed, trimmed.
    pub typed: String,
    /// Folded.
    pub folded: Folded,
}

impl Message {
    /// Prepares a message.
    #[must_use]
    pub fn new(_text: &str) -> Self {
        Self::default()
    }
}
