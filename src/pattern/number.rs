//! Numbers as triggers take them out of texts.

use std::sync::LazyLock;

use regex_syntax::hir::{ClassUnicode, HirKind};

use crate::words::name::Value;

/// Decimal digits of every script; each of Unicode's ranges begins with a zero.
static DIGITS: LazyLock<ClassUnicode> =
    LazyLock::new(|| match regex_syntax::parse(r"\p{Nd}").map(regex_syntax::hir::Hir::into_kind) {
        Ok(HirKind::Class(regex_syntax::hir::Class::Unicode(digits))) => digits,
        _ => ClassUnicode::empty(),
    });

/// Whether a class of letters holds digits and nothing else.
pub(super) fn is_digits_only(letters: &ClassUnicode) -> bool {
    let mut others = letters.clone();
    others.difference(&DIGITS);
    others.ranges().is_empty()
}

/// Reads a whole number or one with a decimal point, a sign before it if there is one, in the
/// digits of any script.
///
/// None if it is anything else, or more than 64 bits hold: a number that is nearly right is wrong.
pub(super) fn number(text: &str) -> Option<Value> {
    let plain: String = text.trim().chars().map(ascii_digit).collect();
    let digits = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    match digits.split_once('.') {
        None => whole(&plain, digits),
        Some((whole, parts)) => {
            let all_digits = is_digits(whole) && is_digits(parts);
            plain
                .parse::<f64>()
                .ok()
                .filter(|number| all_digits && number.is_finite())
                .map(Value::from)
        }
    }
}

/// A whole number of at most 64 bits.
fn whole(plain: &str, digits: &str) -> Option<Value> {
    plain.parse::<i64>().ok().filter(|_| is_digits(digits)).map(Value::from)
}

/// Whether a text is one or more of 0 to 9.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digit 0 to 9 that a digit of another script stands for; any other letter as it is.
fn ascii_digit(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let range = DIGITS.iter().find(|range| (range.start()..=range.end()).contains(&letter));
    let value = range.map(|range| (u32::from(letter) - u32::from(range.start())) % 10);
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(letter)
}
