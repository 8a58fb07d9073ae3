//! The entries of one map: keys twice, keys without a value, texts that a comma split.

use std::collections::HashMap;

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::mistakes;
use crate::source::yaml::page::Page;
use crate::source::yaml::{Entry, Node, NodeKind, Style};

/// The entries without those that are mistakes.
pub(super) fn check(
    page: &Page<'_>,
    entries: Vec<Entry>,
    flow: bool,
    told: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut joined = false;
    for entry in entries {
        if flow && entry.value.is_missing() && join(page, &mut kept, &entry, told) {
            joined = true;
            continue;
        }
        if joined && let Some(comma) = told.last_mut() {
            mistakes::comma_of_either(comma);
        }
        joined = false;
        if is_merge(&entry) {
            told.retain(|other| other.span != Some(entry.value.span));
            told.push(mistakes::merge_key(&entry));
            continue;
        }
        if let Some(first) = seen.get(&entry.key.value).and_then(|&at| kept.get(at)) {
            told.push(mistakes::twice(page, first, &entry));
            continue;
        }
        told.extend(without_half(page, &entry));
        seen.insert(entry.key.value.clone(), kept.len());
        kept.push(entry);
    }
    kept
}

/// `<<: …`.
pub(super) fn is_merge(entry: &Entry) -> bool {
    entry.key.value == "<<" && entry.key.style == Style::Plain
}

/// `: value`.
pub(super) fn lacks_key(entry: &Entry) -> bool {
    entry.key_span.start == entry.key_span.end && entry.key.style == Style::Plain
}

fn without_half(page: &Page<'_>, entry: &Entry) -> Option<Diagnostic> {
    if lacks_key(entry) {
        return Some(mistakes::key_missing(entry.key_span));
    }
    entry.value.is_missing().then(|| mistakes::no_value(page, entry))
}

/// Puts a text together again that a comma split, and tells it once for all its commas.
fn join(page: &Page<'_>, kept: &mut [Entry], entry: &Entry, told: &mut Vec<Diagnostic>) -> bool {
    let Some(before) = kept.last_mut() else { return false };
    let Node { span, kind: NodeKind::Text(text) } = &mut before.value else { return false };
    if text.style != Style::Plain || span.start == span.end {
        return false;
    }
    span.end = entry.key_span.end;
    page.slice_of(*span).clone_into(&mut text.value);
    let Some(range) = span.range() else { return false };
    let mistake = mistakes::comma(page, before, range.start, range.end);
    if told.last().is_some_and(|last| last.span == mistake.span) {
        told.pop();
    }
    told.push(mistake);
    true
}
