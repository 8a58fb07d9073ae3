//! Words that belong together, found in a folded text although they are misspelt.

use std::cmp::Reverse;
use std::ops::Range;

use crate::limits::TYPOS_MAX;
use crate::pattern::clue::{Clue, OneOf, union};
use crate::pattern::edits::edits;
use crate::pattern::letters::{is_spaceless, word_starts};
use crate::pattern::phrase::{Phrase, covered};

/// A phrase whose words may have typos.
#[derive(Clone, Debug)]
pub(super) struct Like {
    /// Pieces that follow one another, each with all that may be said for it.
    pieces: Box<[Box<[Said]>]>,
}

/// One way to say a piece, word by word.
type Said = Box<[Word]>;

/// A word and the typos that it may have.
#[derive(Clone, Debug)]
enum Word {
    /// Stands between spaces; typos are in its letters.
    Spaced { letters: Box<[char]>, typos: u8 },
    /// Letters of a script without spaces, each with its marks; stands anywhere among others.
    Run { letters: Box<[Box<str>]>, typos: u8 },
}

/// Where a phrase stands, and with how many typos.
pub(super) struct Alike {
    pub(super) at: Range<usize>,
    pub(super) edits: u32,
}

impl Like {
    /// Allows typos in a phrase: so many in every word, else one from 4 letters on and two from 8.
    pub(super) fn new(phrase: &Phrase, typos: Option<u8>) -> Self {
        let words = |said: &str| said.split(' ').map(|word| Word::new(word, typos)).collect();
        let pieces = phrase.pieces.iter();
        Self {
            pieces: pieces
                .map(|piece| piece.said.iter().map(|said| words(said)).collect())
                .collect(),
        }
    }

    /// The stretch with the fewest typos, then the most letters, then the first.
    pub(super) fn find(&self, text: &str) -> Option<Alike> {
        let found = word_starts(text).flat_map(|start| {
            self.ends(text, start)
                .into_iter()
                .map(move |(end, edits)| Alike { at: start..end, edits })
        });
        let letters = |at: &Range<usize>| text.get(at.clone()).map_or(0, covered);
        found.min_by_key(|alike| (alike.edits, Reverse(letters(&alike.at)), alike.at.start))
    }

    /// Texts that it takes: as the trigger says it, with a typo if that is asked for, and with other
    /// words.
    pub(super) fn examples(&self, typos: bool) -> Vec<String> {
        let said = |way: usize, typo: bool| -> String {
            let words = self.pieces.iter().filter_map(|piece| piece.get(way).or(piece.first()));
            let words = words.flat_map(|words| words.iter().map(|word| word.text(typo)));
            words.collect::<Vec<_>>().join(" ")
        };
        let misspelt = Some(said(0, true)).filter(|_| typos);
        [Some(said(0, false)), misspelt, Some(said(1, false))].into_iter().flatten().collect()
    }

    /// What stands in every text that it takes.
    pub(super) fn clues(&self) -> Vec<OneOf> {
        self.pieces.iter().flat_map(|piece| union_of(piece)).collect()
    }

    /// Where a match that begins here may end, with its typos.
    fn ends(&self, text: &str, start: usize) -> Vec<(usize, u32)> {
        let mut ends = vec![(start, 0)];
        for piece in &self.pieces {
            let said = piece.iter().flat_map(|words| all_words(text, &ends, words));
            ends = fewest(said.collect());
        }
        ends
    }
}

impl Word {
    fn new(word: &str, typos: Option<u8>) -> Self {
        let typos = |letters: usize| typos.unwrap_or_else(|| usual(letters)).min(TYPOS_MAX);
        if word.contains(is_spaceless) {
            let letters: Box<[Box<str>]> = whole_letters(word).map(Box::from).collect();
            Self::Run { typos: typos(letters.len()), letters }
        } else {
            let letters: Box<[char]> = word.chars().collect();
            Self::Spaced { typos: typos(letters.len()), letters }
        }
    }

    /// Where it may end if it begins here, with its typos.
    fn ends(&self, text: &str, at: usize) -> Vec<(usize, u32)> {
        let Some((before, after)) = text.split_at_checked(at) else { return Vec::new() };
        let word = after.split(' ').next().unwrap_or_default();
        let run = word.starts_with(is_spaceless);
        let begins = before.is_empty() || before.ends_with(' ');
        match self {
            Self::Spaced { letters, typos } if begins && !run => {
                let edits = spelt(letters, word, *typos).into_iter();
                edits.map(|edits| (at + word.len(), u32::from(edits))).collect()
            }
            Self::Run { letters, typos } if run => run_ends(letters, *typos, word)
                .map(|(len, edits)| (at + len, u32::from(edits)))
                .collect(),
            Self::Spaced { .. } | Self::Run { .. } => Vec::new(),
        }
    }

    /// The word, without its second letter if it may have a typo.
    fn text(&self, typo: bool) -> String {
        let (letters, typos): (Vec<String>, u8) = match self {
            Self::Spaced { letters, typos } => {
                (letters.iter().map(char::to_string).collect(), *typos)
            }
            Self::Run { letters, typos } => {
                (letters.iter().map(|letter| String::from(&**letter)).collect(), *typos)
            }
        };
        let skipped = (typo && typos > 0).then_some(1);
        let kept = letters.into_iter().enumerate().filter(|(at, _)| Some(*at) != skipped);
        kept.map(|(_, letter)| letter).collect()
    }

    fn clue(&self) -> Option<OneOf> {
        match self {
            Self::Spaced { letters, typos } => {
                let word = letters.iter().collect::<String>();
                let exact = *typos == 0;
                let clue = if exact { Clue::words(&word) } else { Clue::Near(word.into(), *typos) };
                Some(vec![clue])
            }
            Self::Run { letters, typos } => untouched(letters, *typos),
        }
    }
}

/// One typo from 4 letters on, two from 8 (LANGUAGE, "Triggers").
fn usual(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Typos in a word of the message, if there are not too many.
fn spelt(letters: &[char], word: &str, typos: u8) -> Option<u8> {
    let count = word.chars().take(letters.len() + usize::from(typos) + 1).count();
    if count.abs_diff(letters.len()) > usize::from(typos) {
        return None;
    }
    edits(letters, &word.chars().collect::<Vec<_>>(), typos)
}

/// How far a run may reach into letters of its script, with its typos.
fn run_ends(letters: &[Box<str>], typos: u8, word: &str) -> impl Iterator<Item = (usize, u8)> {
    let reach = usize::from(typos);
    let theirs: Vec<&str> = whole_letters(word).take(letters.len() + reach).collect();
    let ours: Vec<&str> = letters.iter().map(|letter| &**letter).collect();
    (ours.len().saturating_sub(reach).max(1)..=theirs.len()).filter_map(move |count| {
        let theirs = theirs.get(..count)?;
        let edits = edits(&ours, theirs, typos)?;
        Some((theirs.iter().map(|letter| letter.len()).sum(), edits))
    })
}

/// The letters of a word in a script without spaces, each with its marks.
fn whole_letters(word: &str) -> impl Iterator<Item = &str> {
    let starts = word_starts(word);
    let ends = word_starts(word).skip(1).chain([word.len()]);
    starts.zip(ends).filter_map(|(start, end)| word.get(start..end))
}

/// Every way on from some ends through words that follow one another.
fn all_words(text: &str, from: &[(usize, u32)], words: &[Word]) -> Vec<(usize, u32)> {
    words.iter().fold(from.to_vec(), |ends, word| {
        let next = ends.into_iter().flat_map(|(at, before)| {
            let on = word.ends(text, over_space(text, at)).into_iter();
            on.map(move |(end, edits)| (end, before.saturating_add(edits)))
        });
        fewest(next.collect())
    })
}

/// The next place where a word may begin: behind the space that stands here, if one does.
fn over_space(text: &str, at: usize) -> usize {
    if text.get(at..).is_some_and(|rest| rest.starts_with(' ')) { at + 1 } else { at }
}

/// Each end once, with its fewest typos.
fn fewest(mut ends: Vec<(usize, u32)>) -> Vec<(usize, u32)> {
    ends.sort_unstable();
    ends.dedup_by_key(|(end, _)| *end);
    ends
}

/// The clues of a piece: those of each of its words, or one for each way to say it.
fn union_of(piece: &[Box<[Word]>]) -> Vec<OneOf> {
    match piece {
        [words] => words.iter().filter_map(Word::clue).collect(),
        ways => union(ways.iter().map(|words| words.iter().filter_map(Word::clue).collect())),
    }
}

/// What stands in a run whatever its typos are; none if they may be anywhere.
///
/// Cut into one piece more than typos, one piece is whole unless a swap over a cut spoils two at
/// once; then of some piece nothing but its last letter has changed places.
fn untouched(letters: &[Box<str>], typos: u8) -> Option<OneOf> {
    let count = usize::from(typos) + 1;
    let cut = |piece: usize| piece * letters.len() / count;
    let pieces = (0..count).map(|piece| letters.get(cut(piece)..cut(piece + 1)));
    let pieces: Vec<&[Box<str>]> = pieces.collect::<Option<_>>()?;
    let swapped = pieces.windows(2).map(|pair| {
        let [left, right] = pair else { return None };
        let (last, before) = left.split_last()?;
        Some(Clue::words(&format!("{}{}{last}", before.concat(), right.first()?)))
    });
    let whole = pieces.iter().map(|piece| Clue::words(&piece.concat()));
    let fits = letters.len() >= count;
    fits.then(|| whole.map(Some).chain(swapped).collect())?
}
