//! Texts on one or several lines without a sign of their own: plain, `'…'` and `"…"`.
//!
//! A line end becomes a space, `n` empty lines become `n` line ends, spaces around them go.

use std::ops::Range;

use crate::source::yaml::locate::Piece;

/// A text that is read from left to right.
struct Reader<'t> {
    file: &'t str,
    at: usize,
    end: usize,
    pieces: Vec<Piece>,
}

pub(super) fn plain(file: &str, range: Range<usize>) -> Vec<Piece> {
    read(file, range, |_, _| false)
}

pub(super) fn single(file: &str, range: Range<usize>) -> Vec<Piece> {
    read(file, range, |reader, letter| letter == '\'' && reader.take("''", '\''))
}

pub(super) fn double(file: &str, range: Range<usize>) -> Vec<Piece> {
    read(file, range, |reader, letter| letter == '\\' && reader.escape().is_some())
}

/// `special` takes what is written with more than one letter, and says whether it did.
fn read(
    file: &str,
    range: Range<usize>,
    special: impl Fn(&mut Reader<'_>, char) -> bool,
) -> Vec<Piece> {
    let mut reader = Reader { file, at: range.start, end: range.end, pieces: Vec::new() };
    while let Some(letter) = reader.rest().chars().next() {
        if !special(&mut reader, letter) && !reader.fold() {
            reader.push(letter, letter.len_utf8());
        }
    }
    reader.pieces
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.file.get(self.at..self.end).unwrap_or("")
    }

    fn push(&mut self, letter: char, length: usize) {
        let end = self.at.saturating_add(length);
        self.pieces.push(Piece { letter, from: self.at..end });
        self.at = end;
    }

    fn take(&mut self, written: &str, letter: char) -> bool {
        let found = self.rest().starts_with(written);
        if found {
            self.push(letter, written.len());
        }
        found
    }

    /// Takes a line end with the spaces around it, if only spaces stand before one.
    fn fold(&mut self) -> bool {
        let rest = self.rest();
        let blank = |text: &'t str| text.trim_start_matches([' ', '\t']);
        let Some(next) = blank(rest).strip_prefix('\n') else { return false };
        let breaks = self.line_ends(next);
        let after = self.end.saturating_sub(Self::blank_lines(next));
        if breaks.is_empty() {
            self.pieces.push(Piece { letter: ' ', from: self.at..after });
        }
        self.pieces.extend(breaks);
        self.at = after;
        true
    }

    /// The ends of the empty lines that follow.
    fn line_ends(&self, text: &str) -> Vec<Piece> {
        let start = self.end.saturating_sub(text.len());
        let blank = text.len().saturating_sub(Self::blank_lines(text));
        let lines = text.get(..blank).unwrap_or("").match_indices('\n');
        lines
            .map(|(at, _)| start.saturating_add(at))
            .map(|at| Piece { letter: '\n', from: at..at.saturating_add(1) })
            .collect()
    }

    /// How many bytes are left after the empty lines and the spaces of the next.
    fn blank_lines(text: &str) -> usize {
        text.trim_start_matches([' ', '\t', '\n']).len()
    }

    /// Takes a backslash and what belongs to it.
    fn escape(&mut self) -> Option<()> {
        let kind = self.rest().chars().nth(1)?;
        let simple = match kind {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            ' ' | '"' | '/' | '\\' => kind,
            'N' => '\u{85}',
            '_' => '\u{a0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => return self.coded(2),
            'u' => return self.coded(4),
            'U' => return self.coded(8),
            '\n' => return self.join_lines(),
            _ => return None,
        };
        self.push(simple, 2);
        Some(())
    }

    /// `\xE9`, `\u00E9`, `\U000000E9`, and two `\u` for one letter beyond the first 65,536.
    fn coded(&mut self, digits: usize) -> Option<()> {
        let length = digits.saturating_add(2);
        let first = hex(self.rest(), digits)?;
        if let Some(letter) = char::from_u32(first) {
            self.push(letter, length);
            return Some(());
        }
        let second = hex(self.rest().get(length..)?, digits)?;
        let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
        let letter = char::decode_utf16(units).next()?.ok()?;
        self.push(letter, length.saturating_mul(2));
        Some(())
    }

    /// A backslash at the end of a line: the next line goes on without a space.
    fn join_lines(&mut self) -> Option<()> {
        let next = self.rest().get(2..)?;
        let breaks = self.line_ends(next);
        self.at = self.end.saturating_sub(Self::blank_lines(next));
        self.pieces.extend(breaks);
        Some(())
    }
}

fn hex(written: &str, digits: usize) -> Option<u32> {
    u32::from_str_radix(written.get(2..digits.saturating_add(2))?, 16).ok()
}
