//! Days told by their weekday: "Friday", "next Friday", "Thursday, 24 December".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::pattern::answer::date::{bare, dated, is_among_words};
use crate::pattern::answer::meaning::{Meaning, Side};
use crate::pattern::answer::reading::{Parsed, Reading};

/// Short names count among other words from so many letters on: "so" and "do" are words as well.
const LETTERS_MIN: usize = 4;

/// Pieces of the longest name of a weekday.
const PIECES_MAX: usize = 12;

/// Which of the days with a name is meant.
#[derive(Clone, Copy)]
enum Which {
    /// The first after today.
    Coming,
    /// The first from today on.
    This,
    /// The one of the week that begins next Monday.
    NextWeek,
}

/// A weekday with a date behind it; none if the date is another day.
pub(super) fn with_date(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let weekday = weekday(reading, at)?;
    let stop = reading.sign(weekday.end).is_some_and(|sign| matches!(sign, ',' | '.'));
    let start = if stop { weekday.end.saturating_add(1) } else { weekday.end };
    let start =
        reading.word(start, Meaning::Filler).filter(|end| is_date(reading, *end)).unwrap_or(start);
    dated(reading, start).filter(|date| date.value.weekday() == weekday.value)
}

fn is_date(reading: &Reading<'_>, at: usize) -> bool {
    bare(reading, at).is_some()
}

/// A date, with the weekday that may stand behind it; none if that, or the one before it, is another.
pub(super) fn agreeing(
    reading: &Reading<'_>,
    at: usize,
    date: Parsed<Date>,
) -> Option<Parsed<Date>> {
    if before(reading, at).is_some_and(|weekday| weekday != date.value.weekday()) {
        return None;
    }
    let comma = reading.sign(date.end).is_some_and(|sign| matches!(sign, ',' | '('));
    let start = if comma { date.end.saturating_add(1) } else { date.end };
    let bracket = reading.sign(date.end) == Some('(');
    let short = || in_brackets(reading, start).filter(|_| bracket);
    let Some(weekday) = weekday(reading, start).or_else(short) else { return Some(date) };
    let agrees = weekday.value == date.value.weekday();
    agrees.then_some(Parsed { end: weekday.end, ..date })
}

/// The weekday that ends before a piece, perhaps with a comma between.
fn before(reading: &Reading<'_>, at: usize) -> Option<Weekday> {
    let last = at.checked_sub(1)?;
    let end = if reading.sign(last) == Some(',') { last } else { at };
    let starts = (0..end).rev().take(PIECES_MAX);
    let ending = starts.filter_map(|start| weekday(reading, start)).find(|found| found.end == end);
    ending.map(|found| found.value)
}

/// The next day with this name, or the one that the words around it say.
pub(super) fn alone(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let before = which(reading, at, Side::Before);
    let weekday = weekday(reading, before.map_or(at, |before| before.end))?;
    let behind = which(reading, weekday.end, Side::Behind);
    // A weekday directly before a date that is another day is no day.
    let stop = reading.sign(weekday.end).is_some_and(|sign| sign == ',');
    let start = if stop { weekday.end.saturating_add(1) } else { weekday.end };
    let contradicts = behind.is_none() && is_date(reading, start);
    let end = behind.map_or(weekday.end, |behind| behind.end);
    let letters = reading.bytes(at, end).len();
    let shows = before.is_some() || letters >= LETTERS_MIN || !is_among_words(reading);
    let which = behind.or(before).map_or(Which::Coming, |which| which.value);
    let date = resolve(reading.hint.now.date(), weekday.value, which)?;
    (shows && !contradicts).then_some(Parsed::new(date, end))
}

fn resolve(today: Date, weekday: Weekday, which: Which) -> Option<Date> {
    let ahead = i64::from(today.weekday().until(weekday));
    let days = match which {
        Which::Coming if ahead == 0 => 7,
        Which::This | Which::Coming => ahead,
        Which::NextWeek => {
            let monday = 7_i64.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()));
            monday.saturating_add(i64::from(weekday.to_monday_zero_offset()))
        }
    };
    today.checked_add(days.days()).ok()
}

fn which(reading: &Reading<'_>, at: usize, side: Side) -> Option<Parsed<Which>> {
    reading.phrase(at, |meaning| match meaning {
        Meaning::Coming(of) if of == side => Some(Which::Coming),
        Meaning::This(of) if of == side => Some(Which::This),
        Meaning::NextWeek(of) if of == side => Some(Which::NextWeek),
        _ => None,
    })
}

/// A weekday in one letter: "（木）".
fn in_brackets(reading: &Reading<'_>, at: usize) -> Option<Parsed<Weekday>> {
    reading.phrase(at, |meaning| {
        let Meaning::InBrackets(number) = meaning else { return None };
        Weekday::from_monday_one_offset(number).ok()
    })
}

fn weekday(reading: &Reading<'_>, at: usize) -> Option<Parsed<Weekday>> {
    let found = reading.phrase(at, |meaning| {
        let Meaning::Weekday(number) = meaning else { return None };
        Weekday::from_monday_one_offset(number).ok()
    })?;
    let stop = reading.sign(found.end) == Some('.') && reading.is_tight(found.end);
    let end = if stop { found.end.saturating_add(1) } else { found.end };
    Some(Parsed { end, ..found })
}
