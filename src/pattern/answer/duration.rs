//! Lengths of time: "an hour and a half", "1h 30m", "zwei Tage".

use crate::pattern::answer::amount::{Amount, amount, unit, unit_seconds};
use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::meaning::{Meaning, Side, Unit};
use crate::pattern::answer::numeral::spelled;
use crate::pattern::answer::reading::{Parsed, Reading};
use crate::words::name::Value;

/// The units of the notation, largest first, with their seconds.
const UNITS: [(char, i64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The longest that is one: a hundred years.
const SECONDS_MAX: i64 = 36_525 * 86_400;

/// A length of time at a place, as authors write it.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let (mut total, mut end) = (0_i64, at);
    let mut last = i64::MAX;
    while let Some(part) = part(reading, joint(reading, at, end), last) {
        total = total.checked_add(part.value.seconds)?;
        (end, last) = (part.end, part.value.unit);
    }
    let past = reading.word(end, Meaning::Ago(Side::Behind)).is_some();
    let text = (end > at && !past && (1..=SECONDS_MAX).contains(&total)).then(|| written(total))?;
    Some(Parsed::new(Value::from(text), end))
}

/// A part of a length: how long, and the length of its unit.
struct Part {
    seconds: i64,
    unit: i64,
}

/// A part in a smaller unit than the one before it.
fn part(reading: &Reading<'_>, at: usize, last: i64) -> Option<Parsed<Part>> {
    let found = amount(reading, at).or_else(|| one(reading, at));
    let Some(found) = found else { return minutes(reading, at, last) };
    let unit = unit_length(found.value).filter(|unit| *unit < last)?;
    let seconds = found.value.seconds()?;
    let half = reading.word(found.end, Meaning::AndHalf).filter(|_| unit > 1);
    let more = half.map_or(0, |_| unit.checked_div(2).unwrap_or(0));
    let seconds = seconds.checked_add(more)?;
    Some(Parsed::new(Part { seconds, unit }, half.unwrap_or(found.end)))
}

/// "hora y media": a unit with a half behind it is one and a half.
fn one(reading: &Reading<'_>, at: usize) -> Option<Parsed<Amount>> {
    let unit = unit(reading, at)?;
    reading.word(unit.end, Meaning::AndHalf)?;
    Some(unit.map(|unit| Amount { count: Decimal::from(1), unit }))
}

/// A length with a name of its own counts as one of itself.
fn unit_length(amount: Amount) -> Option<i64> {
    match amount.unit {
        Unit::Second => amount.seconds().filter(|seconds| *seconds >= 60).or(Some(1)),
        unit => unit_seconds(unit),
    }
}

/// Minutes without a word behind hours: "1h30", "one hour thirty".
fn minutes(reading: &Reading<'_>, at: usize, last: i64) -> Option<Parsed<Part>> {
    let figures = || {
        let digits = reading.digits(at).filter(|digits| digits.len() == 2)?;
        Some(Parsed::new(digits.parse().ok()?, at.saturating_add(1)))
    };
    let number = figures().or_else(|| spelled(reading, at).filter(|number| !number.weak))?;
    let fits = last == 3_600 && (1..60).contains(&number.value) && reading.may_end(number.end);
    let seconds = Decimal::from(number.value).times(60)?.whole()?;
    fits.then(|| Parsed::new(Part { seconds, unit: 60 }, number.end))
}

/// The place behind "and" or a comma between parts.
fn joint(reading: &Reading<'_>, start: usize, at: usize) -> usize {
    if at == start {
        return at;
    }
    let sign = reading.sign(at).filter(|sign| matches!(sign, ',' | '、' | '.'));
    let behind = if sign.is_some() { at.saturating_add(1) } else { at };
    reading
        .word(behind, Meaning::And)
        .or_else(|| reading.word(behind, Meaning::Plus))
        .unwrap_or(behind)
}

/// A length as authors write it, largest units first: `1d 2h 30m`.
pub(super) fn written(seconds: i64) -> String {
    let mut parts = Vec::new();
    let mut rest = seconds;
    for (name, length) in UNITS {
        let count = rest.checked_div(length).unwrap_or(0);
        rest = rest.checked_rem(length).unwrap_or(0);
        parts.extend((count > 0).then(|| format!("{count}{name}")));
    }
    parts.join(" ")
}

/// The seconds of a length as authors write it.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let parts = text.split(' ').map(|part| {
        let (name, length) = UNITS.into_iter().find(|(name, _)| part.ends_with(*name))?;
        part.strip_suffix(name)?.parse::<i64>().ok()?.checked_mul(length)
    });
    parts.sum()
}
