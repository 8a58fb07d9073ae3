//! So much of a unit of time: "three days", "an hour", "half a minute".

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::figures::Single;
use crate::pattern::answer::locale::decimal_point;
use crate::pattern::answer::meaning::{Meaning, Unit};
use crate::pattern::answer::number::unsigned;
use crate::pattern::answer::reading::{Parsed, Reading};

/// How much of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) count: Decimal,
    pub(super) unit: Unit,
}

impl Amount {
    /// In seconds, if it is a whole number of them; months and years have no length of their own.
    pub(super) fn seconds(self) -> Option<i64> {
        self.count.times(unit_seconds(self.unit)?)?.whole()
    }
}

/// The length of a unit in seconds.
pub(super) fn unit_seconds(unit: Unit) -> Option<i64> {
    match unit {
        Unit::Second => Some(1),
        Unit::Minute => Some(60),
        Unit::Hour => Some(3_600),
        Unit::Day => Some(86_400),
        Unit::Week => Some(604_800),
        Unit::Month | Unit::Year => None,
    }
}

/// A number and a unit, "an hour", or a length with a name of its own.
pub(super) fn amount(reading: &Reading<'_>, at: usize) -> Option<Parsed<Amount>> {
    counted(reading, at).or_else(|| {
        let span = reading.phrase(at, |meaning| {
            let Meaning::Span(seconds) = meaning else { return None };
            Some(seconds)
        })?;
        Some(span.map(|seconds| Amount { count: Decimal::from(seconds), unit: Unit::Second }))
    })
}

/// A number, or an article, and a unit.
fn counted(reading: &Reading<'_>, at: usize) -> Option<Parsed<Amount>> {
    let single = Single::Decimals(decimal_point(reading.hint));
    let number = unsigned(reading, at, single);
    let article =
        || reading.word(at, Meaning::Article).map(|end| Parsed::new(Decimal::from(1), end));
    let count = number.or_else(article)?;
    let behind = reading.behind(count.end, Meaning::Article);
    let named = unit(reading, behind)?;
    let longer = longest_span(reading, at).is_some_and(|end| end > named.end);
    (!longer).then(|| named.map(|unit| Amount { count: count.value, unit }))
}

fn longest_span(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let is_span = |meaning| matches!(meaning, Meaning::Span(_)).then_some(());
    reading.phrase(at, is_span).map(|found| found.end)
}

/// The name of a unit.
pub(super) fn unit(reading: &Reading<'_>, at: usize) -> Option<Parsed<Unit>> {
    reading.phrase(at, |meaning| {
        let Meaning::Unit(unit) = meaning else { return None };
        Some(unit)
    })
}
