//! Words to look for with typos, all at once, however many there are.
//!
//! Each word leaves the digests of its neighbourhood; a word of a message is near to it only if it
//! has one of them in its own.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use crate::pattern::edits::{edits, neighbourhood};
use crate::pattern::lists::{Lists, number, place};

/// Words with the typos that each may have, and who asked for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    words: Box<[(Box<[char]>, u8)]>,
    owners: Lists,
    /// The list of words that a digest belongs to.
    digests: HashMap<u32, u32, BuildHasherDefault<AsItIs>>,
    neighbours: Lists,
    /// How many typos to look for in a word of so many letters.
    typos: Box<[u8]>,
}

impl Near {
    /// Takes words, each with its typos and the number of who asks for it.
    pub(super) fn new<'a>(wanted: impl IntoIterator<Item = (&'a str, u8, u32)>) -> Self {
        let mut by_word: BTreeMap<(&str, u8), Vec<u32>> = BTreeMap::new();
        for (word, typos, owner) in wanted {
            by_word.entry((word, typos)).or_default().push(owner);
        }
        let words: Box<[(Box<[char]>, u8)]> =
            by_word.keys().map(|(word, typos)| (word.chars().collect(), *typos)).collect();
        let mut owners = (0..)
            .zip(by_word.into_values())
            .flat_map(|(word, owners)| owners.into_iter().map(move |owner| (word, owner)));
        let owners = Lists::new(words.len(), &mut owners.by_ref().collect::<Vec<_>>());
        let (digests, neighbours) = digests(&words);
        Self { typos: typos(&words), words, owners, digests, neighbours }
    }

    /// Adds to `found` who asked for a word that is near to one of this folded text; each may be
    /// added twice.
    pub(super) fn find(&self, folded: &str, found: &mut Vec<u32>) {
        if self.words.is_empty() {
            return;
        }
        let mut letters = Vec::new();
        let mut seen = Vec::new();
        for word in folded.split(' ') {
            letters.clear();
            letters.extend(word.chars());
            self.near(&letters, &mut seen);
        }
        seen.sort_unstable();
        seen.dedup();
        found.extend(seen.into_iter().flat_map(|word| self.owners.of(place(word))));
    }

    /// Adds the words that this one is near to.
    fn near(&self, letters: &[char], seen: &mut Vec<u32>) {
        let typos = self.typos.get(letters.len()).copied().unwrap_or(0);
        if typos == 0 {
            return;
        }
        let first = seen.len();
        neighbourhood(letters, typos, &mut |digest| {
            if let Some(list) = self.digests.get(&digest) {
                seen.extend(self.neighbours.of(place(*list)));
            }
        });
        let mut new = seen.split_off(first);
        new.sort_unstable();
        new.dedup();
        seen.extend(new.into_iter().filter(|word| {
            let word = self.words.get(place(*word));
            word.is_some_and(|(word, typos)| edits(word, letters, *typos).is_some())
        }));
    }
}

/// Which words have a digest in their neighbourhood.
fn digests(words: &[(Box<[char]>, u8)]) -> (HashMap<u32, u32, BuildHasherDefault<AsItIs>>, Lists) {
    let mut all = Vec::new();
    for (index, (word, typos)) in words.iter().enumerate() {
        neighbourhood(word, *typos, &mut |digest| all.push((digest, number(index))));
    }
    all.sort_unstable();
    all.dedup();
    let mut digests = HashMap::default();
    let mut pairs = Vec::with_capacity(all.len());
    for (digest, word) in all {
        let next = number(digests.len());
        pairs.push((*digests.entry(digest).or_insert(next), word));
    }
    digests.shrink_to_fit();
    let neighbours = Lists::new(digests.len(), &mut pairs);
    (digests, neighbours)
}

/// How many typos to look for in a word of so many letters: the most that a word of about that
/// length may have.
fn typos(words: &[(Box<[char]>, u8)]) -> Box<[u8]> {
    let mut most = Vec::new();
    for (word, typos) in words {
        let reach = usize::from(*typos);
        let lengths = word.len().saturating_sub(reach)..=word.len() + reach;
        if most.len() <= *lengths.end() {
            most.resize(lengths.end() + 1, 0);
        }
        for length in lengths {
            if let Some(slot) = most.get_mut(length) {
                *slot = (*typos).max(*slot);
            }
        }
    }
    most.into_boxed_slice()
}

/// Takes a digest as its own hash: its bits are mixed already.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, digest: u32) {
        // The table takes its place from the low bits and a mark from the high ones.
        self.0 = (u64::from(digest) << 32) | u64::from(digest);
    }
}
