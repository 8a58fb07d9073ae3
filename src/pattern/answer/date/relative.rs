//! Days seen from today: "tomorrow", "in three days", "vor einer Woche".

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::pattern::answer::amount::{Amount, amount, unit};
use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::meaning::{Meaning, Side, Unit};
use crate::pattern::answer::reading::{Company, Parsed, Reading};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A day that is told by how far away it is.
pub(super) fn from_now(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let today = reading.hint.now.date();
    let named = reading.phrase(at, |meaning| {
        let Meaning::Day(days) = meaning else { return None };
        Some(days)
    });
    if let Some(named) = named {
        let date = today.checked_add(named.value.days()).ok()?;
        return Some(Parsed::new(date, named.end));
    }
    let distance = distance(reading, at)?;
    let span = days(distance.value.0)?;
    let span = if distance.value.1 { span } else { span.negate() };
    Some(Parsed::new(today.checked_add(span).ok()?, distance.end))
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
