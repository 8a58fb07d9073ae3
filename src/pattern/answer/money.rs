//! Sums of money; the currency is understood and left out.

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::figures::Single;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::number::{signed, unsigned};
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::pattern::answer::tokens::Kind;
use crate::words::name::Value;

/// ISO 4217 codes and abbreviations that people write beside figures.
const CODES: [&str; 58] = [
    "aed", "ars", "aud", "bdt", "brl", "cad", "chf", "clp", "cny", "cop", "czk", "dh", "dhs",
    "dkk", "egp", "eur", "ft", "gbp", "ghs", "hkd", "huf", "idr", "ils", "inr", "jod", "jpy", "kc",
    "kes", "kr", "krw", "kwd", "lkr", "mad", "mxn", "myr", "ngn", "nok", "npr", "nzd", "pen",
    "php", "pkr", "pln", "qar", "ron", "rm", "rp", "rs", "rub", "sar", "sek", "sgd", "thb", "twd",
    "uah", "usd", "vnd", "zar",
];

/// Letters before a dollar sign that say whose it is.
const DOLLARS: [&str; 11] = ["us", "r", "a", "au", "c", "ca", "nz", "hk", "s", "nt", "mx"];

/// A sum at a place; among other words a currency has to be there.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    if let Some(below) = below_zero(reading, at) {
        return Some(below);
    }
    let before = currency(reading, at);
    let start = before.unwrap_or(at);
    let number = signed(reading, start, Single::Thousands).or_else(|| one(reading, start))?;
    if let Some(end) = cents(reading, number.end).filter(|_| before.is_none()) {
        return number.value.hundredth()?.json().map(|value| Parsed::new(value, end));
    }
    let behind = currency(reading, number.end).or_else(|| grouped(reading, number.end));
    let known = before.is_some() || behind.is_some();
    let end = behind.unwrap_or(number.end);
    if !known {
        let value = number.value.json().filter(|_| reading.company != Company::Words)?;
        return Some(Parsed { value, end, weak: number.weak });
    }
    let whole = Parsed::new(number.value, end);
    with_cents(reading, whole).map_or_else(|| json(whole), json)
}

/// "-$5": the minus before the currency.
fn below_zero(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let next = at.saturating_add(1);
    let minus = reading.sign(at).is_some_and(|sign| matches!(sign, '-' | '\u{2212}'));
    let start = currency(reading, next).filter(|_| minus && reading.is_tight(next))?;
    let number = unsigned(reading, start, Single::Thousands)?;
    json(number.map(Decimal::negated))
}

fn json(sum: Parsed<Decimal>) -> Option<Parsed<Value>> {
    Some(Parsed::new(sum.value.json()?, sum.end))
}

/// "a dollar".
fn one(reading: &Reading<'_>, at: usize) -> Option<Parsed<Decimal>> {
    let end = reading.word(at, Meaning::Article)?;
    reading.word(end, Meaning::Currency)?;
    Some(Parsed::new(Decimal::from(1), end))
}

/// "5 euros 50", "12 dollars and 50 cents".
fn with_cents(reading: &Reading<'_>, sum: Parsed<Decimal>) -> Option<Parsed<Decimal>> {
    sum.value.whole()?;
    let and = reading.word(sum.end, Meaning::And).or_else(|| reading.word(sum.end, Meaning::Plus));
    let and = and.unwrap_or(sum.end);
    let number = unsigned(reading, and, Single::Thousands)?;
    let small = number.value.whole().is_some_and(|cents| (1..100).contains(&cents));
    let two = reading.digits(and).is_some_and(|digits| digits.len() == 2);
    let end = cents(reading, number.end).or_else(|| two.then_some(number.end))?;
    let value = sum.value.plus(number.value.hundredth()?).filter(|_| small)?;
    (!two || reading.may_end(end)).then(|| Parsed::new(value, end))
}

fn cents(reading: &Reading<'_>, at: usize) -> Option<usize> {
    reading
        .word(at, Meaning::Cents)
        .or_else(|| reading.sign(at).filter(|sign| *sign == '¢').map(|_| at.saturating_add(1)))
}

/// The place behind the currency at a place: `€`, `US$`, `EUR`, "dollars".
fn currency(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let next = at.saturating_add(1);
    if reading.sign(at).is_some_and(is_currency) {
        return Some(next);
    }
    let word = match &reading.token(at)?.kind {
        Kind::Word(word) => word.as_str(),
        Kind::Digits(_) | Kind::Sign(_) => return None,
    };
    if DOLLARS.contains(&word) && reading.sign(next) == Some('$') && reading.is_tight(next) {
        return Some(next.saturating_add(1));
    }
    let code = CODES.contains(&word).then_some(next);
    let end = reading.word(at, Meaning::Currency).max(code)?;
    let stop = reading.sign(end) == Some('.') && reading.is_tight(end);
    Some(if stop { end.saturating_add(1) } else { end })
}

/// The currency behind the dash of "20,- €" and "20.-".
fn grouped(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let dash = at.saturating_add(1);
    let comma = reading.sign(at).is_some_and(|sign| matches!(sign, ',' | '.'));
    let dashed =
        reading.sign(dash).is_some_and(|sign| matches!(sign, '-' | '\u{2013}' | '\u{2014}'));
    let end = dash.saturating_add(1);
    let tight = reading.is_tight(at) && reading.is_tight(dash);
    (comma && dashed && tight).then(|| currency(reading, end).unwrap_or(end))
}

/// Unicode's currency symbols.
fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '\u{a3}'..='\u{a5}' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}')
        || matches!(sign, '\u{9fb}' | '\u{af1}' | '\u{bf9}' | '\u{e3f}' | '\u{17db}')
        || matches!(sign, '\u{20a0}'..='\u{20cf}' | '\u{fdfc}')
}
