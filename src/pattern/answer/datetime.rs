//! A day with a time of day: "tomorrow at 9", "Friday 8 pm", "in two hours".

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

use crate::pattern::answer::Type;
use crate::pattern::answer::amount::Amount;
use crate::pattern::answer::date::day;
use crate::pattern::answer::date::relative::distance;
use crate::pattern::answer::meaning::{Meaning, Unit};
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::pattern::answer::time::{told, written};
use crate::pattern::answer::tokens::Kind;
use crate::words::name::Value;

/// Pieces that may stand between day and time.
const BETWEEN_MAX: usize = 3;

/// A moment at a place, as `2026-12-24T09:00`.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let moment = day_time(reading, at)
        .or_else(|| time_day(reading, at))
        .or_else(|| from_now(reading, at))
        .or_else(|| part_of(reading, at))?;
    Some(moment.map(|moment| Value::from(stamp(moment))))
}

fn stamp(moment: DateTime) -> String {
    format!("{}T{}", moment.date(), written(moment.time()))
}

/// "tomorrow at 9", `2026-12-24T09:00`.
fn day_time(reading: &Reading<'_>, at: usize) -> Option<Parsed<DateTime>> {
    let day = day(reading, at)?;
    let time = between(reading, day.end).find_map(|start| told(reading, start))?;
    Some(time.map(|time| day.value.to_datetime(time)))
}

/// "9 pm on Friday".
fn time_day(reading: &Reading<'_>, at: usize) -> Option<Parsed<DateTime>> {
    let time = told(reading, at)?;
    let day = between(reading, time.end).find_map(|start| day(reading, start))?;
    Some(day.map(|day| day.to_datetime(time.value)))
}

/// Places at which the second half may begin: behind filler, a comma, or the `T` of machines.
fn between(reading: &Reading<'_>, from: usize) -> impl Iterator<Item = usize> {
    let mut next = Some(from);
    let places = std::iter::from_fn(move || {
        let at = next?;
        next = joint(reading, at);
        Some(at)
    });
    places.take(BETWEEN_MAX.saturating_add(1))
}

fn joint(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let next = at.saturating_add(1);
    let token = reading.token(at)?;
    let sign =
        token.sign().is_some_and(|sign| matches!(sign, ',' | '-' | '@' | '、' | '\u{2013}' | '('));
    let letter = matches!(&token.kind, Kind::Word(word) if word == "t") && !token.gap;
    let filler = || {
        let noun = reading.word(at, Meaning::Noun(Type::DateTime));
        reading.word(at, Meaning::Filler).max(noun)
    };
    if sign || letter { Some(next) } else { filler() }
}

/// "now", "in two hours", "3 days ago" for authors.
fn from_now(reading: &Reading<'_>, at: usize) -> Option<Parsed<DateTime>> {
    let now = reading.hint.now.with().second(0).subsec_nanosecond(0).build().ok()?;
    if let Some(end) = reading.word(at, Meaning::Now).filter(|_| reading.company != Company::Words)
    {
        return Some(Parsed::new(now, end));
    }
    let found = distance(reading, at)?;
    let (amount, forward) = found.value;
    let span = length(amount, reading.company)?;
    let span = if forward { span } else { span.negate() };
    Some(Parsed::new(now.checked_add(span).ok()?, found.end))
}

/// Hours and minutes; days only where an author wrote, because a visitor would say when.
fn length(amount: Amount, company: Company) -> Option<Span> {
    let author = company == Company::Author;
    let count = || amount.count.whole().filter(|_| author);
    match amount.unit {
        Unit::Minute | Unit::Hour | Unit::Second => {
            let minutes = amount.seconds()?.checked_div(60)?;
            Span::new().try_minutes(minutes).ok()
        }
        Unit::Day => Span::new().try_days(count()?).ok(),
        Unit::Week => Span::new().try_weeks(count()?).ok(),
        Unit::Month => Span::new().try_months(count()?).ok(),
        Unit::Year => Span::new().try_years(count()?).ok(),
    }
}

/// Half of a moment: a time is the next such moment where nothing else is said; a day is its
/// beginning where an author wrote it.
fn part_of(reading: &Reading<'_>, at: usize) -> Option<Parsed<DateTime>> {
    match reading.company {
        Company::Words => None,
        Company::Alone => Some(told(reading, at)?.map(|time| next(reading, time))),
        Company::Author => {
            let day =
                day(reading, at).map(|day| day.map(|day: Date| day.to_datetime(Time::midnight())));
            day.or_else(|| Some(told(reading, at)?.map(|time| next(reading, time))))
        }
    }
}

fn next(reading: &Reading<'_>, time: Time) -> DateTime {
    let today = reading.hint.now.date().to_datetime(time);
    let passed = today < reading.hint.now;
    if passed { today.checked_add(1.day()).unwrap_or(today) } else { today }
}
