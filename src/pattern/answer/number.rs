//! Numbers, in figures or words, with decimals and fractions.

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::figures::{Single, figures, fraction};
use crate::pattern::answer::locale::decimal_point;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::numeral::{as_scale, spelled, with_decimals};
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::pattern::answer::tokens::Token;
use crate::words::name::Value;

/// A number at a place, as JSON has it.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let single = Single::Decimals(decimal_point(reading.hint));
    let signed = signed(reading, at, single)?;
    let end = percent(reading, signed.end);
    let value = signed.value.json()?;
    Some(Parsed { value, end, weak: signed.weak })
}

/// A number with a sign before it, if there is one.
pub(super) fn signed(reading: &Reading<'_>, at: usize, single: Single) -> Option<Parsed<Decimal>> {
    let next = at.saturating_add(1);
    let free =
        !reading.is_tight(at) || at.checked_sub(1).and_then(|last| reading.sign(last)).is_some();
    let before = free && reading.is_tight(next);
    let (start, minus) = match reading.sign(at) {
        Some('+') if before => (next, false),
        Some('-' | '\u{2212}' | '\u{2013}') if before => (next, true),
        _ => match reading.word(at, Meaning::Minus) {
            Some(end) => (end, true),
            None => (at, false),
        },
    };
    let number = unsigned(reading, start, single)?;
    Some(if minus { number.map(Decimal::negated) } else { number })
}

/// A number without a sign.
pub(super) fn unsigned(
    reading: &Reading<'_>,
    at: usize,
    single: Single,
) -> Option<Parsed<Decimal>> {
    if let Some(part) = fraction(reading, at).or_else(|| halves(reading, at)) {
        return Some(part);
    }
    if let Some(quarters) = reading.phrase(at, as_quarters) {
        let number = unsigned(reading, quarters.end, single)?;
        let more = Decimal::of_quarters(quarters.value);
        return Some(Parsed::new(number.value.plus(more)?, number.end));
    }
    if let Some(number) = figures(reading, at, single) {
        let number = scaled(reading, number)?;
        return Some(and_part(reading, number));
    }
    let half = reading.word(at, Meaning::Half);
    let spelled = spelled(reading, at).filter(|whole| half.is_none_or(|half| half <= whole.end));
    if let Some(whole) = spelled {
        if let Some(number) = with_decimals(reading, whole) {
            return Some(number);
        }
        return Some(and_part(reading, whole.map(Decimal::from)));
    }
    let half = half.filter(|_| reading.company != Company::Words);
    half.map(|end| Parsed::new(Decimal::HALF, end))
}

/// "3 million", "5k".
fn scaled(reading: &Reading<'_>, number: Parsed<Decimal>) -> Option<Parsed<Decimal>> {
    let Some(scale) = reading.phrase(number.end, as_scale) else { return Some(number) };
    let number = Parsed::new(number.value.times(scale.value)?, scale.end);
    let number = scaled(reading, number)?;
    Some(smaller(reading, number, scale.value).unwrap_or(number))
}

/// "3万5千": in writing without spaces smaller figures go on behind a scale.
fn smaller(reading: &Reading<'_>, number: Parsed<Decimal>, below: i64) -> Option<Parsed<Decimal>> {
    let latin =
        number.end.checked_sub(1).and_then(|last| reading.token(last)).is_none_or(Token::is_latin);
    reading.digits(number.end).filter(|_| reading.is_tight(number.end) && !latin)?;
    let more = scaled(reading, figures(reading, number.end, Single::Thousands)?)?;
    let fits = more.value.whole().is_some_and(|more| more < below);
    Some(Parsed::new(number.value.plus(more.value).filter(|_| fits)?, more.end))
}

/// A half or another part more: "and a half", "2½", "1 1/2".
fn and_part(reading: &Reading<'_>, number: Parsed<Decimal>) -> Parsed<Decimal> {
    let half = reading.word(number.end, Meaning::AndHalf);
    let half = half.map(|end| Parsed::new(Decimal::HALF, end));
    let more = half.or_else(|| fraction(reading, number.end));
    let sum = |more: Parsed<Decimal>| Some(Parsed::new(number.value.plus(more.value)?, more.end));
    match more.filter(|_| number.value.whole().is_some()).and_then(sum) {
        Some(sum) => sum,
        None => number,
    }
}

/// A percent sign says no more than the question did.
fn percent(reading: &Reading<'_>, at: usize) -> usize {
    let percent = reading.sign(at).is_some_and(|sign| matches!(sign, '%' | '٪'));
    if percent { at.saturating_add(1) } else { at }
}

/// A number of halves that has a word of its own.
fn halves(reading: &Reading<'_>, at: usize) -> Option<Parsed<Decimal>> {
    let halves = reading.phrase(at, |meaning| {
        let Meaning::Halves(halves) = meaning else { return None };
        Some(halves)
    })?;
    Some(halves.map(|halves| Decimal::of_quarters(halves.saturating_mul(2))))
}

fn as_quarters(meaning: Meaning) -> Option<i64> {
    let Meaning::Quarters(quarters) = meaning else { return None };
    Some(quarters)
}
