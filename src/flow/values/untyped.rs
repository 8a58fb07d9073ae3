//! Questions whose answers are texts only because they have no `type`: what writes it there.

use crate::source::diagnostic::Diagnostic;
use crate::source::{Place, Sources, Span};

/// Such a question.
#[derive(Clone, Debug)]
pub(super) struct Untyped {
    /// The question.
    pub(super) place: Place,
    /// Its `save`, before which `type` may be written.
    pub(super) save: Span,
}

impl Untyped {
    /// Tells what makes its answers numbers.
    pub(super) fn told(&self, told: Diagnostic, sources: &Sources) -> Diagnostic {
        let ask = sources.word_at(&self.place);
        let told = ask
            .into_iter()
            .fold(told, |told, ask| told.related(ask, "no type, so the answer is text"));
        let told = told.fix(format!("type: integer   beside the ask on line {}", self.place.line));
        let at = Span { end: self.save.start, ..self.save };
        match separator(sources, at) {
            Some(separator) => told.edit(at, format!("type: integer{separator}")),
            None => told,
        }
    }
}

/// What stands between a key and the one at `at`: a line break, or a comma within braces; none where
/// that is not certain.
fn separator(sources: &Sources, at: Span) -> Option<String> {
    let text = &*sources.get(at.source)?.text;
    let before = text.get(..at.range()?.start)?;
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let line = before.get(start..)?;
    let indent = line.chars().all(|c| c == ' ' || c == '-');
    match before.trim_end().chars().next_back() {
        Some('{' | ',') => (!indent).then(|| ", ".to_owned()),
        _ if indent => Some(format!("\n{}", " ".repeat(line.chars().count()))),
        _ => None,
    }
}
