//! One case for all letters, as `regex` sees them when it ignores case: the Kelvin sign is a k.

use std::collections::HashMap;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Letters that one case-insensitive letter may be at most, for it to be worth looking for.
const LETTERS_MAX: usize = 16;

/// A letter in the case that stands for all its cases: a small one of ASCII, else the first.
pub(super) fn one_case(letter: char) -> char {
    match letter {
        _ if letter.is_ascii() => letter.to_ascii_lowercase(),
        _ => kin(letter).next().unwrap_or(letter).to_ascii_lowercase(),
    }
}

/// A text in one case.
pub(super) fn text(text: &str) -> String {
    text.chars().map(one_case).collect()
}

/// The letters of a class in one case; none if there are too many of them.
pub(super) fn letters(class: &ClassUnicode) -> Option<Vec<char>> {
    let all = || class.iter().flat_map(|range| range.start()..=range.end());
    if all().nth(LETTERS_MAX).is_some() {
        return None;
    }
    let mut letters: Vec<char> = all().map(one_case).collect();
    letters.sort_unstable();
    letters.dedup();
    Some(letters)
}

/// All cases of a letter, itself too, by Unicode's simple folding.
fn kin(letter: char) -> impl Iterator<Item = char> {
    let mut class = ClassUnicode::new([ClassUnicodeRange::new(letter, letter)]);
    let all = class.try_case_fold_simple().is_ok();
    let ranges = class.ranges().to_vec().into_iter().filter(move |_| all);
    ranges.flat_map(|range| range.start()..=range.end())
}

/// How to bring messages into one case, as far as some texts in that case need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cases {
    /// The one case of letters that have another; ASCII left out.
    one: HashMap<char, char>,
}

impl Cases {
    /// Learns the letters of texts in one case.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut letters: Vec<char> = texts.flat_map(str::chars).collect();
        letters.sort_unstable();
        letters.dedup();
        let cases = letters.into_iter().flat_map(|one| kin(one).map(move |letter| (letter, one)));
        Self { one: cases.filter(|(letter, one)| letter != one && !letter.is_ascii()).collect() }
    }

    /// A message in one case; a letter that stands in none of the texts may keep its own.
    pub(super) fn apply(&self, typed: &str) -> String {
        if typed.is_ascii() {
            return typed.to_ascii_lowercase();
        }
        let one = |letter: char| match letter {
            _ if letter.is_ascii() => letter.to_ascii_lowercase(),
            _ => self.one.get(&letter).copied().unwrap_or(letter),
        };
        typed.chars().map(one).collect()
    }
}
