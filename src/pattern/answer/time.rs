//! Times of day: "at 9", "half past nine", "21h30", "halb neun", "午後3時半".

use jiff::civil::Time;

use crate::pattern::answer::amount::amount;
use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::hour::{Form, Said, hour};
use crate::pattern::answer::meaning::{Meaning, Part, Side, Unit};
use crate::pattern::answer::minutes::{Minutes, behind_hour, offset_before};
use crate::pattern::answer::number::unsigned;
use crate::pattern::answer::numeral::spelled;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::words::name::Value;

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// A time of day at a place, as `09:00`.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let told = told(reading, at).or_else(|| from_now(reading, at))?;
    Some(told.map(|time| Value::from(written(time))))
}

/// `09:00`.
pub(super) fn written(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "in 20 minutes", "now": seen from the visitor's clock.
fn from_now(reading: &Reading<'_>, at: usize) -> Option<Parsed<Time>> {
    let now = reading.hint.now.time().with().second(0).subsec_nanosecond(0).build().ok()?;
    if let Some(end) = reading.word(at, Meaning::Now).filter(|_| reading.company != Company::Words)
    {
        return Some(Parsed::new(now, end));
    }
    let ahead = reading.word(at, Meaning::Ahead(Side::Before))?;
    let amount = amount(reading, ahead)?;
    let small = matches!(amount.value.unit, Unit::Second | Unit::Minute | Unit::Hour);
    let minutes = amount.value.seconds().filter(|_| small)?.checked_div(60)?;
    let minutes = i32::try_from(minutes).ok().filter(|minutes| *minutes < DAY)?;
    let time = of_minutes(minute_of_day(now).saturating_add(minutes))?;
    Some(Parsed::new(time, amount.end))
}

fn minute_of_day(time: Time) -> i32 {
    i32::from(time.hour()).saturating_mul(60).saturating_add(i32::from(time.minute()))
}

/// The time so many minutes after midnight, of the day before or after if need be.
fn of_minutes(minutes: i32) -> Option<Time> {
    let minutes = minutes.rem_euclid(DAY);
    let (hour, minute) = (minutes.checked_div(60)?, minutes.checked_rem(60)?);
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// A time told by the clock; among other words it has to show that it is one.
pub(super) fn told(reading: &Reading<'_>, at: usize) -> Option<Parsed<Time>> {
    let mut clues = Clues::default();
    let start = clues.before(reading, at);
    let dial = fixed(reading, start).or_else(|| dial(reading, start, &mut clues))?;
    let end = clues.behind(reading, dial.end);
    let said = Said { hour: dial.value.hour, part: clues.part, form: dial.value.form };
    let hour = i32::from(hour(reading, said)?);
    let minutes = hour.saturating_mul(60).saturating_add(i32::from(dial.value.minutes));
    let shows = dial.value.shows || clues.shows || (clues.led && reading.is_known(end));
    let time = of_minutes(minutes).filter(|_| shows || reading.company != Company::Words)?;
    Some(Parsed::new(time, end))
}

/// What stands around the figures of a time.
#[derive(Default)]
pub(super) struct Clues {
    part: Option<Part>,
    /// Something says that this is a time.
    pub(super) shows: bool,
    /// A word like "at" leads to it.
    led: bool,
}

impl Clues {
    /// Reads what stands before: "in the evening at", "下午". Parts of the day alone lead nowhere.
    fn before(&mut self, reading: &Reading<'_>, start: usize) -> usize {
        let mut at = self.part(reading, start);
        let has_part = self.part.is_some();
        if let Some(end) = reading.word(at, Meaning::Hour(Side::Before)) {
            (at, self.led) = (end, true);
        }
        let comma = reading.sign(at).is_some_and(|sign| sign == ',');
        if comma && has_part {
            at = at.saturating_add(1);
        }
        self.part(reading, at)
    }

    /// Reads what stands behind: "pm", "in the evening".
    fn behind(&mut self, reading: &Reading<'_>, at: usize) -> usize {
        self.part(reading, at)
    }

    fn part(&mut self, reading: &Reading<'_>, at: usize) -> usize {
        let found = reading.phrase(at, |meaning| match meaning {
            Meaning::Part(part) => Some(part),
            Meaning::Tonight => Some(Part::Evening),
            _ => None,
        });
        let hour = hour_name(reading, at).map_or(at, |name| name.end);
        let fits = |end: usize| self.part.is_none() && end > hour;
        let Some(found) = found.filter(|found| fits(found.end)) else { return at };
        (self.part, self.shows) = (Some(found.value), true);
        found.end
    }
}

/// The hands of a clock: an hour, minutes to add to it, and how it was written.
#[derive(Clone, Copy)]
struct Dial {
    hour: i8,
    minutes: i16,
    form: Form,
    shows: bool,
}

/// Noon and midnight, perhaps with minutes before or behind: "ten to midnight".
fn fixed(reading: &Reading<'_>, at: usize) -> Option<Parsed<Dial>> {
    let before = offset_before(reading, at);
    let at = before.map_or(at, |before| before.end);
    let noon = reading.word(at, Meaning::Noon).map(|end| (12, end));
    let (hour, end) = noon.or_else(|| Some((0, reading.word(at, Meaning::Midnight)?)))?;
    let more = behind_hour(reading, end, false).filter(|more| more.value.shows && before.is_none());
    let minutes = before.map_or(0, |before| before.value);
    let minutes = more.map_or(minutes, |more| more.value.minutes);
    let end = more.map_or(end, |more| more.end);
    Some(Parsed::new(Dial { hour, minutes, form: Form::Exact, shows: true }, end))
}

fn dial(reading: &Reading<'_>, at: usize, clues: &mut Clues) -> Option<Parsed<Dial>> {
    if let Some(dial) = figures(reading, at) {
        let end = reading.behind(dial.end, Meaning::Hour(Side::Behind));
        clues.shows |= end > dial.end;
        return Some(Parsed { end, ..dial });
    }
    let before = offset_before(reading, at);
    let start = before.map_or(at, |before| before.end);
    let named = named_hour(reading, start)?;
    let mut dial = named.value;
    let mark = reading.word(named.end, Meaning::Hour(Side::Behind));
    clues.shows |= mark.is_some() || before.is_some();
    let (mut end, mut minutes) =
        (mark.unwrap_or(named.end), before.map_or(0, |before| before.value));
    // An hour with a half in its name: "डेढ़".
    minutes = minutes.saturating_add(dial.minutes);
    let spoken = dial.form == Form::Spoken && reading.digits(start).is_none();
    let plain = mark.is_some() || (spoken && before.is_none());
    if let Some(more) = behind_hour(reading, end, plain).filter(|_| before.is_none()) {
        let Minutes { minutes: added, shows } = more.value;
        (minutes, end) = (minutes.saturating_add(added), more.end);
        clues.shows |= shows;
        let written = !spoken && !shows;
        dial.form = if written && dial.form == Form::Spoken { Form::Figures } else { dial.form };
    }
    dial.minutes = minutes;
    Some(Parsed::new(dial, end))
}

/// `9:30`, `09.30`, `0930`.
fn figures(reading: &Reading<'_>, at: usize) -> Option<Parsed<Dial>> {
    let (digits, next) = (reading.digits(at)?, at.saturating_add(1));
    let last = next.saturating_add(1);
    let tight = reading.is_tight(next) && reading.is_tight(last);
    let sign = reading.sign(next).filter(|_| tight);
    if let Some(sign) = sign.filter(|sign| matches!(sign, ':' | '.' | '∶')) {
        let minutes = reading.digits(last).filter(|minutes| minutes.len() == 2)?;
        let shows = sign != '.';
        let end = seconds(reading, last.saturating_add(1));
        return on_clock(digits, minutes, shows, end);
    }
    let fits = matches!(digits.len(), 3 | 4) && reading.company == Company::Alone;
    let (hour, minutes) =
        digits.split_at_checked(digits.len().saturating_sub(2)).filter(|_| fits)?;
    on_clock(hour, minutes, false, next)
}

/// The place behind seconds that are none: `09:00:00`.
fn seconds(reading: &Reading<'_>, at: usize) -> usize {
    let next = at.saturating_add(1);
    let tight = reading.is_tight(at) && reading.is_tight(next) && reading.sign(at) == Some(':');
    if tight && reading.digits(next) == Some("00") { next.saturating_add(1) } else { at }
}

fn on_clock(hour: &str, minutes: &str, shows: bool, end: usize) -> Option<Parsed<Dial>> {
    let form = if hour.len() > 1 && hour.starts_with('0') { Form::Exact } else { Form::Figures };
    let hour = hour.parse().ok().filter(|hour| (0..=24).contains(hour) && minutes < "60")?;
    let minutes = minutes.parse().ok().filter(|minutes| hour < 24 || *minutes == 0)?;
    Some(Parsed::new(Dial { hour, minutes, form, shows }, end))
}

/// An hour without minutes: a number, a name, or one counted from another hour.
fn named_hour(reading: &Reading<'_>, at: usize) -> Option<Parsed<Dial>> {
    let spoken = |hour: i8| Dial { hour, minutes: 0, form: Form::Spoken, shows: false };
    let named = hour_name(reading, at);
    let number = number(reading, at);
    if let Some(name) = named.filter(|name| number.is_none_or(|number| number.end <= name.end)) {
        return Some(name.map(|hour| Dial { shows: hour > 12, ..spoken(hour) }));
    }
    let Some(number) = number else { return halves(reading, at) };
    let from = reading.phrase(number.end, |meaning| {
        let Meaning::HourFrom(hour) = meaning else { return None };
        Some(hour)
    });
    if let Some(from) = from {
        let hour = from.value.checked_add(number.value).filter(|hour| *hour <= 24)?;
        let dial = Dial { hour, minutes: 0, form: Form::Exact, shows: true };
        return Some(Parsed::new(dial, from.end));
    }
    let exact =
        reading.digits(at).is_some_and(|digits| digits.len() > 1 && digits.starts_with('0'));
    let form = if exact { Form::Exact } else { Form::Spoken };
    Some(number.map(|hour| Dial { form, ..spoken(hour) }))
}

/// An hour by its own name.
fn hour_name(reading: &Reading<'_>, at: usize) -> Option<Parsed<i8>> {
    reading.phrase(at, |meaning| {
        let Meaning::HourName(hour) = meaning else { return None };
        Some(hour)
    })
}

/// A whole hour, 0 to 24, in figures or words.
fn number(reading: &Reading<'_>, at: usize) -> Option<Parsed<i8>> {
    let figures = || {
        let digits = reading.digits(at).filter(|digits| digits.len() <= 2)?;
        Some(Parsed::new(digits.parse().ok()?, at.saturating_add(1)))
    };
    let number = figures().or_else(|| spelled(reading, at))?;
    let hour = i8::try_from(number.value).ok().filter(|hour| (0..=24).contains(hour))?;
    Some(number.map(|_| hour))
}

/// An hour and a half in one word.
fn halves(reading: &Reading<'_>, at: usize) -> Option<Parsed<Dial>> {
    let is_halves = |meaning| matches!(meaning, Meaning::Halves(_)).then_some(());
    reading.phrase(at, is_halves)?;
    let number = unsigned(reading, at, crate::pattern::answer::figures::Single::Thousands)?;
    let hour = number.value.plus(Decimal::HALF.negated())?.whole()?;
    let hour = i8::try_from(hour).ok()?;
    Some(number.map(|_| Dial { hour, minutes: 30, form: Form::Spoken, shows: false }))
}
