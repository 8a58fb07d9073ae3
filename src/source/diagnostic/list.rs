//! Many mistakes, and how many there are.

use std::collections::BTreeSet;

use crate::limits::DIAGNOSTICS_SHOWN_MAX;
use crate::source::Sources;
use crate::source::diagnostic::{Diagnostic, Severity, frame, sort};

pub(super) fn draw(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let mut all = diagnostics.to_vec();
    sort(&mut all);
    all.dedup();
    if all.is_empty() {
        return String::new();
    }
    let shown = all.iter().take(DIAGNOSTICS_SHOWN_MAX);
    let frames: Vec<_> = shown.map(|one| frame::draw(one, sources, colour)).collect();
    format!("{}\n\n{}\n", frames.join("\n\n"), summary(&all))
}

/// `2 mistakes and 1 warning in 3 files`.
fn summary(all: &[Diagnostic]) -> String {
    let errors = all.iter().filter(|one| one.severity == Severity::Error).count();
    let warnings = all.len().saturating_sub(errors);
    let counts = [counted(errors, "mistake"), counted(warnings, "warning")];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let files: BTreeSet<_> = all.iter().filter_map(|one| one.span).map(|s| s.source).collect();
    let place =
        counted(files.len(), "file").map(|files| format!(" in {files}")).unwrap_or_default();
    let rest = if all.len() > DIAGNOSTICS_SHOWN_MAX {
        format!("; the first {DIAGNOSTICS_SHOWN_MAX} are shown")
    } else {
        String::new()
    };
    format!("{}{place}{rest}", counts.join(" and "))
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    }
}
