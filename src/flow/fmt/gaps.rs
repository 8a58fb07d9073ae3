//! Spaces in brackets on one line: `{a: 1, b: [x, y]}`.

use std::ops::Range;

use crate::flow::fmt::layout::{end, start};
use crate::source::yaml::{Node, NodeKind};

/// Adds the gaps of brackets and of all brackets in them.
pub(super) fn of(text: &str, node: &Node, gaps: &mut Vec<(Range<usize>, String)>) {
    let (begin, finish) = (start(node.span), end(node.span));
    let bracketed = text.get(begin..).is_some_and(|text| text.starts_with(['{', '[']));
    // Where a part ends and the next begins, from the opening bracket to the closing one.
    let mut last = begin.saturating_add(1);
    let mut parts = Vec::new();
    match &node.kind {
        NodeKind::Text(_) => return,
        NodeKind::List(items) => {
            for item in items {
                parts.push((last, start(item.span)));
                of(text, item, gaps);
                last = end(item.span);
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                parts.push((last, start(entry.key_span)));
                last = end(entry.key_span);
                if start(entry.value.span) > last {
                    parts.push((last, start(entry.value.span)));
                    of(text, &entry.value, gaps);
                    last = end(entry.value.span);
                }
            }
        }
    }
    if !bracketed {
        // A pair in a list, `[a: 1]`: what is around it is the list's.
        parts = parts.into_iter().skip(1).collect();
    }
    let opening = begin.saturating_add(1);
    gaps.extend(parts.into_iter().filter_map(|(from, to)| {
        let between = text.get(from..to)?;
        let signs: String = between.chars().filter(|letter| !letter.is_whitespace()).collect();
        let space = if signs.is_empty() || from == opening && bracketed { "" } else { " " };
        let known = signs.chars().all(|sign| [',', ':'].contains(&sign));
        known.then(|| (from..to, format!("{signs}{space}")))
    }));
    let closing = finish.saturating_sub(1);
    if bracketed && let Some(between) = text.get(last..closing) {
        let signs: String = between.chars().filter(|letter| !letter.is_whitespace()).collect();
        if signs.chars().all(|sign| [',', ':'].contains(&sign)) {
            gaps.push((last..closing, signs));
        }
    }
}
