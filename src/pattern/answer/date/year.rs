//! Years as they are written, and the year of a day that is told without one.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::pattern::answer::languages::LANGUAGES;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::reading::{Parsed, Reading};

/// Years that are dates, not other numbers.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// How far the years of the Buddhist calendar are ahead.
const BUDDHIST: i16 = 543;

/// Years ahead of this one for which two figures stand; the others are of the century before.
const AHEAD_MAX: i16 = 20;

/// A year of four figures, or of two behind an apostrophe or before "年".
pub(super) fn year(reading: &Reading<'_>, at: usize) -> Option<Parsed<i16>> {
    let apostrophe = reading.sign(at).is_some_and(|sign| sign == '\'');
    let start = if apostrophe { at.saturating_add(1) } else { at };
    let digits = reading.digits(start)?;
    let next = start.saturating_add(1);
    let mark = reading.word(next, Meaning::Year);
    let short = apostrophe || mark.is_some();
    let year = of_digits(reading, digits).filter(|_| digits.len() == 4 || short)?;
    Some(Parsed::new(year, mark.unwrap_or(next)))
}

/// The year that two or four figures stand for.
pub(super) fn of_digits(reading: &Reading<'_>, digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => {
            let now = reading.hint.now.year();
            let century = now.checked_sub(now.checked_rem(100)?)?;
            let year = century.checked_add(number)?;
            let near = year <= now.saturating_add(AHEAD_MAX);
            if near { Some(year) } else { year.checked_sub(100) }
        }
        4 => {
            let thai = reading
                .languages()
                .any(|language| LANGUAGES.get(language).is_some_and(|known| known.code == "th"));
            let year = if thai && number >= 2_400 { number.checked_sub(BUDDHIST)? } else { number };
            YEARS.contains(&year).then_some(year)
        }
        _ => None,
    }
}

/// The day of a month, of the year if one is told, else the next such day from today on.
pub(super) fn date(reading: &Reading<'_>, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let today = reading.hint.now.date();
    let years = (0..=8).filter_map(|more| today.year().checked_add(more));
    let mut days = years.filter_map(|year| Date::new(year, month, day).ok());
    days.find(|date| *date >= today)
}

/// The next day from today on with a number in its month.
pub(super) fn next_day(reading: &Reading<'_>, day: i8) -> Option<Date> {
    let today = reading.hint.now.date();
    let months = (0..=2).filter_map(|more| today.first_of_month().checked_add(more.months()).ok());
    let mut days = months.filter_map(|first| Date::new(first.year(), first.month(), day).ok());
    days.find(|date| *date >= today)
}
