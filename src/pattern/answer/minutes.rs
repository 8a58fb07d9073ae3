//! Minutes before or behind an hour: "half past", "y cuarto", "fünf vor".

use crate::pattern::answer::meaning::{Meaning, Side, Unit};
use crate::pattern::answer::numeral::spelled;
use crate::pattern::answer::reading::{Parsed, Reading};

/// Minutes to add to an hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Minutes {
    pub(super) minutes: i16,
    /// Whether they say that this is a time: "y cuarto" does, a bare number does not.
    pub(super) shows: bool,
}

/// Minutes that are told before the hour: "half past", "ten to".
pub(super) fn offset_before(reading: &Reading<'_>, at: usize) -> Option<Parsed<i16>> {
    offset(reading, at, Side::Before).or_else(|| {
        let number = number(reading, at)?;
        let minutes = unit(reading, number.end);
        // "5 to 10" in figures is a range as well.
        let range = number.value <= 12 && minutes == number.end && reading.digits(at).is_some();
        let past = reading.word(minutes, Meaning::Past).map(|end| (number.value, end));
        let to = || Some((number.value.saturating_neg(), reading.word(minutes, Meaning::To)?));
        let (value, end) = past.or_else(to).filter(|_| !range)?;
        Some(Parsed::new(value, end))
    })
}

/// Minutes that are told behind the hour; a bare number counts only where `plain` says so.
pub(super) fn behind_hour(
    reading: &Reading<'_>,
    at: usize,
    plain: bool,
) -> Option<Parsed<Minutes>> {
    let shown = |minutes| Minutes { minutes, shows: true };
    let named = offset(reading, at, Side::Behind).map(|found| found.map(shown));
    named.or_else(|| joined(reading, at)).or_else(|| bare(reading, at).filter(|_| plain))
}

/// "y diez", "menos veinte".
fn joined(reading: &Reading<'_>, at: usize) -> Option<Parsed<Minutes>> {
    let plus = reading.word(at, Meaning::Plus).map(|end| (1, end));
    let (sign, start) = plus.or_else(|| Some((-1, reading.word(at, Meaning::Less)?)))?;
    let number = number(reading, start).filter(|number| number.value >= 5)?;
    let end = unit(reading, number.end);
    let minutes = number.value.checked_mul(sign)?;
    Some(Parsed::new(Minutes { minutes, shows: true }, end))
}

/// "9 Uhr 30", "nine fifteen", "九点三十分".
fn bare(reading: &Reading<'_>, at: usize) -> Option<Parsed<Minutes>> {
    let number = number(reading, at)?;
    let end = unit(reading, number.end);
    let two = reading.digits(at).map_or(number.value >= 10, |digits| digits.len() == 2);
    let minutes = Minutes { minutes: number.value, shows: end > number.end };
    (two || end > number.end).then(|| Parsed::new(minutes, end))
}

fn offset(reading: &Reading<'_>, at: usize, side: Side) -> Option<Parsed<i16>> {
    reading.phrase(at, |meaning| match meaning {
        Meaning::Offset(of, minutes) if of == side => Some(i16::from(minutes)),
        _ => None,
    })
}

/// A number from 0 to 59.
fn number(reading: &Reading<'_>, at: usize) -> Option<Parsed<i16>> {
    let figures = || {
        let digits = reading.digits(at).filter(|digits| digits.len() <= 2)?;
        Some(Parsed::new(digits.parse().ok()?, at.saturating_add(1)))
    };
    let number = figures().or_else(|| spelled(reading, at))?;
    let minutes = i16::try_from(number.value).ok().filter(|minutes| (0..60).contains(minutes))?;
    Some(number.map(|_| minutes))
}

/// The place behind "minutes", if they are named.
fn unit(reading: &Reading<'_>, at: usize) -> usize {
    reading.behind(at, Meaning::Unit(Unit::Minute))
}
