//! What is wrong with an author's file: a value that every command shows in its own way.

mod advice;
mod frame;
mod json;
mod list;

use std::fmt;

use crate::source::{Sources, Span};

/// A stable code such as `R301`; `saywhen explain R301` prints its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The bot is not taken.
    Error,
    /// The bot is taken.
    Warning,
}

/// One mistake: what, where, what would happen, and what to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The exact part that is wrong; none for what has no line, such as a missing fallback.
    pub span: Option<Span>,
    /// One sentence in the author's words.
    pub headline: String,
    /// What stands beside the caret; may be empty.
    pub label: String,
    /// Other lines that belong to it, with what to say of each.
    pub related: Vec<(Span, String)>,
    /// What would happen; may be empty.
    pub note: String,
    /// What to type instead; may be empty.
    pub fix: String,
    /// A change that `check --fix` can make by itself.
    pub edit: Option<Edit>,
}

/// A change to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A mistake that keeps the bot from being taken.
    #[must_use]
    pub fn error(code: Code, span: Span, headline: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            span: Some(span),
            headline: headline.into(),
            label: String::new(),
            related: Vec::new(),
            note: String::new(),
            fix: String::new(),
            edit: None,
        }
    }

    /// Something to think about.
    #[must_use]
    pub fn warning(code: Code, span: Span, headline: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, headline) }
    }

    /// Says something beside the caret.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// Says what would happen.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Says what to type instead.
    #[must_use]
    pub fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    /// Points at another line.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }

    /// Offers a change that `check --fix` can make by itself.
    #[must_use]
    pub fn edit(self, span: Span, text: impl Into<String>) -> Self {
        Self { edit: Some(Edit { span, text: text.into() }), ..self }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Puts mistakes into the order of files and lines, errors before warnings of the same place.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        (a.span, a.severity, a.code, &a.headline).cmp(&(b.span, b.severity, b.code, &b.headline))
    });
}

/// Whether any of them keeps the bot from being taken.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The diagnostic as people see it: the author's line, a caret under the part, and what to type.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    frame::draw(diagnostic, sources, false)
}

/// All of them in the order of files and lines, each once, and how many there are.
///
/// Nothing for none; at most [`DIAGNOSTICS_SHOWN_MAX`](crate::limits::DIAGNOSTICS_SHOWN_MAX) are
/// drawn. `colour` is for terminals.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    list::draw(diagnostics, sources, colour)
}

/// The change that `check --fix` makes for it: none in conversation tests, and none that would take a
/// comment away.
#[must_use]
pub fn mendable<'d>(diagnostic: &'d Diagnostic, sources: &Sources) -> Option<&'d Edit> {
    advice::mendable(diagnostic, sources)
}

/// What to type instead; may be empty.
#[must_use]
pub fn advice(diagnostic: &Diagnostic, sources: &Sources) -> String {
    advice::of(diagnostic, sources)
}

/// The diagnostic for other programs; lines and columns count from 1, columns in letters.
#[must_use]
pub fn to_json(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    json::value(diagnostic, sources)
}
