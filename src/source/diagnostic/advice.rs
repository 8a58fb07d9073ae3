//! What to type instead: as it was told, or else the author's line as the offered change leaves it.

use crate::limits::FIX_LINE_LETTERS_MAX;
use crate::source::Sources;
use crate::source::diagnostic::{Diagnostic, Edit};

pub(super) fn of(diagnostic: &Diagnostic, sources: &Sources) -> String {
    if !diagnostic.fix.is_empty() {
        return diagnostic.fix.clone();
    }
    let line = diagnostic.edit.as_ref().and_then(|edit| line(edit, sources));
    line.unwrap_or_default()
}

/// The line after the change, without what stands before and behind it; none if it is long.
fn line(edit: &Edit, sources: &Sources) -> Option<String> {
    let text = &*sources.get(edit.span.source)?.text;
    let range = edit.span.range()?;
    if text.get(range.clone())?.contains('\n') || edit.text.contains('\n') {
        return None;
    }
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let rest = text.get(range.end..)?.lines().next().unwrap_or_default();
    let line = format!("{}{}{rest}", text.get(start..range.start)?, edit.text);
    let line = line.trim();
    (line.chars().count() <= FIX_LINE_LETTERS_MAX).then(|| line.to_owned())
}
