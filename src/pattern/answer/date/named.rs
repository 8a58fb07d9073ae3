//! Dates with the name of the month, or with the number of the day only: "24 de mayo", "the 24th".

use jiff::civil::Date;

use crate::pattern::answer::date::is_among_words;
use crate::pattern::answer::date::year::{self, year};
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::numeral::spelled;
use crate::pattern::answer::reading::{Parsed, Reading};
use crate::pattern::answer::tokens::Token;

/// Day and month, in either order, with a year or without.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    day_month(reading, at).or_else(|| month_day(reading, at))
}

/// "the 24th of December 2026".
fn day_month(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let day = day(reading, reading.behind(at, Meaning::The))?;
    let month = month(reading, passed(reading, day.end))?;
    let year = year(reading, passed(reading, month.end)).filter(|year| reading.may_end(year.end));
    let date = year::date(reading, year.map(|year| year.value), month.value, day.value)?;
    Some(Parsed::new(date, year.map_or(month.end, |year| year.end)))
}

/// "December 24th, 2026", "2026年12月24日".
fn month_day(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let before = year(reading, at).filter(|before| before.end > at.saturating_add(1));
    let month = month(reading, before.map_or(at, |before| passed(reading, before.end)))?;
    let day = day(reading, reading.behind(month.end, Meaning::The))?;
    let behind =
        || year(reading, passed(reading, day.end)).filter(|year| reading.may_end(year.end));
    let year = before.or_else(behind);
    let date = year::date(reading, year.map(|year| year.value), month.value, day.value)?;
    let end = year.filter(|_| before.is_none()).map_or(day.end, |year| year.end);
    Some(Parsed::new(date, end))
}

/// "the 24th": the next such day.
pub(super) fn day_of_month(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let the = reading.word(at, Meaning::The);
    let start = the.unwrap_or(at);
    let figures = reading.digits(start).is_some().then(|| start.saturating_add(1))?;
    let day = day(reading, start)?;
    let stop = reading.sign(figures) == Some('.') && reading.is_tight(figures);
    let ordinal = day.end > figures;
    let shows = match the {
        Some(_) => ordinal || stop || !is_among_words(reading),
        None => ordinal && (!stop || day.end > figures.saturating_add(1)),
    };
    let known = reading.is_known(day.end) || !is_among_words(reading);
    let date = year::next_day(reading, day.value).filter(|_| shows && known)?;
    Some(Parsed::new(date, day.end))
}

/// The number of a day, 1 to 31, with what follows such a number.
fn day(reading: &Reading<'_>, at: usize) -> Option<Parsed<i8>> {
    let figures = || {
        let digits = reading.digits(at).filter(|digits| digits.len() <= 2)?;
        Some(Parsed::new(digits.parse().ok()?, at.saturating_add(1)))
    };
    let number = figures().or_else(|| spelled(reading, at))?;
    let day = i8::try_from(number.value).ok().filter(|day| (1..=31).contains(day))?;
    let stop = reading.sign(number.end) == Some('.') && reading.is_tight(number.end);
    let end = if stop { number.end.saturating_add(1) } else { number.end };
    let ordinal = reading.word(number.end, Meaning::Ordinal);
    let latin = reading.token(number.end).is_some_and(Token::is_latin);
    let fits = !latin || reading.is_tight(number.end);
    Some(Parsed::new(day, ordinal.filter(|_| fits).unwrap_or(end)))
}

fn month(reading: &Reading<'_>, at: usize) -> Option<Parsed<i8>> {
    let month = reading.phrase(at, |meaning| {
        let Meaning::Month(month) = meaning else { return None };
        Some(month)
    })?;
    let stop = reading.sign(month.end) == Some('.') && reading.is_tight(month.end);
    let end = if stop { month.end.saturating_add(1) } else { month.end };
    Some(Parsed { end, ..month })
}

/// The place behind "of" and a comma.
fn passed(reading: &Reading<'_>, at: usize) -> usize {
    let comma = reading.sign(at).is_some_and(|sign| matches!(sign, ',' | '-' | '/'));
    let at = if comma { at.saturating_add(1) } else { at };
    let end = of(reading, at);
    of(reading, end)
}

/// The place behind "of", and behind the full stop of "พ.ศ."
fn of(reading: &Reading<'_>, at: usize) -> usize {
    let Some(end) = reading.word(at, Meaning::Of) else { return at };
    let stop = reading.sign(end) == Some('.') && reading.is_tight(end);
    if stop { end.saturating_add(1) } else { end }
}
