//! What is said of a mistake where nobody draws its line.

use crate::source::Sources;
use crate::source::diagnostic::{Diagnostic, advice};

/// A line each: what is wrong, what stands beside the caret, what would happen, what to type instead.
pub(super) fn of(one: &Diagnostic, sources: &Sources) -> String {
    let related = one.related.iter().map(|(span, text)| match text.as_str() {
        "" => sources.place(*span).to_string(),
        text => format!("{}: {text}", sources.place(*span)),
    });
    let fix = Some(advice(one, sources)).filter(|fix| !fix.is_empty());
    let fix = fix.map(|fix| format!("Fix: {fix}"));
    let own = [one.headline.clone(), one.label.clone()].into_iter();
    let lines = own.chain(related).chain([one.note.clone()]).chain(fix);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
