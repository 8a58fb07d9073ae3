//! Words that belong together, each perhaps with synonyms, found in a folded text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::pattern::letters::{is_spaceless, is_word_border, last_letter};
use crate::pattern::synonyms::Synonyms;

/// A folded phrase: pieces that follow one another.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) pieces: Box<[Piece]>,
}

/// A stretch of a phrase, with all that may stand for it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) said: Box<[Box<str>]>,
    /// Whether a space stands before it also between letters of scripts without spaces.
    apart: bool,
}

impl Phrase {
    /// Reads folded words; a key of the synonyms that stands in them may be said as its values.
    ///
    /// Where keys overlap, the longest that begins first counts. Values are not looked up again.
    pub(super) fn new(folded: &str, synonyms: &Synonyms) -> Self {
        let mut pieces = Vec::new();
        let (mut plain, mut at) = (0, 0);
        while let Some(letter) = folded.get(at..).and_then(|rest| rest.chars().next()) {
            let Some((entry, len)) = synonyms.longest_at(folded, at) else {
                at += letter.len_utf8();
                continue;
            };
            pieces.extend(plain_piece(folded, plain..at));
            let said = entry.words.clone().into_boxed_slice();
            pieces.push(Piece { said, apart: is_apart(folded, at) });
            at += len;
            plain = at;
        }
        pieces.extend(plain_piece(folded, plain..at));
        Self { pieces: pieces.into_boxed_slice() }
    }

    /// The phrase's own text, if it can be said in one way only.
    pub(super) fn only_text(&self) -> Option<&str> {
        let [piece] = &*self.pieces else { return None };
        let [text] = &*piece.said else { return None };
        Some(text)
    }

    /// Every text that says it, its own first; none if there are more than `most`.
    pub(super) fn texts(&self, most: usize) -> Option<Vec<String>> {
        let ways = self.pieces.iter().try_fold(1_usize, |ways, piece| {
            ways.checked_mul(piece.said.len()).filter(|ways| *ways <= most)
        });
        ways.map(|_| {
            self.pieces.iter().fold(vec![String::new()], |before, piece| said_after(&before, piece))
        })
    }

    /// Some texts that say it, its own first.
    pub(super) fn some_texts(&self, count: usize) -> Vec<String> {
        self.pieces.iter().fold(vec![String::new()], |before, piece| {
            let mut texts = said_after(&before, piece);
            texts.truncate(count);
            texts
        })
    }

    /// Whether a folded text is this phrase and nothing else.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        match self.only_text() {
            Some(only) => only == text,
            None => self.ends(text, 0).contains(&text.len()),
        }
    }

    /// The longest stretch at the beginning of a folded text.
    pub(super) fn at_start(&self, text: &str) -> Option<Range<usize>> {
        self.longest_at(text, 0)
    }

    /// The stretch of a folded text with the most letters, the first of equal ones.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        if let Some(only) = self.only_text() {
            let whole = |start: &usize| is_word_border(text, start + only.len());
            return starts(text, only).find(whole).map(|start| start..start + only.len());
        }
        let heads = self.pieces.first()?.said.iter();
        let found = heads.flat_map(|head| starts(text, head));
        found.filter_map(|start| self.longest_at(text, start)).reduce(|a, b| better(text, a, b))
    }

    /// The longest match that begins at a border of words.
    fn longest_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let ends = self.ends(text, start);
        let end = ends.into_iter().rev().find(|end| is_word_border(text, *end))?;
        Some(start..end)
    }

    /// Where a match that begins at `start` may end.
    fn ends(&self, text: &str, start: usize) -> BTreeSet<usize> {
        let mut ends = BTreeSet::from([start]);
        for (index, piece) in self.pieces.iter().enumerate() {
            let mut next = BTreeSet::new();
            for &at in &ends {
                let said = piece.said.iter();
                next.extend(said.filter_map(|said| {
                    let gap = index > 0 && is_gap(text.get(..at)?, said, piece.apart);
                    let rest = text.get(at..)?;
                    let rest = if gap { rest.strip_prefix(' ')? } else { rest };
                    Some(text.len() - rest.strip_prefix(&**said)?.len())
                }));
            }
            ends = next;
        }
        ends
    }
}

/// Letters and digits of a text, the measure of how much a trigger matched.
pub(super) fn covered(text: &str) -> u32 {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
    u32::try_from(letters).unwrap_or(u32::MAX)
}

/// The one with more letters, else the one that begins first.
fn better(text: &str, best: Range<usize>, found: Range<usize>) -> Range<usize> {
    let letters = |at: &Range<usize>| text.get(at.clone()).map_or(0, covered);
    let (old, new) = (letters(&best), letters(&found));
    if new > old || (new == old && found.start < best.start) { found } else { best }
}

/// Where `head` begins in a text as the beginning of a word, overlapping ones too.
fn starts<'a>(text: &'a str, head: &'a str) -> impl Iterator<Item = usize> + 'a {
    let step = head.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(head)?;
        from = at + step;
        Some(at)
    })
    .filter(|at| is_word_border(text, *at))
}

/// Whether folding puts a space between two texts: not between two letters of scripts that have
/// none, unless somebody typed it.
fn is_gap(before: &str, after: &str, apart: bool) -> bool {
    let spaceless = |letter: Option<char>| letter.is_some_and(is_spaceless);
    apart || !(spaceless(last_letter(before)) && spaceless(after.chars().next()))
}

/// Whether somebody typed a space here between two letters of scripts without spaces.
fn is_apart(folded: &str, at: usize) -> bool {
    let Some((before, after)) = folded.split_at_checked(at) else { return false };
    let spaced = before.ends_with(' ') || after.starts_with(' ');
    spaced && !is_gap(before.trim_end(), after.trim_start(), false)
}

/// A piece that can be said in one way, without the spaces around it; none if nothing is left.
fn plain_piece(folded: &str, at: Range<usize>) -> Option<Piece> {
    let text = folded.get(at.clone())?.trim();
    let said: Box<[Box<str>]> = Box::new([text.into()]);
    (!text.is_empty()).then(|| Piece { said, apart: is_apart(folded, at.start) })
}

/// All that is said so far, continued by all ways to say a piece.
fn said_after(before: &[String], piece: &Piece) -> Vec<String> {
    let continued = |said: &String| -> Vec<String> {
        let after = piece.said.iter();
        let gap = |after: &str| !said.is_empty() && is_gap(said, after, piece.apart);
        after.map(|next| format!("{said}{}{next}", if gap(next) { " " } else { "" })).collect()
    };
    before.iter().flat_map(continued).collect()
}
