//! Walks through a `.chat` file line by line; every stretch keeps its place.

use crate::source::{SourceId, Span};

/// A stretch of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
}

impl<'a> Piece<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Self { text, span: Span { source, start: 0, end: offset(text.len()) } }
    }

    /// The bytes from `start` to `end`; empty where they are not letters' bounds.
    pub(super) fn part(self, start: usize, end: usize) -> Self {
        let text = self.text.get(start..end).unwrap_or("");
        Self { text, span: self.span.part(start, end) }
    }

    pub(super) fn from(self, start: usize) -> Self {
        self.part(start, self.text.len())
    }

    pub(super) fn until(self, end: usize) -> Self {
        self.part(0, end)
    }

    pub(super) fn trim(self) -> Self {
        let left = self.text.len() - self.text.trim_start().len();
        self.part(left, left.max(self.text.trim_end().len()))
    }

    pub(super) fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// Whether nothing but a comment stands behind its first `len` bytes.
    pub(super) fn blank_behind(self, len: usize) -> bool {
        let behind = self.from(len);
        comment(behind.text) == Some(0) || behind.uncommented().is_empty()
    }

    /// What stands before and behind the first `separator`, both trimmed.
    pub(super) fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let at = self.text.find(separator)?;
        Some((self.until(at).trim(), self.from(at + separator.len()).trim()))
    }

    /// What stands behind a leading `prefix`, trimmed.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.from(prefix.len()).trim())
    }

    /// Without a comment: two spaces and `#`.
    pub(super) fn uncommented(self) -> Self {
        match comment(self.text) {
            Some(at) => self.until(at).trim(),
            None => self.trim(),
        }
    }

    /// Without a comment, where `"…"` may hide one.
    pub(super) fn uncommented_outside_quotes(self) -> Self {
        let mut outside = String::with_capacity(self.text.len());
        mask_quotes(self.text, &mut outside);
        match comment(&outside) {
            Some(at) => self.until(at).trim(),
            None => self.trim(),
        }
    }

    /// The stretches between `separator`s that are not inside `"…"`, brackets or braces.
    pub(super) fn split_outside(self, separator: char) -> Vec<Self> {
        let mut outside = String::with_capacity(self.text.len());
        mask_quotes(self.text, &mut outside);
        let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
        for (at, letter) in outside.char_indices() {
            match letter {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                letter if letter == separator && depth == 0 => {
                    parts.push(self.part(start, at).trim());
                    start = at + letter.len_utf8();
                }
                _ => {}
            }
        }
        parts.push(self.from(start).trim());
        parts
    }
}

/// Where a comment begins.
pub(super) fn comment(text: &str) -> Option<usize> {
    text.find("  #")
}

/// Copies a text with what stands in `"…"` blackened, byte for byte.
fn mask_quotes(text: &str, out: &mut String) {
    let (mut inside, mut escaped) = (false, false);
    for letter in text.chars() {
        let hidden = inside && letter != '"' || escaped;
        inside ^= letter == '"' && !escaped;
        escaped = inside && letter == '\\' && !escaped;
        if hidden {
            out.extend(std::iter::repeat_n('_', letter.len_utf8()));
        } else {
            out.push(letter);
        }
    }
}

/// The file, and how far it has been read.
pub(super) struct Reader<'a> {
    file: Piece<'a>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Self { file: Piece::new(source, text), at: 0 }
    }

    /// The next line, without its end.
    pub(super) fn line(&mut self) -> Option<Piece<'a>> {
        let rest = self.file.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.find('\n').unwrap_or(rest.len());
        let line = self.file.part(self.at, self.at + len);
        self.at += len + 1;
        Some(line)
    }

    /// Everything from the first byte of `piece` to the end of the file.
    pub(super) fn from(&self, piece: Piece<'a>) -> Piece<'a> {
        self.file.from(usize::try_from(piece.span.start).unwrap_or(usize::MAX))
    }

    /// Goes on behind the line in which `piece` ends; what stands behind `piece` on it.
    pub(super) fn skip(&mut self, piece: Piece<'a>) -> Piece<'a> {
        let end = usize::try_from(piece.span.end).unwrap_or(usize::MAX);
        let behind = self.file.from(end);
        let len = behind.text.find('\n').unwrap_or(behind.text.len());
        self.at = self.at.max(end + len + 1);
        behind.until(len)
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
