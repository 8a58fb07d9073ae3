//! Dates in figures: `2026-12-24`, `24.12.`, `12/24/2026`.

use jiff::civil::Date;

use crate::pattern::answer::date::{is_among_words, year};
use crate::pattern::answer::locale::{Order, date_order};
use crate::pattern::answer::reading::{Parsed, Reading};

/// Two or three figures with the same sign between them.
struct Groups<'r> {
    sign: char,
    first: &'r str,
    second: &'r str,
    third: Option<&'r str>,
    /// Whether a full stop ends it, as in "24.12."
    stop: bool,
}

/// A date in figures; none if two days could be meant.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Date>> {
    let found = groups(reading, at)?;
    let groups = &found.value;
    let date = match groups.third {
        _ if groups.first.len() == 4 => {
            let year = year::of_digits(reading, groups.first)?;
            date(reading, Some(year), groups.second, groups.third?)
        }
        Some(last) => {
            let last = Some(last).filter(|last| matches!(last.len(), 2 | 4))?;
            short(reading, groups, last)
        }
        None => without_year(reading, groups),
    };
    date.map(|date| Parsed::new(date, found.end))
}

fn groups<'r>(reading: &'r Reading<'_>, at: usize) -> Option<Parsed<Groups<'r>>> {
    let first = reading.digits(at)?;
    let (sign, second, end) = next(reading, at.saturating_add(1))?;
    let third = next(reading, end).filter(|(other, _, _)| *other == sign);
    let end = third.map_or(end, |(_, _, end)| end);
    let more = next(reading, end).is_some();
    let stop = sign == '.' && reading.sign(end) == Some('.') && reading.is_tight(end);
    let fits = first.len() <= 4 && second.len() <= 2 && !more;
    let end = if stop && third.is_none() { end.saturating_add(1) } else { end };
    let third = third.map(|(_, third, _)| third);
    fits.then_some(Parsed::new(Groups { sign, first, second, third, stop }, end))
}

/// A sign and figures behind it. A space may follow a full stop: "24. 12. 2026".
fn next<'r>(reading: &'r Reading<'_>, at: usize) -> Option<(char, &'r str, usize)> {
    let sign = reading.sign(at).filter(|_| reading.is_tight(at))?;
    let figures = at.saturating_add(1);
    let fits = reading.is_tight(figures) || sign == '.';
    let sign = match sign {
        '.' | '/' => sign,
        '-' | '\u{2010}' | '\u{2013}' | '\u{2212}' => '-',
        _ => return None,
    };
    Some((sign, reading.digits(figures).filter(|_| fits)?, figures.saturating_add(1)))
}

/// Day and month in either order, and the year behind them, or before them where that is usual.
fn short(reading: &Reading<'_>, groups: &Groups<'_>, last: &str) -> Option<Date> {
    let order = date_order(reading.hint);
    if last.len() == 2 && order == Some(Order::Year) && groups.first.len() == 2 {
        let year = year::of_digits(reading, groups.first)?;
        return date(reading, Some(year), groups.second, last);
    }
    let year = year::of_digits(reading, last)?;
    ordered(reading, groups, Some(year))
}

fn without_year(reading: &Reading<'_>, groups: &Groups<'_>) -> Option<Date> {
    let shows = match groups.sign {
        '.' => groups.stop,
        '/' => (groups.first, groups.second) != ("24", "7"),
        _ => false,
    };
    let shows = shows || !is_among_words(reading);
    let date = ordered(reading, groups, None).filter(|_| shows)?;
    // A single figure behind the point is a decimal: "3.5".
    let decimal = groups.sign == '.' && !groups.stop && groups.second.len() == 1;
    (!decimal || groups.first.len() == 2).then_some(date)
}

/// The one day that the first two groups can be.
fn ordered(reading: &Reading<'_>, groups: &Groups<'_>, year: Option<i16>) -> Option<Date> {
    let (first, second) = (groups.first, groups.second);
    let day_first = || date(reading, year, second, first);
    let month_first = || date(reading, year, first, second);
    let order = match (groups.sign, date_order(reading.hint)) {
        ('.', Some(Order::Year)) => Some(Order::Month),
        ('.', _) => Some(Order::Day),
        (_, order) => order,
    };
    match order {
        Some(Order::Day) => day_first().or_else(month_first),
        Some(Order::Month | Order::Year) => month_first().or_else(day_first),
        None => match (day_first(), month_first()) {
            (Some(one), Some(other)) => (one == other).then_some(one),
            (one, other) => one.or(other),
        },
    }
}

fn date(reading: &Reading<'_>, year: Option<i16>, month: &str, day: &str) -> Option<Date> {
    let short = month.len() <= 2 && day.len() <= 2;
    year::date(reading, year, month.parse().ok().filter(|_| short)?, day.parse().ok()?)
}
