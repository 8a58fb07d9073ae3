//! Days seen from today: "tomorrow", "in three days", "vor einer Woche".

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::pattern::answer::amount::{Amount, amount, unit};
use crate::pattern::answer::date::{counted_from, weekday};
use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::meaning::{Meaning, Side, Unit};
use crate::pattern::answer::reading::{Company, Parsed, Reading};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A day that is told by how far away it is.
pub(super) fn from_now(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    if let Some(named) = named(reading, at) {
        return Some(named);
    }
    if let Some(date) = beyond(reading, at) {
        return Some(date);
    }
    // "Friday in two weeks" is told by its weekday.
    let distance = distance(reading, at).filter(|_| weekday::before(reading, at).is_none())?;
    if !distance.value.1 && is_before_day(reading, distance.end) {
        return None;
    }
    let span = days(distance.value.0)?;
    let span = if distance.value.1 { span } else { span.negate() };
    let today = reading.hint.now.date();
    Some(Parsed::new(today.checked_add(span).ok()?, distance.end))
}

/// Whether a length of time is counted from a day behind it: "two days before Friday".
fn is_before_day(reading: &Reading<'_>, end: usize) -> bool {
    let joints = [Meaning::Of, Meaning::The, Meaning::Filler];
    let starts = joints.into_iter().filter_map(|joint| reading.word(end, joint));
    std::iter::once(end).chain(starts).any(|start| counted_from(reading, start).is_some())
}

/// A day with a name of its own: "tomorrow".
pub(super) fn named(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let named = reading.phrase(at, |meaning| {
        let Meaning::Day(days) = meaning else { return None };
        Some(days)
    })?;
    let date = reading.hint.now.date().checked_add(named.value.days()).ok()?;
    Some(Parsed::new(date, named.end))
}

/// A length of time counted from a day: "a week from Friday".
fn beyond(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let amount = amount(reading, at)?;
    let start = reading.word(amount.end, Meaning::Beyond)?;
    let day = counted_from(reading, start)?;
    let date = day.value.checked_add(days(amount.value)?).ok()?;
    Some(Parsed::new(date, day.end))
}

/// So much of a unit from now on (true) or before now.
pub(in crate::pattern::answer) fn distance(
    reading: &Reading<'_>,
    at: usize,
) -> Option<Parsed<(Amount, bool)>> {
    let lead =
        |meaning| reading.word(at, meaning).and_then(|start| bare_or_counted(reading, start));
    if let Some(found) = lead(Meaning::Ahead(Side::Before)) {
        let end = reading.behind(found.end, Meaning::Ahead(Side::Behind));
        return Some(Parsed::new((found.value, true), end));
    }
    if let Some(found) = lead(Meaning::Ago(Side::Before)) {
        return Some(Parsed::new((found.value, false), found.end));
    }
    let found = amount(reading, at)?;
    let ahead = reading.word(found.end, Meaning::Ahead(Side::Behind)).map(|end| (end, true));
    let ago = || reading.word(found.end, Meaning::Ago(Side::Behind)).map(|end| (end, false));
    let author = || (reading.company == Company::Author).then_some((found.end, true));
    let (end, forward) = ahead.or_else(ago).or_else(author)?;
    Some(Parsed::new((found.value, forward), end))
}

/// "in a week", and "بعد أسبوع" where one needs no word.
fn bare_or_counted(reading: &Reading<'_>, at: usize) -> Option<Parsed<Amount>> {
    amount(reading, at).or_else(|| {
        let unit = unit(reading, at)?;
        Some(unit.map(|unit| Amount { count: Decimal::from(1), unit }))
    })
}

/// The whole weeks from now on that an amount is.
pub(super) fn weeks_ahead(reading: &Reading<'_>, at: usize) -> Option<Parsed<Option<i64>>> {
    let found = distance(reading, at)?;
    let (amount, forward) = found.value;
    days(amount)?;
    let weeks =
        amount.seconds().filter(|seconds| forward && seconds.checked_rem(7 * DAY) == Some(0));
    Some(Parsed::new(weeks.and_then(|seconds| seconds.checked_div(7 * DAY)), found.end))
}

/// The whole days, months or years of an amount.
fn days(amount: Amount) -> Option<Span> {
    let count = amount.count.whole();
    match amount.unit {
        Unit::Month => Span::new().try_months(count?).ok(),
        Unit::Year => Span::new().try_years(count?).ok(),
        Unit::Second | Unit::Day | Unit::Week => {
            let seconds = amount.seconds().filter(|seconds| seconds.checked_rem(DAY) == Some(0))?;
            Span::new().try_days(seconds.checked_div(DAY)?).ok()
        }
        Unit::Minute | Unit::Hour => None,
    }
}
