//! A moment as authors write it: "tomorrow 9:00", "friday 18:00", "in 2 hours", "1 day before
//! 2026-12-24 18:00", and what machines write.

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};

use crate::pattern::answer::{self, Hint, Type};
use crate::time::zone::Zone;
use crate::time::{Millis, Timestamp};
use crate::words::name::Locale;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Words that stand between a length of time and what it is counted from.
const SIDES: [(&str, i64); 2] = [(" before ", -1), (" after ", 1)];

/// The languages in which moments of an author's are read: the bot's, and English, as the words of the
/// flow language are.
#[must_use]
pub fn languages(locales: &[Locale]) -> Vec<Locale> {
    locales.iter().cloned().chain([Locale::new("en")]).collect()
}

/// Reads a moment; `hint` says whose words are read, and its `now` is what `zone` shows at `now`.
///
/// Days keep the time of day, hours and minutes are counted. A time alone is the next one, a day alone
/// is its beginning.
#[must_use]
pub fn read(text: &str, now: Timestamp, zone: &Zone, hint: &Hint<'_>) -> Option<Timestamp> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let sides =
        SIDES.iter().filter_map(|(word, sign)| Some((lower.find(word)?, word.len(), *sign)));
    if let Some((at, length, sign)) = sides.min() {
        let before = lower.get(..at)?.trim_start();
        let counted =
            before.strip_prefix("the ").map_or(before.to_owned(), |unit| format!("1 {unit}"));
        let from = plain(lower.get(at.checked_add(length)?..)?, now, zone, hint)?;
        return shift(from, span(&counted, hint)?.checked_mul(sign)?, zone);
    }
    plain(text, now, zone, hint)
}

fn plain(text: &str, now: Timestamp, zone: &Zone, hint: &Hint<'_>) -> Option<Timestamp> {
    if let Ok(at) = text.trim().to_uppercase().parse::<jiff::Timestamp>() {
        return Some(Timestamp(at.as_millisecond()));
    }
    let ahead = text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("in "));
    if let Some(span) = ahead.and_then(|lead| span(text.get(lead.len()..)?, hint)) {
        return shift(now, span, zone);
    }
    let hint = Hint { now: whole_minute(hint.now), ..*hint };
    let shown = answer::parse(Type::DateTime, text, &hint)?;
    zone.moment(shown.as_str()?.parse().ok()?)
}

/// The next whole minute, so that what is counted from it is never early; not on the next day.
fn whole_minute(now: DateTime) -> DateTime {
    if now.second() == 0 && now.subsec_nanosecond() == 0 {
        return now;
    }
    let start = now.with().second(0).subsec_nanosecond(0).build().unwrap_or(now);
    let next = start.checked_add(1.minute()).ok().filter(|next| next.date() == now.date());
    next.unwrap_or(now)
}

/// The seconds of a length of time.
fn span(text: &str, hint: &Hint<'_>) -> Option<i64> {
    let span = answer::parse(Type::Duration, text, hint)?;
    answer::seconds(span.as_str()?)
}

/// So many seconds later, or earlier: whole days on the clock, the rest as it passes.
fn shift(from: Timestamp, seconds: i64, zone: &Zone) -> Option<Timestamp> {
    let (days, rest) = (seconds.checked_div(DAY)?, seconds.checked_rem(DAY)?);
    let shown = zone.local(from).checked_add(Span::new().try_days(days).ok()?).ok()?;
    let from = if days == 0 { from } else { zone.moment(shown)? };
    let span = Millis::from_secs(rest.unsigned_abs());
    Some(if rest < 0 { from.minus(span) } else { from.plus(span) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read in Paris, on Friday, 27 March 2026 at noon and some seconds; the night of the 29th
    /// has no 2:30.
    fn at(text: &str) -> Option<String> {
        let zone = Zone::named("Europe/Paris").unwrap();
        let now: jiff::Timestamp = "2026-03-27T11:00:20Z".parse().unwrap();
        let now = Timestamp(now.as_millisecond());
        let locales = [Locale::new("fr"), Locale::new("en")];
        let hint =
            Hint { now: zone.local(now), locales: &locales, country: Some("FR"), home: None };
        read(text, now, &zone, &hint).map(|at| zone.written(at))
    }

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (text, expected) in [
            ("tomorrow 9:00", "2026-03-28T09:00:00+01:00"),
            ("demain à 9h", "2026-03-28T09:00:00+01:00"),
            ("this friday 18:00", "2026-03-27T18:00:00+01:00"),
            ("friday 18:00", "2026-04-03T18:00:00+02:00"),
            ("monday 9:00", "2026-03-30T09:00:00+02:00"),
            ("9:00", "2026-03-28T09:00:00+01:00"),
            ("12:00", "2026-03-28T12:00:00+01:00"),
            ("12:01", "2026-03-27T12:01:00+01:00"),
            ("18:00", "2026-03-27T18:00:00+01:00"),
            ("tomorrow", "2026-03-28T00:00:00+01:00"),
            ("2026-12-24", "2026-12-24T00:00:00+01:00"),
            ("24/12 18:00", "2026-12-24T18:00:00+01:00"),
            ("2026-12-24T18:00", "2026-12-24T18:00:00+01:00"),
            ("2026-12-24T18:00:00Z", "2026-12-24T19:00:00+01:00"),
            ("2026-12-24t18:00:00-05:00", "2026-12-25T00:00:00+01:00"),
        ] {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn lengths_count_from_now_or_from_another_moment() {
        for (text, expected) in [
            ("in 2 hours", "2026-03-27T14:00:20+01:00"),
            ("in 90 minutes", "2026-03-27T13:30:20+01:00"),
            ("in 3 days", "2026-03-30T12:00:20+02:00"),
            ("dans 2 heures", "2026-03-27T14:01:00+01:00"),
            ("1 day before 2026-12-24", "2026-12-23T00:00:00+01:00"),
            ("1 day before 2026-12-24 at 9:00", "2026-12-23T09:00:00+01:00"),
            ("The day before 2026-12-24T18:00", "2026-12-23T18:00:00+01:00"),
            ("2 hours before 2026-03-29T03:30", "2026-03-29T00:30:00+01:00"),
            ("1 day before 2026-03-30T02:30", "2026-03-29T03:30:00+02:00"),
            ("1d 2h after 2026-03-28T12:00", "2026-03-29T14:00:00+02:00"),
            ("half an hour before tomorrow 9:00", "2026-03-28T08:30:00+01:00"),
            ("1 day after 2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00"),
        ] {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "soon",
            "before tomorrow",
            "1 day before soon",
            "blue before tomorrow",
            "2026-13-01",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
