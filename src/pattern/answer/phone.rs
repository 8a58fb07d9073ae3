//! Phone numbers, with `+` or as they are dialled in the visitor's country.

use phonelib::PhoneNumber;

use crate::pattern::answer::Hint;
use crate::pattern::answer::locale::country;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::words::name::Value;

/// The most digits that a number has, prefixes for dialling abroad included.
const DIGITS_MAX: usize = 18;

/// The fewest digits that anybody gives as a number.
const DIGITS_MIN: usize = 6;

/// The fewest that are one among other words, if they neither begin with `+` nor with `0`.
const BARE_DIGITS_MIN: usize = 9;

/// Countries in which no nought is dialled before a number.
const NO_NOUGHT: [&str; 13] =
    ["CA", "CZ", "DK", "ES", "GR", "HK", "LU", "MX", "NO", "PL", "PT", "SG", "US"];

/// A number at a place, as E.164.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let after_figures = at.checked_sub(1).is_some_and(|last| {
        let joins = reading.digits(last).is_some()
            || (reading.sign(last).is_some_and(is_inside) && reading.is_tight(last));
        joins && reading.is_tight(at)
    });
    let dialled = dialled(reading, at).filter(|_| !after_figures)?;
    let number = PhoneNumber::parse(&dialled.value).filter(|_| dialled.value.starts_with('+'));
    let mut countries = countries(reading.hint);
    let national = |country: &str| PhoneNumber::parse_with_country(&dialled.value, country);
    let number = number.or_else(|| countries.find_map(national));
    let home = || reading.hint.home.filter(|home| is_told(&dialled.value, home));
    let number = number.or_else(|| home().and_then(national))?;
    let length = dialled.value.chars().filter(char::is_ascii_digit).count();
    let shows = dialled.value.starts_with(['+', '0']) || length >= BARE_DIGITS_MIN;
    let fits = length >= DIGITS_MIN && (shows || reading.company != Company::Words);
    fits.then(|| Parsed::new(Value::from(number.e164()), dialled.end))
}

/// The visitor's country, then those of the bot: who writes to a bakery in Rome gives a number there.
fn countries<'a>(hint: &'a Hint<'_>) -> impl Iterator<Item = &'a str> {
    let of_locales = hint.locales.iter().filter_map(|locale| country(locale.as_str()));
    hint.country.into_iter().chain(of_locales)
}

/// Whether a number without a country is surely one of the bot's: it begins with a nought, as numbers
/// do that are dialled within most countries, or the country's numbers never do.
fn is_told(dialled: &str, home: &str) -> bool {
    dialled.starts_with('0') || NO_NOUGHT.contains(&home)
}

/// What one would dial: digits, and `+` before them if it is there.
fn dialled(reading: &Reading<'_>, start: usize) -> Option<Parsed<String>> {
    let (mut number, mut at, mut end) = (String::new(), start, start);
    while let Some(token) = reading.token(at) {
        let next = at.saturating_add(1);
        if let Some(digits) = token.digits() {
            number.push_str(digits);
            end = next;
        } else if token.sign() == Some('+') && number.is_empty() {
            number.push('+');
        } else if !token.sign().is_some_and(is_inside) || (at == start && token.sign() != Some('('))
        {
            break;
        }
        if number.len() > DIGITS_MAX {
            return None;
        }
        at = next;
    }
    let digits = number.trim_start_matches('+');
    // "+49 (0)30": the nought is dialled in the country only.
    let written = reading.typed.get(reading.bytes(start, end))?;
    let number = match written.split_once("(0)").filter(|_| number.starts_with('+')) {
        Some((code, rest)) => {
            format!("{code}{rest}").chars().filter(char::is_ascii_digit).collect()
        }
        None => digits.to_owned(),
    };
    let plus = if written.trim_start_matches('(').starts_with(['+', '＋']) { "+" } else { "" };
    (!number.is_empty()).then(|| Parsed::new(format!("{plus}{number}"), end))
}

/// Signs between the digits of a number.
fn is_inside(sign: char) -> bool {
    matches!(sign, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '·')
}
