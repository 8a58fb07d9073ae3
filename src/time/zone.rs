//! Time zones: a moment as a clock on somebody's wall shows it, and back. The rules come with the
//! program, so that every machine tells the same time.

use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::time::{Timestamp, country};

/// The rules of all zones; the machine's own are never asked.
static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The farthest that a clock is from UTC, in seconds.
const SECONDS_MAX: f64 = 14.0 * 3_600.0;

/// The clock of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The clock that all others are told by.
    #[must_use]
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// A zone by its name, `Europe/Paris`, or by how far it is from UTC: `+5:30`, `-3.5`, `UTC+2`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let distance =
            || Self::hours(hours(name.trim_start_matches("UTC").trim_start_matches("GMT"))?);
        RULES.get(name).ok().map(Self).or_else(distance)
    }

    /// The names of all zones, in their order.
    #[must_use]
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = RULES.available().map(|name| name.to_string()).collect();
        names.sort();
        names
    }

    /// A clock that is always so many hours ahead of UTC, or behind it.
    #[must_use]
    pub fn hours(hours: f64) -> Option<Self> {
        let seconds = hours * 3_600.0;
        let span = (seconds.abs() <= SECONDS_MAX).then_some(seconds)?;
        let span = SignedDuration::try_from_secs_f64(span).ok()?;
        let seconds = i32::try_from(span.as_secs()).ok()?;
        Offset::from_seconds(seconds).ok().map(|offset| Self(TimeZone::fixed(offset)))
    }

    /// The country whose clock it is, in two letters; none for a mere distance from UTC.
    #[must_use]
    pub fn country(&self) -> Option<&'static str> {
        country::of_zone(self.0.iana_name()?)
    }

    /// Its name, `Europe/Paris`; `+05:30` for a mere distance from UTC.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.iana_name().map_or_else(
            || {
                let seconds = self.ahead(Timestamp::default());
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            },
            str::to_owned,
        )
    }

    /// What the clock shows at a moment.
    #[must_use]
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(instant(at))
    }

    /// When the clock shows this. Where it shows it twice, the first time; where it skips it, as
    /// much later as it skips, so that nothing comes before its time.
    #[must_use]
    pub fn moment(&self, shown: DateTime) -> Option<Timestamp> {
        let zoned = self.0.to_ambiguous_zoned(shown).compatible().ok()?;
        Some(Timestamp(zoned.timestamp().as_millisecond()))
    }

    /// How many seconds it is ahead of UTC at a moment.
    #[must_use]
    pub fn ahead(&self, at: Timestamp) -> i32 {
        self.0.to_offset(instant(at)).seconds()
    }

    /// A moment with its distance from UTC: `2026-01-15T13:00:00+01:00`.
    #[must_use]
    pub fn written(&self, at: Timestamp) -> String {
        instant(at).display_with_offset(self.0.to_offset(instant(at))).to_string()
    }
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}

/// `5:30`, `-3.5`, `+2`.
fn hours(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    let plain = |text: &str, dot: bool| {
        let fits = |c: char| c.is_ascii_digit() || (dot && c == '.');
        let parsed = text.parse::<f64>().ok();
        parsed.filter(|_| text.chars().all(fits))
    };
    let minutes = plain(minutes, false).filter(|minutes| *minutes < 60.0)?;
    Some(sign * (plain(hours, true)? + minutes / 60.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(zone: &str, at: &str) -> String {
        let at: jiff::Timestamp = at.parse().unwrap();
        Zone::named(zone).unwrap().written(Timestamp(at.as_millisecond()))
    }

    fn moment(zone: &str, shown: &str) -> String {
        Zone::named(zone).unwrap().moment(shown.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn zones_have_names_or_distances() {
        for (zone, expected) in [
            ("Europe/Paris", "2026-01-15T13:00:00+01:00"),
            ("europe/paris", "2026-01-15T13:00:00+01:00"),
            ("UTC", "2026-01-15T12:00:00+00:00"),
            ("UTC+2", "2026-01-15T14:00:00+02:00"),
            ("-8", "2026-01-15T04:00:00-08:00"),
            ("5.5", "2026-01-15T17:30:00+05:30"),
            ("+5:45", "2026-01-15T17:45:00+05:45"),
            ("-03:30", "2026-01-15T08:30:00-03:30"),
        ] {
            assert_eq!(shown(zone, "2026-01-15T12:00:00Z"), expected, "{zone}");
        }
        for zone in
            ["", "Paris", "Europe/Pariss", "+15", "1:99", "inf", "NaN", "1e1", "--1", "UTC+x"]
        {
            assert_eq!(Zone::named(zone), None, "{zone}");
        }
    }

    #[test]
    fn zones_lie_in_countries() {
        let country = |zone| Zone::named(zone).unwrap().country();
        assert_eq!(country("Europe/London"), Some("GB"));
        assert_eq!(country("america/new_york"), Some("US"));
        assert_eq!(country("Asia/Kolkata"), Some("IN"));
        for none in ["UTC", "+2", "Etc/GMT+3", "CET"] {
            assert_eq!(country(none), None, "{none}");
        }
    }

    #[test]
    fn summer_time_comes_and_goes() {
        assert_eq!(shown("Europe/Paris", "2026-07-15T12:00:00Z"), "2026-07-15T14:00:00+02:00");
        assert_eq!(shown("America/New_York", "2026-03-08T07:00:00Z"), "2026-03-08T03:00:00-04:00");
    }

    #[test]
    fn an_hour_that_is_skipped_comes_later_and_one_that_comes_twice_comes_first() {
        assert_eq!(moment("Europe/Paris", "2026-03-29T02:30"), "2026-03-29T01:30:00Z");
        assert_eq!(moment("Europe/Paris", "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(moment("Europe/Paris", "2026-10-25T03:00"), "2026-10-25T02:00:00Z");
        assert_eq!(moment("Asia/Tokyo", "2026-03-29T02:30"), "2026-03-28T17:30:00Z");
        // Samoa had no 30th of December 2011.
        assert_eq!(moment("Pacific/Apia", "2011-12-30T12:00"), "2011-12-30T22:00:00Z");
    }
}
