//! A template with ours put in between, and the way back to the author's bytes.

use std::ops::Range;

use crate::template::notes::{Notes, Put};

/// A template as Tera gets it, and what is known of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Guarded {
    pub(super) source: String,
    pub(super) notes: Notes,
    /// Where something was put in, in bytes of `source`, and how much.
    puts: Vec<(usize, usize)>,
    /// The author's byte that the source begins with.
    start: usize,
}

impl Guarded {
    /// Weaves a stretch of a text with what was noted about it, between two pieces of ours.
    pub(super) fn weave(
        text: &str,
        range: Range<usize>,
        mut notes: Notes,
        around: (&str, &str),
    ) -> Self {
        let mut put_in = std::mem::take(&mut notes.puts);
        put_in.sort_by_key(|put| put.at);
        let mut woven = Self { notes, start: range.start, ..Self::default() };
        woven.put(around.0);
        let mut copied = range.start;
        for Put { at, what } in &put_in {
            woven.source.push_str(text.get(copied..*at).unwrap_or_default());
            copied = *at;
            woven.put(what);
        }
        woven.source.push_str(text.get(copied..range.end).unwrap_or_default());
        woven.put(around.1);
        woven
    }

    fn put(&mut self, what: &str) {
        if !what.is_empty() {
            self.puts.push((self.source.len(), what.len()));
            self.source.push_str(what);
        }
    }

    /// Where bytes of the source stood in the author's text.
    pub(super) fn original(&self, at: &Range<usize>) -> Range<usize> {
        self.byte(at.start)..self.byte(at.end)
    }

    fn byte(&self, at: usize) -> usize {
        let before = self.puts.iter().take_while(|(start, _)| *start < at);
        let ours = before.map(|(start, length)| (*length).min(at.saturating_sub(*start)));
        at.saturating_sub(ours.sum()).saturating_add(self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_finds_its_way_back() {
        let text = "if: size ~ x";
        let put = |at: usize, what: &str| Put { at, what: what.to_owned() };
        let notes = Notes { puts: vec![put(8, " | a"), put(4, "(")], ..Notes::default() };
        let woven = Guarded::weave(text, 4..12, notes, ("{{ ", " }}"));
        assert_eq!(woven.source, "{{ (size | a ~ x }}");
        let at = woven.source.find("size").unwrap();
        assert_eq!(woven.original(&(at..at + 4)), 4..8);
        let at = woven.source.find('x').unwrap();
        assert_eq!(woven.original(&(at..at + 1)), 11..12);
        assert_eq!(woven.original(&(0..2)), 4..4);
        let at = woven.source.find("| a").unwrap();
        assert_eq!(woven.original(&(at..at + 3)), 8..8);
    }
}
