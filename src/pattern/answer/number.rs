//! Numbers, in figures or words, with decimals and fractions.

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::figures::{Single, figures, fraction};
use crate::pattern::answer::locale::decimal_point;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::numeral::{as_scale, spelled, with_decimals};
use crate::pattern::answer::reading::{Parsed, Reading};
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
    if let Some(part) = fraction(reading, at) {
        return Some(part);
    }
    if let Some(number) = figures(reading, at, single) {
        let number = scaled(reading, number)?;
        return Some(and_part(reading, number));
    }
    if let Some(whole) = spelled(reading, at) {
        if let Some(number) = with_decimals(reading, whole) {
            return Some(number);
        }
        return Some(and_part(reading, whole.map(Decimal::from)));
    }
    reading.word(at, Meaning::Half).map(|end| Parsed { value: Decimal::HALF, end, weak: true })
}

/// "3 million", "5k".
fn scaled(reading: &Reading<'_>, number: Parsed<Decimal>) -> Option<Parsed<Decimal>> {
    let Some(scale) = reading.phrase(number.end, as_scale) else { return Some(number) };
    let value = number.value.times(scale.value)?;
    scaled(reading, Parsed::new(value, scale.end))
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
