//! The entries of one map: keys twice, keys without a value, texts that a comma split.

use std::collections::HashMap;

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::Entry;
use crate::source::yaml::mistakes;
use crate::source::yaml::page::Page;

/// The entries without those that are mistakes.
pub(super) fn check(
    page: &Page<'_>,
    entries: Vec<Entry>,
    _flow: bool,
    told: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut seen = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(first) = seen.get(&entry.key.value).and_then(|&at: &usize| kept.get(at)) {
            told.push(mistakes::twice(page, first, &entry));
            continue;
        }
        if entry.value.is_missing() {
            told.push(mistakes::no_value(page, &entry));
        }
        seen.insert(entry.key.value.clone(), kept.len());
        kept.push(entry);
    }
    kept
}
