//! Colours, for terminals only; `NO_COLOR` takes them away.

use std::io::IsTerminal;

/// Whether a stream shows colours.
#[expect(clippy::disallowed_methods, reason = "the environment is read in `cli`")]
pub(super) fn wanted(stream: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !refused
}

/// Paints words, or leaves them as they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    /// For a stream.
    pub(super) fn new(stream: &impl IsTerminal) -> Self {
        Self { on: wanted(stream) }
    }

    /// Whether there are colours.
    pub(super) fn is_on(self) -> bool {
        self.on
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// What matters.
    pub(super) fn strong(self, text: &str) -> String {
        self.with("1", text)
    }

    /// What is beside the point.
    pub(super) fn faint(self, text: &str) -> String {
        self.with("2", text)
    }

    /// What is as it should be.
    pub(super) fn good(self, text: &str) -> String {
        self.with("32", text)
    }

    /// What can be tapped.
    pub(super) fn tappable(self, text: &str) -> String {
        self.with("36", text)
    }
}
