//! What to type instead: as it was told, or else the author's line as the offered change leaves it.

use crate::limits::FIX_LINE_LETTERS_MAX;
use crate::source::Sources;
use crate::source::decode::UTF_16;
use crate::source::diagnostic::{Diagnostic, Edit};

const AUTO: &str = "[auto]";

pub(super) fn of(diagnostic: &Diagnostic, sources: &Sources) -> String {
    if !diagnostic.fix.is_empty() {
        return diagnostic.fix.clone();
    }
    let line = diagnostic.edit.as_ref().and_then(|edit| line(edit, sources));
    line.unwrap_or_default()
}

/// The same for people: `[auto]` says that `check --fix` does it.
pub(super) fn marked(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let advice = of(diagnostic, sources);
    let auto = mendable(diagnostic, sources).is_some() || diagnostic.code == UTF_16;
    match auto {
        true if advice.is_empty() => AUTO.to_owned(),
        true => format!("{advice}   {AUTO}"),
        false => advice,
    }
}

pub(super) fn mendable<'d>(diagnostic: &'d Diagnostic, sources: &Sources) -> Option<&'d Edit> {
    let edit = diagnostic.edit.as_ref()?;
    let file = sources.get(edit.span.source)?;
    let kept = comments(sources.slice(edit.span)).all(|comment| edit.text.contains(comment));
    (!file.path.ends_with(".chat") && kept).then_some(edit)
}

/// Comments of several lines, without the space before them.
fn comments(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|_| text.contains('\n'));
    lines.filter_map(|line| {
        let at = if line.trim_start().starts_with('#') { line.find('#') } else { line.find(" #") };
        Some(line.get(at?..)?.trim())
    })
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
