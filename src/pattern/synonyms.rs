//! Words that count as other words; the key is what triggers say (LANGUAGE, `synonyms`).

use std::collections::HashMap;

use crate::pattern::fold::fold;
use crate::pattern::letters::is_word_border;
use crate::pattern::symbols::Symbols;

/// The synonyms of a bot, folded once for all its triggers.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    entries: Vec<Entry>,
    /// Which entries begin with a letter, the longest first.
    by_letter: HashMap<char, Vec<usize>>,
}

/// A key and all that may be said for it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Folded; empty for a key of signs.
    key: Box<str>,
    /// The key, if it has no letters.
    key_signs: Option<Symbols>,
    /// Folded, the key first; without those that fold to nothing.
    pub(super) words: Vec<Box<str>>,
    /// What may be said in signs.
    pub(super) signs: Vec<Symbols>,
}

impl Synonyms {
    /// No synonyms.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets a trigger's `key` be said as any of these; keys that fold alike share what they may be.
    pub fn insert(&mut self, key: impl AsRef<str>, values: Vec<String>) {
        let Some(index) = self.entry(key.as_ref()) else { return };
        let Some(entry) = self.entries.get_mut(index) else { return };
        for value in values {
            entry.add(&value);
        }
    }

    /// The longest key whose words begin here in a folded text, with the bytes that it takes.
    pub(super) fn longest_at(&self, text: &str, at: usize) -> Option<(&Entry, usize)> {
        let rest = text.get(at..).filter(|_| is_word_border(text, at))?;
        let of_letter = self.by_letter.get(&rest.chars().next()?)?;
        let mut entries = of_letter.iter().filter_map(|index| self.entries.get(*index));
        let stands = |key: &str| rest.starts_with(key) && is_word_border(text, at + key.len());
        entries.find(|entry| stands(&entry.key)).map(|entry| (entry, entry.key.len()))
    }

    /// What may be said for a whole folded trigger.
    pub(super) fn of_words(&self, folded: &str) -> Option<&Entry> {
        self.longest_at(folded, 0).filter(|(_, len)| *len == folded.len()).map(|(entry, _)| entry)
    }

    /// What may be said for a trigger of signs.
    pub(super) fn of_signs(&self, signs: &Symbols) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key_signs.as_ref() == Some(signs))
    }

    /// The entry of a key, a new one if there is none yet; none if there is nothing in the key.
    fn entry(&mut self, key: &str) -> Option<usize> {
        let folded = fold(key).text.into_boxed_str();
        let signs = if folded.is_empty() { Some(Symbols::new(key)?) } else { None };
        let same = |entry: &Entry| entry.key == folded && entry.key_signs == signs;
        if let Some(index) = self.entries.iter().position(same) {
            return Some(index);
        }
        let index = self.entries.len();
        if let Some(letter) = folded.chars().next() {
            let shorter = |other: &usize| {
                self.entries.get(*other).is_none_or(|other| other.key.len() < folded.len())
            };
            let list = self.by_letter.entry(letter).or_default();
            let at = list.iter().position(shorter).unwrap_or(list.len());
            list.insert(at, index);
        }
        self.entries.push(Entry::new(folded, signs));
        Some(index)
    }
}

impl Entry {
    fn new(key: Box<str>, key_signs: Option<Symbols>) -> Self {
        let words = if key.is_empty() { Vec::new() } else { vec![key.clone()] };
        Self { key, key_signs, words, signs: Vec::new() }
    }

    fn add(&mut self, value: &str) {
        let folded = fold(value).text.into_boxed_str();
        if folded.is_empty() {
            self.signs.extend(Symbols::new(value));
        } else if !self.words.contains(&folded) {
            self.words.push(folded);
        }
    }
}

impl<const N: usize> From<[(String, Vec<String>); N]> for Synonyms {
    fn from(entries: [(String, Vec<String>); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl FromIterator<(String, Vec<String>)> for Synonyms {
    fn from_iter<T: IntoIterator<Item = (String, Vec<String>)>>(entries: T) -> Self {
        let mut synonyms = Self::new();
        for (key, values) in entries {
            synonyms.insert(key, values);
        }
        synonyms
    }
}
