//! Layout → text, line by line.

use crate::flow::fmt::Entries;
use crate::flow::fmt::layout::{Layout, Place};

/// The file as its layout says.
pub(super) fn write(layout: &Layout<'_>, entries: Entries) -> String {
    let apart = if entries == Entries::Apart { heads(layout) } else { Vec::new() };
    let mut out = String::with_capacity(layout.text.len());
    let mut gap = false;
    for (line, place) in layout.places.iter().enumerate() {
        if *place == Place::Free && layout.is_empty(line) {
            gap = true;
            continue;
        }
        if (gap || apart.contains(&line)) && !out.is_empty() {
            out.push('\n');
        }
        gap = false;
        write_line(layout, line, *place, &mut out);
    }
    out
}

/// A file with nothing but comments in it.
pub(super) fn without_tree(text: &str) -> String {
    write(&Layout::new(text), Entries::AsTheyAre)
}

fn write_line(layout: &Layout<'_>, line: usize, place: Place, out: &mut String) {
    let range = layout.line_range(line);
    let text = layout.text.get(range.clone()).unwrap_or_default();
    let indent = layout.indent(line);
    let body = match place {
        Place::Moved { .. } => text.get(indent..).unwrap_or_default().to_owned(),
        Place::Free | Place::At(_) => edited(layout, range.start.saturating_add(indent)..range.end),
        Place::Within(_) => text.trim_start().to_owned(),
    };
    let column = match place {
        Place::At(column) | Place::Within(column) => column,
        Place::Moved { from, to } => indent.saturating_add(to).saturating_sub(from),
        Place::Free => beside(layout, line),
    };
    let is_text = matches!(place, Place::Moved { .. });
    let body = if is_text { body.as_str() } else { body.trim_end() };
    if !body.is_empty() || (is_text && matches!(place, Place::Moved { from, .. } if indent > from))
    {
        out.extend(std::iter::repeat_n(' ', column));
        out.push_str(body);
    }
    out.push('\n');
}

/// A stretch of a line with its gaps as they should be.
fn edited(layout: &Layout<'_>, range: std::ops::Range<usize>) -> String {
    let mut out = String::new();
    let mut from = range.start;
    let first = layout.gaps.partition_point(|(gap, _)| gap.start < range.start);
    let within = layout.gaps.iter().skip(first).take_while(|(gap, _)| gap.end <= range.end);
    for (gap, wanted) in within {
        out.push_str(layout.text.get(from..gap.start).unwrap_or_default());
        out.push_str(wanted);
        from = gap.end;
    }
    out.push_str(layout.text.get(from..range.end).unwrap_or_default());
    out
}

/// The column of a comment: that of what it stands above, unless it is further in than that; then it
/// belongs to what is before it.
fn beside(layout: &Layout<'_>, line: usize) -> usize {
    let at = |other: usize| match layout.places.get(other) {
        Some(Place::At(column)) => Some((layout.indent(other), *column)),
        _ => None,
    };
    let own = layout.indent(line);
    let next = (line..layout.places.len()).find_map(at);
    let before = || (0..line).rev().find_map(at);
    match next {
        Some((indent, column)) if own <= indent => column,
        _ => match before() {
            Some((indent, column)) if own >= indent => column,
            _ => next.map_or(0, |(_, column)| column),
        },
    }
}

/// Where an entry begins, with the comments right above it; not the first one.
fn heads(layout: &Layout<'_>) -> Vec<usize> {
    let is_comment =
        |line: usize| layout.places.get(line) == Some(&Place::Free) && !layout.is_empty(line);
    let head = |entry: &usize| {
        let above =
            (0..*entry).rev().take_while(|line| is_comment(*line) && layout.indent(*line) == 0);
        above.last().unwrap_or(*entry)
    };
    layout.entries.iter().skip(1).map(head).collect()
}
