//! Days: "24.12.", "December 24th", "next Friday", "in three days".

mod figures;
mod named;
pub(super) mod relative;
mod weekday;
mod year;

use jiff::civil::Date;

use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::words::name::Value;

/// A day at a place, as `2026-12-24`.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let tonight = || {
        let end = reading.word(at, Meaning::Tonight)?;
        Some(Parsed::new(reading.hint.now.date(), end))
    };
    Some(day(reading, at).or_else(tonight)?.map(|date| Value::from(date.to_string())))
}

/// A day at a place; "tonight" is not among them, because it says the hour, too.
pub(super) fn day(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    if let Some(date) = weekday::with_date(reading, at) {
        return Some(date);
    }
    let ways = [weekday::alone(reading, at), dated(reading, at), relative::from_now(reading, at)];
    // What says most: "3日後" is more than "3日".
    ways.into_iter().flatten().max_by_key(|date| date.end)
}

/// A day that others may be counted from.
fn counted_from(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    weekday::with_date(reading, at)
        .or_else(|| weekday::alone(reading, at))
        .or_else(|| dated(reading, at))
        .or_else(|| relative::named(reading, at))
}

/// A day that is told by its place in the calendar.
fn dated(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    weekday::agreeing(reading, at, bare(reading, at)?)
}

/// The same, whatever weekday is named beside it.
fn bare(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    figures::at(reading, at)
        .or_else(|| named::at(reading, at))
        .or_else(|| named::day_of_month(reading, at))
}

/// Whether the reading is of a message with other words in it.
fn is_among_words(reading: &Reading<'_>) -> bool {
    reading.company == Company::Words
}
