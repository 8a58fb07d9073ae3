//! Words that belong together, each perhaps with synonyms, found in a folded text.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::pattern::fold::fold;
use crate::pattern::letters::is_spaceless;
use crate::pattern::rule::Synonyms;

/// A folded phrase: pieces that follow one another without a gap.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pieces: Vec<Piece>,
}

/// A stretch of a phrase, with all that may stand for it, spaces included.
#[derive(Clone, Debug)]
struct Piece {
    said: Vec<String>,
}

impl Phrase {
    /// Reads folded words; a key of the synonyms that stands in them may be said as its values.
    ///
    /// Where keys overlap, the longest that begins first counts. Values are not looked up again.
    pub(super) fn new(folded: &str, synonyms: &Synonyms) -> Self {
        let synonyms: Vec<(String, Vec<String>)> = synonyms.iter().map(folded_entry).collect();
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(letter) = folded.get(at..).and_then(|rest| rest.chars().next()) {
            let Some((key, said)) = longest_key(folded, at, &synonyms) else {
                plain.push(letter);
                at += letter.len_utf8();
                continue;
            };
            push_plain(&mut pieces, &mut plain);
            pieces.push(Piece { said: said.clone() });
            at += key.len();
        }
        push_plain(&mut pieces, &mut plain);
        Self { pieces }
    }

    /// The phrase's own text, if it can be said in one way only.
    pub(super) fn only_text(&self) -> Option<&str> {
        let [piece] = self.pieces.as_slice() else { return None };
        let [text] = piece.said.as_slice() else { return None };
        Some(text)
    }

    /// Whether a folded text is this phrase and nothing else.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        self.ends(text, 0).contains(&text.len())
    }

    /// The longest stretch at the beginning of a folded text.
    pub(super) fn at_start(&self, text: &str) -> Option<Range<usize>> {
        self.longest_at(text, 0)
    }

    /// The stretch of a folded text with the most letters, the first of equal ones.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let only = self.only_text().is_some();
        let first = self.pieces.first()?;
        let mut best: Option<Range<usize>> = None;
        for head in &first.said {
            for start in starts(text, head) {
                let Some(found) = self.longest_at(text, start) else { continue };
                if only {
                    return Some(found);
                }
                best = Some(best.map_or_else(|| found.clone(), |best| better(text, best, &found)));
            }
        }
        best
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
        for piece in &self.pieces {
            let ways = ends.iter().flat_map(|at| piece.said.iter().map(move |said| (*at, said)));
            ends = ways
                .filter(|(at, said)| text.get(*at..).is_some_and(|rest| rest.starts_with(*said)))
                .map(|(at, said)| at + said.len())
                .collect();
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
fn better(text: &str, best: Range<usize>, found: &Range<usize>) -> Range<usize> {
    let letters = |at: &Range<usize>| text.get(at.clone()).map_or(0, covered);
    let (old, new) = (letters(&best), letters(found));
    if new > old || (new == old && found.start < best.start) { found.clone() } else { best }
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

/// Whether words of a folded text may end or begin here: at spaces, and anywhere between two whole
/// letters of a script without spaces.
fn is_word_border(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else {
        return true;
    };
    let spaceless = || is_spaceless(before) || is_spaceless(after);
    before == ' ' || after == ' ' || (!is_combining_mark(after) && spaceless())
}

/// An entry of the synonyms, folded; the key is the first that may be said.
fn folded_entry((key, values): (&String, &Vec<String>)) -> (String, Vec<String>) {
    let key = fold(key).text;
    let values = values.iter().map(|value| fold(value).text).filter(|value| !value.is_empty());
    let said = std::iter::once(key.clone()).chain(values).collect();
    (key, said)
}

/// The longest key whose words begin here.
fn longest_key<'a>(
    text: &str,
    at: usize,
    synonyms: &'a [(String, Vec<String>)],
) -> Option<&'a (String, Vec<String>)> {
    let rest = text.get(at..).filter(|_| is_word_border(text, at))?;
    let stands = |key: &str| {
        !key.is_empty() && rest.starts_with(key) && is_word_border(text, at + key.len())
    };
    synonyms.iter().filter(|(key, _)| stands(key)).max_by_key(|(key, _)| key.len())
}

/// Ends a stretch without synonyms.
fn push_plain(pieces: &mut Vec<Piece>, plain: &mut String) {
    if !plain.is_empty() {
        pieces.push(Piece { said: vec![std::mem::take(plain)] });
    }
}
