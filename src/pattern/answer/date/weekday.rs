//! Days told by their weekday: "Friday", "next Friday", "Thursday, 24 December".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::pattern::answer::date::relative::weeks_ahead;
use crate::pattern::answer::date::year::next_day;
use crate::pattern::answer::date::{bare, dated, is_among_words};
use crate::pattern::answer::meaning::{Meaning, Side};
use crate::pattern::answer::reading::{Parsed, Reading};

/// Short names count among other words from so many letters on: "so" and "do" are words as well.
const LETTERS_MIN: usize = 4;

/// Pieces of the longest name of a weekday.
const PIECES_MAX: usize = 12;

/// Hours that people count to; larger numbers behind a weekday are days.
const HOURS_MAX: i8 = 12;

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
pub(super) fn before(reading: &Reading<'_>, at: usize) -> Option<Weekday> {
    let mut starts = at.saturating_sub(PIECES_MAX)..at;
    let the = starts.find(|start| reading.word(*start, Meaning::The) == Some(at));
    let at = the.unwrap_or(at);
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
    let (before, behind) = (before.map(|which| which.value), behind.map(|which| which.value));
    let letters = reading.bytes(at, end).len();
    let shows = before.is_some() || letters >= LETTERS_MIN || !is_among_words(reading);
    let which = behind.or(before).unwrap_or(Which::Coming);
    let date = resolve(reading.hint.now.date(), weekday.value, which)?;
    let date = Parsed::new(date, end);
    let plain = behind.is_none() && before.is_none();
    let date = if plain { told_more(reading, date)? } else { date };
    (shows && !contradicts).then_some(date)
}

/// The same weekday with what stands behind its name: "lundi en huit", "Friday in two weeks", "Friday
/// 24". None if that could mean another day.
fn told_more(reading: &Reading<'_>, date: Parsed<Date>) -> Option<Parsed<Date>> {
    let later = reading.phrase(date.end, |meaning| {
        let Meaning::Later(days) = meaning else { return None };
        Some(days)
    });
    if let Some(later) = later {
        return Some(Parsed::new(date.value.checked_add(later.value.days()).ok()?, later.end));
    }
    let start = reading.behind(date.end, Meaning::Filler);
    let month =
        |at| reading.phrase(at, |meaning| matches!(meaning, Meaning::Month(_)).then_some(()));
    let of_month = start > date.end && month(start).is_some();
    let of_month = of_month || month(reading.behind(date.end, Meaning::Of)).is_some();
    // "A Friday in May", "two Fridays from now".
    if of_month || reading.word(date.end, Meaning::Ahead(Side::Behind)).is_some() {
        return None;
    }
    let ahead = weeks_ahead(reading, date.end).or_else(|| weeks_ahead(reading, start));
    if let Some(ahead) = ahead {
        return weeks_later(reading, date.value, ahead);
    }
    let Some((day, end, sure)) = figures_behind(reading, date.end) else { return Some(date) };
    let dated = next_day(reading, day)?;
    let agrees = dated.weekday() == date.value.weekday();
    match (agrees, sure) {
        (true, _) if dated == date.value => Some(Parsed::new(dated, end)),
        (true, true) => Some(Parsed::new(dated, end)),
        (false, false) => Some(date),
        (true, false) | (false, true) => None,
    }
}

/// So many weeks after the weekday that comes, if the week that is so many weeks from now has the
/// same.
fn weeks_later(
    reading: &Reading<'_>,
    coming: Date,
    ahead: Parsed<Option<i64>>,
) -> Option<Parsed<Date>> {
    let days = ahead.value?.checked_mul(7)?;
    let today = reading.hint.now.date();
    let monday = today.weekday().to_monday_zero_offset();
    let in_week = i64::from(coming.weekday().to_monday_zero_offset()).checked_sub(monday.into())?;
    let of_week = today.checked_add(in_week.checked_add(days)?.days()).ok()?;
    let date = coming.checked_add(days.days()).ok()?;
    (date == of_week).then_some(Parsed::new(date, ahead.end))
}

/// The number of a day behind a weekday, the place behind it, and whether it can be no hour.
fn figures_behind(reading: &Reading<'_>, at: usize) -> Option<(i8, usize, bool)> {
    let comma = reading.sign(at).is_some_and(|sign| matches!(sign, ',' | '('));
    let start = if comma { at.saturating_add(1) } else { at };
    let the = reading.word(start, Meaning::The);
    let start = the.unwrap_or(start);
    let digits = reading.digits(start).filter(|digits| digits.len() <= 2)?;
    let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    let end = start.saturating_add(1);
    let ordinal = reading.word(end, Meaning::Ordinal).filter(|end| reading.may_end(*end));
    let apart = reading.token(end).is_none_or(|token| {
        token.sign().is_some_and(|sign| !matches!(sign, ':' | '/' | '-' | '€' | '$' | '%'))
    });
    let bare = ordinal.is_some() || apart || reading.word(end, Meaning::Filler).is_some();
    let sure = ordinal.is_some() || (the.is_some() && apart) || day > HOURS_MAX;
    (bare && reading.may_end(ordinal.unwrap_or(end))).then_some((day, ordinal.unwrap_or(end), sure))
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
