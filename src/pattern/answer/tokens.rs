//! A message in pieces: figures, words and signs, each with its place among what was typed.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::pattern::fold::fold;
use crate::pattern::letters::{is_apostrophe, is_invisible, is_spaceless, is_word};

/// The zero of every script's decimal digits below U+10000; Unicode keeps each ten in a row.
const ZEROS: [u32; 37] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10,
];

/// One piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
    /// Whether white space, or nothing, stands before it.
    pub(super) gap: bool,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits of any script, as 0 to 9.
    Digits(String),
    /// A folded word; of a script without spaces, one letter.
    Word(String),
    /// Anything else that can be seen: punctuation, a currency sign, an emoji.
    Sign(char),
}

impl Token {
    /// Its digits, if it is figures.
    pub(super) fn digits(&self) -> Option<&str> {
        match &self.kind {
            Kind::Digits(digits) => Some(digits),
            Kind::Word(_) | Kind::Sign(_) => None,
        }
    }

    /// Its folded word or its digits: what phrases are made of.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Digits(text) | Kind::Word(text) => Some(text),
            Kind::Sign(_) => None,
        }
    }

    /// The sign, if it is one.
    pub(super) fn sign(&self) -> Option<char> {
        match self.kind {
            Kind::Sign(sign) => Some(sign),
            Kind::Digits(_) | Kind::Word(_) => None,
        }
    }

    /// Whether it is a word in Latin letters, which digits beside it belong to: 3rd, x86.
    pub(super) fn is_latin(&self) -> bool {
        match &self.kind {
            Kind::Word(text) => text.chars().any(|letter| letter.script() == Script::Latin),
            Kind::Digits(_) | Kind::Sign(_) => false,
        }
    }
}

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = true;
    for (start, letter) in text.char_indices() {
        let at = start..start.saturating_add(letter.len_utf8());
        if letter.is_whitespace() {
            gap = true;
        } else if is_invisible(letter) || is_stray(letter, tokens.last(), gap) {
            widen(&mut tokens, gap, at.end);
        } else {
            let kind = kind(letter);
            if gap || !join(&mut tokens, &kind, letter, at.end) {
                tokens.push(Token { kind, at, gap });
            }
            gap = false;
        }
    }
    drop_apostrophes(&mut tokens);
    for token in &mut tokens {
        if let Kind::Word(word) = &mut token.kind {
            *word = folded(word);
        }
    }
    tokens
}

/// Drops apostrophes between two words: `l'heure` is `l` and `heure`, with nothing between them.
fn drop_apostrophes(tokens: &mut Vec<Token>) {
    let is_word =
        |token: Option<&Token>| matches!(token.map(|token| &token.kind), Some(Kind::Word(_)));
    let inside = |at: usize, token: &Token| {
        let next = tokens.get(at.saturating_add(1)).filter(|next| !next.gap);
        let last = at.checked_sub(1).and_then(|last| tokens.get(last)).filter(|_| !token.gap);
        token.sign() == Some('\'') && is_word(last) && is_word(next)
    };
    let inside: Vec<bool> =
        tokens.iter().enumerate().map(|(at, token)| inside(at, token)).collect();
    let mut inside = inside.into_iter();
    tokens.retain(|_| !inside.next().unwrap_or(false));
}

/// What a single letter is.
fn kind(letter: char) -> Kind {
    if let Some(digits) = figures(letter) {
        return Kind::Digits(digits);
    }
    if is_apostrophe(letter) {
        return Kind::Sign('\'');
    }
    if is_word(letter) && !is_fraction(letter) {
        return Kind::Word(letter.to_string());
    }
    let mut plain = std::iter::once(letter).nfkc();
    match (plain.next(), plain.next()) {
        (Some(plain), None) => Kind::Sign(plain),
        (_, _) => Kind::Sign(letter),
    }
}

/// Adds a letter to the last piece, if it goes on there.
fn join(tokens: &mut [Token], kind: &Kind, letter: char, end: usize) -> bool {
    let Some(last) = tokens.last_mut() else { return false };
    match (&mut last.kind, kind) {
        (Kind::Digits(digits), Kind::Digits(more)) => digits.push_str(more),
        (Kind::Word(word), Kind::Word(more)) => {
            let apart = word.chars().next().is_some_and(is_spaceless) || is_spaceless(letter);
            if apart && !is_combining_mark(letter) {
                return false;
            }
            word.push_str(more);
        }
        (Kind::Digits(_) | Kind::Word(_) | Kind::Sign(_), _) => return false,
    }
    last.at.end = end;
    true
}

/// A mark that belongs to no word: the key around 1️⃣, an accent on an emoji.
fn is_stray(letter: char, last: Option<&Token>, gap: bool) -> bool {
    let on_word = last.is_some_and(|token| matches!(token.kind, Kind::Word(_))) && !gap;
    is_combining_mark(letter) && !on_word
}

fn widen(tokens: &mut [Token], gap: bool, end: usize) {
    if let Some(last) = tokens.last_mut().filter(|_| !gap) {
        last.at.end = end;
    }
}

/// The figures of a digit of any script, or of a digit in a circle.
fn figures(letter: char) -> Option<String> {
    if let Some(digit) = digit(letter).and_then(|digit| char::from_digit(digit, 10)) {
        return Some(digit.to_string());
    }
    let plain: String = std::iter::once(letter).nfkc().collect();
    let counts = letter.is_numeric() && plain.bytes().all(|byte| byte.is_ascii_digit());
    (counts && !plain.is_empty()).then_some(plain)
}

fn digit(letter: char) -> Option<u32> {
    let code = u32::from(letter);
    ZEROS.iter().find_map(|&zero| code.checked_sub(zero).filter(|&digit| digit < 10))
}

/// `½` and its like.
fn is_fraction(letter: char) -> bool {
    matches!(letter, '¼'..='¾' | '⅐'..='⅟' | '↉')
}

/// A word as words are compared. Beyond folding, Arabic loses its vowel signs, and letters that
/// people mix up become one: `ى` and `ي`, `ة` and `ه`.
fn folded(word: &str) -> String {
    let plain = fold(word).text.replace(' ', "");
    if plain.is_ascii() {
        return plain;
    }
    plain
        .chars()
        .filter(|letter| !matches!(letter, '\u{64b}'..='\u{652}'))
        .map(|letter| match letter {
            'ى' | 'ی' => 'ي',
            'ة' => 'ه',
            'ک' => 'ك',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |token: &Token| match &token.kind {
            Kind::Digits(digits) => format!("#{digits}"),
            Kind::Word(word) => word.clone(),
            Kind::Sign(sign) => format!("'{sign}"),
        };
        tokens(text).iter().map(show).collect()
    }

    #[test]
    fn figures_words_and_signs_fall_apart() {
        assert_eq!(shown("At 9:30pm, Zoë!"), ["at", "#9", "':", "#30", "pm", "',", "zoe", "'!"]);
        assert_eq!(shown("午後3時半"), ["午", "後", "#3", "時", "半"]);
        assert_eq!(shown("٣ ３ १२ 1️⃣ ②"), ["#3", "#3", "#12", "#1", "#2"]);
        assert_eq!(shown("2½ o’clock"), ["#2", "'½", "o", "clock"]);
        assert_eq!(shown("９：３０"), ["#9", "':", "#30"]);
        assert_eq!(shown("غداً"), shown("غدا"));
    }

    #[test]
    fn every_piece_knows_its_place() {
        let text = "um 9\u{200f} Uhr, né";
        let places: Vec<_> = tokens(text).into_iter().map(|token| token.at).collect();
        let found: Vec<_> = places.into_iter().filter_map(|at| text.get(at)).collect();
        assert_eq!(found, ["um", "9\u{200f}", "Uhr", ",", "né"]);
    }
}
