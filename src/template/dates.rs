//! `date` and `plus`: dates and times as `now`, `today` and answers have them, on the visitor's clock.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use pure_rust_locales::{Locale as Posix, locale_match};
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::template::{around, language};
use crate::time::zone::Zone;
use crate::time::{Millis, Timestamp};

/// Letters of a format, and of a date.
const LETTERS_MAX: usize = 64;

/// A date, a time or both, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    /// A moment, and the clock that it is told by: `now`.
    Instant(Timestamp, Zone),
    /// On the visitor's clock.
    Both(DateTime),
    Day(Date),
    Hour(Time),
}

/// A date or time as `format` says, in the words of the language: `%A, %-d %B %Y`, `%H:%M`.
pub(super) fn date(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let when = read(value)?;
    let format = kwargs.must_get::<&str>("format")?;
    written(&when, format, language::posix(&around::locale()))
        .ok_or_else(|| Error::message("Invalid type: this is no format of a date or time"))
}

/// So many days and hours later, or earlier; a date stays a date unless hours are added. Days keep the
/// time of day, hours are counted, whether or not summer time comes or goes between.
pub(super) fn plus(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let number = |name| kwargs.get::<i64>(name).map(Option::unwrap_or_default);
    let later = later(&read(value)?, number("days")?, number("hours")?);
    later.ok_or_else(|| Error::message("Invalid type: there is no such date"))
}

/// Whether a format can be written at all; one that only dates have is good too.
pub(super) fn is_format(format: &str) -> bool {
    let day = DateTime::constant(2026, 12, 24, 18, 30, 0, 0);
    written(&When::Both(day), format, Posix::POSIX).is_some()
}

fn read(value: &Value) -> TeraResult<When> {
    let text = value.as_str().map(str::trim).filter(|text| text.len() <= LETTERS_MAX);
    let when = text.and_then(|text| {
        let clock = text.contains(':');
        match (clock, text.contains('-')) {
            (false, _) => text.parse().ok().map(When::Day),
            (true, false) => text.parse().ok().map(When::Hour),
            (true, true) => instant(text).or_else(|| text.parse().ok().map(When::Both)),
        }
    });
    when.ok_or_else(|| Error::message("Invalid type: a date or time is wanted"))
}

/// A moment with its distance from UTC. Of the clocks that show it the visitor's is taken, then the
/// bot's own, so that days which are added know of summer time; `Z` tells no clock, so it is the
/// visitor's.
fn instant(text: &str) -> Option<When> {
    let at = text.parse::<jiff::Timestamp>().ok()?;
    let at = Timestamp(at.as_millisecond());
    let clocks = around::clocks();
    let offset = match Pieces::parse(text).ok()?.offset()? {
        PiecesOffset::Zulu => return Some(When::Instant(at, clocks.visitor)),
        offset => offset.to_numeric_offset().seconds(),
    };
    let known = [clocks.visitor, clocks.home].into_iter().find(|zone| zone.ahead(at) == offset);
    let zone = known.or_else(|| Zone::hours(f64::from(offset) / 3_600.0))?;
    Some(When::Instant(at, zone))
}

fn later(when: &When, days: i64, hours: i64) -> Option<String> {
    let days_on = Span::new().try_days(days).ok()?;
    let hours_on = Span::new().try_hours(hours).ok()?;
    let both = |at: DateTime, zone: &Zone| {
        let at = at.checked_add(days_on).ok()?;
        let moment = (hours != 0).then(|| zone.moment(at));
        moment.map_or(Some(at), |moment| Some(zone.local(counted(moment?, hours)?)))
    };
    Some(match *when {
        When::Instant(at, ref zone) => {
            let on = (days != 0).then(|| zone.moment(zone.local(at).checked_add(days_on).ok()?));
            zone.written(counted(on.map_or(Some(at), |on| on)?, hours)?)
        }
        When::Both(at) => both(at, &around::clocks().visitor)?.to_string(),
        When::Day(day) if hours == 0 => day.checked_add(days_on).ok()?.to_string(),
        When::Day(day) => {
            both(day.to_datetime(Time::midnight()), &around::clocks().visitor)?.to_string()
        }
        When::Hour(time) => {
            let time = time.wrapping_add(hours_on);
            let shown = time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" });
            shown.to_string()
        }
    })
}

fn counted(at: Timestamp, hours: i64) -> Option<Timestamp> {
    let span = Millis::from_hours(hours.unsigned_abs());
    let sum = if hours < 0 { at.minus(span) } else { at.plus(span) };
    jiff::Timestamp::from_millisecond(sum.0).is_ok().then_some(sum)
}

fn written(when: &When, format: &str, locale: Posix) -> Option<String> {
    if format.len() > LETTERS_MAX {
        return None;
    }
    let parts = match *when {
        When::Instant(at, ref zone) => BrokenDownTime::from(zone.local(at)),
        When::Both(at) => BrokenDownTime::from(at),
        When::Day(day) => BrokenDownTime::from(day.to_datetime(Time::midnight())),
        When::Hour(time) => BrokenDownTime::from(time),
    };
    parts.to_string(named(format, &parts, locale)?.as_bytes()).ok()
}

/// The format with the language's own names of months and days in place of `%B` and its like.
fn named(format: &str, parts: &BrokenDownTime, locale: Posix) -> Option<String> {
    let mut made = String::with_capacity(format.len());
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        made.push_str(before);
        let behind = after.trim_start_matches(|c: char| !c.is_alphabetic() && c != '%');
        let flags = after.strip_suffix(behind)?;
        let directive = behind.chars().next()?;
        rest = behind.get(directive.len_utf8()..)?;
        match name(directive, parts, locale).filter(|name| !name.is_empty()) {
            Some(name) if flags.contains('^') => made.push_str(&name.to_uppercase()),
            Some(name) => made.push_str(name),
            None => {
                made.push('%');
                made.push_str(flags);
                made.push(directive);
            }
        }
    }
    made.push_str(rest);
    Some(made)
}

/// What the language calls this month, day or half of the day.
fn name(directive: char, parts: &BrokenDownTime, locale: Posix) -> Option<&'static str> {
    let names = match directive {
        'A' => locale_match!(locale => LC_TIME::DAY),
        'a' => locale_match!(locale => LC_TIME::ABDAY),
        'B' => locale_match!(locale => LC_TIME::MON),
        'b' | 'h' => locale_match!(locale => LC_TIME::ABMON),
        'p' => locale_match!(locale => LC_TIME::AM_PM),
        _ => return None,
    };
    let index = match directive {
        'p' => i8::from(parts.hour()? >= 12),
        'A' | 'a' => parts.to_date().ok()?.weekday().to_sunday_zero_offset(),
        _ => parts.month()?.checked_sub(1)?,
    };
    names.get(usize::try_from(index).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::around::{Around, Clocks};

    fn shown(text: &str, format: &str, locale: &str) -> Option<String> {
        let locale = language::posix(&crate::words::name::Locale::new(locale));
        written(&read(&Value::from(text)).unwrap(), format, locale)
    }

    #[test]
    fn dates_are_written_in_the_words_of_the_language() {
        for (text, format, locale, expected) in [
            ("2026-12-24", "%A, %-d %B %Y", "en", "Thursday, 24 December 2026"),
            ("2026-12-24", "%A %-d %B", "fr", "jeudi 24 décembre"),
            ("2026-12-24", "%a %d. %b", "de", "Do 24. Dez"),
            ("2026-12-24", "%d %B", "pl", "24 grudnia"),
            ("2026-12-24", "%d %^B", "es", "24 DICIEMBRE"),
            ("2026-12-24", "%d.%m.%y", "xx", "24.12.26"),
            ("2026-12-24T18:30", "%H:%M", "en", "18:30"),
            ("2026-12-24 18:30:05", "%-I:%M:%S %p", "en", "6:30:05 PM"),
            ("2026-12-24T18:30:00Z", "%Y-%m-%d %H:%M", "en", "2026-12-24 18:30"),
            ("2026-12-24T23:30:00-02:00", "%d. %H:%M", "en", "24. 23:30"),
            ("09:05", "%-H h %M", "fr", "9 h 05"),
            (" 2026-12-24 ", "100%% %d é", "en", "100% 24 é"),
            ("2026-02-01", "", "en", ""),
        ] {
            assert_eq!(shown(text, format, locale).as_deref(), Some(expected), "{text} {format}");
        }
    }

    fn by_the_clocks_of_paris<T>(work: impl FnOnce() -> T) -> T {
        let paris = Zone::named("Europe/Paris").unwrap();
        let clocks = Clocks { visitor: paris.clone(), home: paris, ..Clocks::default() };
        around::within(Around { clocks, ..Around::default() }, work)
    }

    #[test]
    fn moments_are_written_as_the_clock_shows_them() {
        let shown = |text| by_the_clocks_of_paris(|| shown(text, "%H:%M", "en"));
        assert_eq!(shown("2026-12-24T18:30:00Z").as_deref(), Some("19:30"));
        assert_eq!(shown("2026-07-24T18:30:00Z").as_deref(), Some("20:30"));
        assert_eq!(shown("2026-12-24T18:30:00+00:00").as_deref(), Some("18:30"));
        assert_eq!(shown("2026-12-24T18:30").as_deref(), Some("18:30"));
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for format in ["%", "%!", "%Q%9", "100 %", "%999999999Y", &"x".repeat(65)] {
            assert!(!is_format(format), "{format}");
            assert_eq!(shown("2026-12-24", format, "en"), None, "{format}");
        }
        assert_eq!(shown("09:05", "%d", "en"), None);
        assert_eq!(shown("09:05", "%B", "en"), None);
        assert!(is_format("%d") && is_format("%H:%M") && is_format("in words"));
        assert!(shown("2026-12-24", "%255Y", "en").is_none_or(|text| text.len() <= 255));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "tomorrow",
            "24.12.2026",
            "2026-13-01",
            "2026-02-30",
            "25:00",
            "12",
            &"1".repeat(99),
        ] {
            assert!(read(&Value::from(text)).is_err(), "{text}");
        }
        for value in [Value::from(20_261_224), Value::none(), Value::from(vec!["2026-12-24"])] {
            assert!(read(&value).is_err());
        }
    }

    #[test]
    fn days_and_hours_are_added_to_what_is_there() {
        let plus = |text: &str, days, hours| later(&read(&Value::from(text)).unwrap(), days, hours);
        for (text, days, hours, expected) in [
            ("2026-12-24", 10, 0, "2027-01-03"),
            ("2024-02-28", 1, 0, "2024-02-29"),
            ("2026-12-24", -24, 0, "2026-11-30"),
            ("2026-12-24", 0, 30, "2026-12-25T06:00:00"),
            ("2026-12-24T18:30", 1, 6, "2026-12-26T00:30:00"),
            ("2026-12-24T18:30:00Z", 1, -1, "2026-12-25T17:30:00+00:00"),
            ("23:30", 0, 2, "01:30"),
            ("23:30:05", 5, -24, "23:30:05"),
            ("2026-12-24", 0, 0, "2026-12-24"),
        ] {
            assert_eq!(plus(text, days, hours).as_deref(), Some(expected), "{text} {days} {hours}");
        }
        let paris = |text, days, hours| by_the_clocks_of_paris(|| plus(text, days, hours));
        for (text, days, hours, expected) in [
            // The night of 29 March has no 2:30, the night of 25 October has it twice.
            ("2026-03-28T12:00:00+01:00", 1, 0, "2026-03-29T12:00:00+02:00"),
            ("2026-03-28T12:00:00+01:00", 0, 24, "2026-03-29T13:00:00+02:00"),
            ("2026-03-28T12:00:00Z", 1, 0, "2026-03-29T13:00:00+02:00"),
            ("2026-03-28T02:30", 1, 0, "2026-03-29T02:30:00"),
            ("2026-03-29T01:30", 0, 1, "2026-03-29T03:30:00"),
            ("2026-03-28T02:30:00+01:00", 1, 0, "2026-03-29T03:30:00+02:00"),
            ("2026-10-25T02:30:00+02:00", 0, 1, "2026-10-25T02:30:00+01:00"),
            ("2026-10-24T02:30:00+02:00", 1, 0, "2026-10-25T02:30:00+02:00"),
            ("2026-10-25T02:30:00+02:00", 0, 0, "2026-10-25T02:30:00+02:00"),
            // No clock around shows this one.
            ("2026-03-28T12:00:00-05:00", 1, 0, "2026-03-29T12:00:00-05:00"),
        ] {
            assert_eq!(
                paris(text, days, hours).as_deref(),
                Some(expected),
                "{text} {days} {hours}"
            );
        }
        for far in [i64::MAX, i64::MIN, 10_000_000] {
            assert_eq!(plus("2026-12-24", far, 0), None, "{far}");
            assert_eq!(plus("2026-12-24T18:30:00Z", far, 0), None, "{far}");
            assert_eq!(plus("2026-12-24T18:30", 0, far.saturating_mul(24)), None, "{far}");
        }
    }
}
