//! Changes that diagnostics offer, made in a file as it was saved: every byte outside of them stays.

use std::collections::BTreeMap;

use crate::source::diagnostic::{Diagnostic, Edit, mendable};
use crate::source::{SourceId, Sources};

/// The byte order mark, as it stands in UTF-8.
const MARK: char = '\u{feff}';

/// The mistakes whose changes can be made together: where two overlap or touch, the first.
#[must_use]
pub fn together<'d>(diagnostics: &'d [Diagnostic], sources: &Sources) -> Vec<&'d Diagnostic> {
    let mut taken: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for one in diagnostics {
        let Some(edit) = mendable(one, sources) else { continue };
        let others = taken.entry(edit.span.source).or_default();
        if others.iter().all(|other| are_apart(edit, other)) {
            others.push(edit);
            chosen.push(one);
        }
    }
    chosen
}

fn are_apart(edit: &Edit, other: &Edit) -> bool {
    edit.span.end < other.span.start || other.span.end < edit.span.start
}

/// A file as it was saved, in UTF-8, with changes to its text; they do not overlap.
///
/// Places count in the text as it is read: without a byte order mark, with LF line ends. New lines end
/// as those around them.
#[must_use]
pub fn apply(saved: &str, edits: &[&Edit]) -> String {
    let body = if saved.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let pairs = saved.match_indices("\r\n").map(|(at, _)| at.saturating_sub(body));
    let pairs: Vec<usize> = pairs.zip(0..).map(|(at, before)| at.saturating_sub(before)).collect();
    let place = |at: usize| {
        let longer = pairs.partition_point(|&pair| pair < at);
        body.saturating_add(at).saturating_add(longer)
    };
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span.start);
    let mut made = String::with_capacity(saved.len());
    let mut done = 0;
    for (edit, range) in edits.iter().filter_map(|edit| Some((edit, edit.span.range()?))) {
        let (start, end) = (place(range.start), place(range.end));
        made.push_str(saved.get(done..start).unwrap_or_default());
        made.push_str(&edit.text.replace('\n', line_end(saved, start)));
        done = end;
    }
    made.push_str(saved.get(done..).unwrap_or_default());
    made
}

/// How the lines around a place end.
fn line_end(saved: &str, at: usize) -> &'static str {
    let (before, after) =
        (saved.get(..at).unwrap_or_default(), saved.get(at..).unwrap_or_default());
    let near = before.rfind('\n').map(|end| (before, end));
    match near.or_else(|| after.find('\n').map(|end| (after, end))) {
        Some((text, end)) if text.get(..end).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        None if saved.contains('\r') => "\r",
        Some(_) | None => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::decode::decode;
    use crate::source::diagnostic::Code;
    use crate::source::{Source, Span};

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span { source: SourceId(0), start, end }, text: text.into() }
    }

    fn mistake(start: u32, end: u32, text: &str) -> Diagnostic {
        let edit = edit(start, end, text);
        Diagnostic::error(Code("K202"), edit.span, "wrong").edit(edit.span, edit.text)
    }

    #[test]
    fn marks_line_ends_and_a_missing_last_one_stay() {
        let edits = [edit(10, 12, "or\nX"), edit(0, 1, "é"), edit(5, 5, "!")];
        let edits: Vec<_> = edits.iter().collect();
        for (saved, made) in [
            ("a: b\nc: d\nef", "é: b\n!c: d\nor\nX"),
            ("\u{feff}a: b\r\nc: d\r\nef", "\u{feff}é: b\r\n!c: d\r\nor\r\nX"),
            ("a: b\r\nc: d\nef\r\n", "é: b\r\n!c: d\nor\nX\r\n"),
            ("a: b\rc: d\ref", "é: b\r!c: d\ror\rX"),
        ] {
            assert_eq!(apply(saved, &edits), made, "{saved:?}");
        }
    }

    #[test]
    fn a_change_of_the_file_is_that_change_of_its_text() {
        for saved in ["a: 1\r\n\r\nb: é\r\n", "\u{feff}a: 1\n\nb: é", "\r\na\r\r\nbcdefghi"] {
            let (source, _) = decode(SourceId(0), "a.yaml".into(), saved.as_bytes());
            let ends = || (0..=source.text.len()).filter(|&at| source.text.is_char_boundary(at));
            for (start, end) in ends().flat_map(|start| ends().map(move |end| (start, end))) {
                if start > end {
                    continue;
                }
                let at = |n| u32::try_from(n).unwrap();
                let made = apply(saved, &[&edit(at(start), at(end), "x\ny")]);
                let (made, _) = decode(SourceId(0), "a.yaml".into(), made.as_bytes());
                let mut meant = source.text.to_string();
                meant.replace_range(start..end, "x\ny");
                assert_eq!(*made.text, *meant, "{saved:?} {start} {end}");
            }
        }
    }

    #[test]
    fn of_changes_that_overlap_or_touch_the_first_is_made() {
        let text = "0123456789";
        let sources = Sources::new(vec![Source { path: "a.yaml".into(), text: text.into() }]);
        let all = [mistake(2, 4, "a"), mistake(3, 5, "b"), mistake(4, 4, "c"), mistake(6, 7, "d")];
        let taken = together(&all, &sources).into_iter().map(|one| one.edit.as_ref().unwrap());
        let taken: Vec<_> = taken.collect();
        assert_eq!(taken.iter().map(|edit| &*edit.text).collect::<Vec<_>>(), ["a", "d"]);
        assert_eq!(apply(text, &taken), "01a45d789");
    }

    #[test]
    fn a_change_that_would_take_a_comment_away_is_none() {
        let text = "say:\n  # why\n  text: hi\n";
        let sources = Sources::new(vec![Source { path: "a.yaml".into(), text: text.into() }]);
        let of = |text| together(&[mistake(4, 23, text)], &sources).len();
        assert_eq!((of(" hi"), of("\n  # why\n  hi")), (0, 1));
    }
}
