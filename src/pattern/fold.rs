//! Folding: the form in which words are compared (LANGUAGE, "Triggers").

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::limits::MATCHED_CHARS_MAX;
use crate::pattern::letters::{
    is_apostrophe, is_hamza, is_invisible, is_spaceless, is_word, keeps_marks, plain,
};

/// What follows an apostrophe in English as part of the same word: what's, don't, we're.
const ENDINGS: [&str; 7] = ["s", "t", "d", "m", "re", "ve", "ll"];

/// Equal letters in a row from which they count as one: nobody means a different word by "soooo".
const RUN_MIN: usize = 3;

/// A text in the form in which words are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Folded words with one space between them.
    pub text: String,
}

impl Folded {
    /// The words, in order; a run of a script without spaces is one.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }
}

/// Folds a text; folding twice changes nothing more.
///
/// Lower case, compatible forms as plain ones (`ｐｉｚｚａ`), no accents on Latin, Greek and Cyrillic
/// letters, no hamza forms and tatweel, nothing invisible. Letters with strokes and ties become
/// what people type instead of them: `ø` o, `ł` l, `đ` d, `ı` i, `ß` ss, `æ` ae, `œ` oe.
///
/// Punctuation, emoji and control characters separate words; so does the border between a script
/// without spaces and any other, so that "24小时" and "24 小时" are the same. Three or more equal
/// letters in a row count as one; digits do not, 1000 is not 10.
///
/// An apostrophe before one of the English endings `s t d m re ve ll` vanishes, because people
/// leave it out: "what's" is "whats". Any other separates words, because a word begins there:
/// "l'heure" is "l heure", and the trigger "heure" finds it.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let letters = if text.is_ascii() { ascii_letters(text) } else { letters(text) };
    Folded { text: squeeze(&join_endings(&letters)) }
}

/// The letters of a text in lower case, with a space or `'` for everything between words.
fn ascii_letters(text: &str) -> String {
    let fold = |byte: char| match byte {
        '\'' | '`' => '\'',
        letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
        _ => ' ',
    };
    text.chars().map(fold).collect()
}

/// As [`ascii_letters`], for every script.
fn letters(text: &str) -> String {
    let lower = text
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .map(word_or_break)
        .nfkd()
        .flat_map(char::to_lowercase);
    let mut bare = String::with_capacity(text.len());
    let mut owner = ' ';
    for letter in lower {
        if is_combining_mark(letter) {
            let hamza = is_hamza(letter);
            bare.extend(
                Some(letter).filter(|_| keeps_marks(owner) && !hamza && !is_enclosing(letter)),
            );
        } else if !is_hamza(letter) && !is_invisible(letter) {
            owner = push_plain(&mut bare, word_or_break(letter));
        }
    }
    bare.nfc().collect()
}

/// A letter of a word as it is, an apostrophe as `'`, everything else as a space.
fn word_or_break(letter: char) -> char {
    match letter {
        _ if is_apostrophe(letter) => '\'',
        _ if is_word(letter) => letter,
        _ => ' ',
    }
}

/// Marks that put a circle or a key around a letter, as in the emoji 1️⃣.
fn is_enclosing(mark: char) -> bool {
    matches!(mark, '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}')
}

/// Adds a letter without strokes and ties; answers the letter that marks after it belong to.
fn push_plain(to: &mut String, letter: char) -> char {
    match plain(letter) {
        "" => to.push(letter),
        other => to.push_str(other),
    }
    letter
}

/// Resolves `'`: gone before an English ending, else a space.
fn join_endings(letters: &str) -> Cow<'_, str> {
    let mut parts = letters.split('\'');
    let Some(first) = parts.next().filter(|first| first.len() < letters.len()) else {
        return Cow::Borrowed(letters);
    };
    let mut joined = String::from(first);
    for part in parts {
        let ending = part.split(' ').next().is_some_and(|word| ENDINGS.contains(&word));
        if !(ending && joined.ends_with(char::is_alphabetic)) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    Cow::Owned(joined)
}

/// One space between words, one letter for a run of them.
fn squeeze(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    let mut last = ' ';
    let mut rest = letters.chars().peekable();
    while let Some(letter) = rest.next() {
        let mut run = 1;
        while rest.next_if_eq(&letter).is_some() {
            run += 1;
        }
        if letter == ' ' {
            last = ' ';
            continue;
        }
        if !out.is_empty() && (last == ' ' || is_border(last, letter)) {
            out.push(' ');
        }
        let times = if run >= RUN_MIN && !letter.is_numeric() { 1 } else { run };
        out.extend(std::iter::repeat_n(letter, times));
        last = if is_combining_mark(letter) { last } else { letter };
    }
    out
}

/// Whether a word of a script without spaces ends or begins between two letters.
fn is_border(before: char, after: char) -> bool {
    if (before.is_ascii() && after.is_ascii()) || is_combining_mark(after) {
        return false;
    }
    is_spaceless(before) != is_spaceless(after)
}

/// A message, ready to be matched: trimmed, cut to `MATCHED_CHARS_MAX` letters, and folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// As typed, trimmed.
    pub typed: String,
    /// Folded.
    pub folded: Folded,
}

impl Message {
    /// Prepares a message; what stands behind `MATCHED_CHARS_MAX` letters is not looked at.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let end = text.char_indices().nth(MATCHED_CHARS_MAX).map_or(text.len(), |(at, _)| at);
        let typed = text.get(..end).unwrap_or(text).trim_end();
        Self { typed: typed.to_owned(), folded: fold(typed) }
    }

    /// Its parts as typed, where it lists several things: one on each line, or commas between them.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let parts =
            self.typed.split(['\n', ',', ';', '\u{60c}', '\u{3001}', '\u{ff0c}', '\u{ff1b}']);
        parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The stretches of a text that are written with spaces between words, and those that are not.
#[must_use]
pub fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, letter) in text.char_indices() {
        let end = at.saturating_add(letter.len_utf8());
        let spaceless = if is_word(letter) { Some(is_spaceless(letter)) } else { last };
        match runs.last_mut().filter(|_| last.is_none() || spaceless == last) {
            Some(run) => run.end = end,
            None => runs.push(at..end),
        }
        last = spaceless;
    }
    runs
}
