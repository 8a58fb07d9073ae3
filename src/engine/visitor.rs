//! What is known of the visitor when words are read: languages, country, the time of day.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::engine::locale;
use crate::engine::run::Run;
use crate::pattern::answer::{self, Hint};
use crate::time::Timestamp;
use crate::words::conversation::{Conversation, Profile};
use crate::words::name::{Locale, Value};

/// Languages, country and clock of a visitor.
pub(super) struct Visitor {
    locales: Vec<Locale>,
    country: Option<String>,
    now: DateTime,
}

impl Visitor {
    /// The visitor of this turn. The bot's own languages count as well.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let own = locale::known(&run.state).map(Locale::from).or(run.spoken.clone());
        let country = own.as_ref().and_then(|own| answer::locale::country(own.as_str()));
        let country = country.map(str::to_owned);
        let bots = run.bot.settings.locales.iter().cloned();
        let locales = own.into_iter().chain(bots).collect();
        Self { locales, country, now: local(run.at.now, told(&run.state, "timezone")) }
    }

    /// For reading answers.
    pub(super) fn hint(&self) -> Hint<'_> {
        Hint { now: self.now, locales: &self.locales, country: self.country.as_deref() }
    }
}

/// A field of the profile.
fn told<'a>(state: &'a Conversation, field: &str) -> Option<&'a Value> {
    match &state.profile {
        Profile::Known { fields, .. } => fields.get(field),
        Profile::Unknown | Profile::Silent { .. } => None,
    }
}

/// A moment on the visitor's clock: Messenger tells how many hours it is from UTC.
fn local(now: Timestamp, hours: Option<&Value>) -> DateTime {
    let span = hours.and_then(Value::as_f64).map(|hours| hours * 3_600.0);
    let span = span.and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok());
    let seconds = span.and_then(|span| i32::try_from(span.as_secs()).ok());
    let offset = seconds.and_then(|seconds| Offset::from_seconds(seconds).ok());
    let zone = offset.map_or(TimeZone::UTC, TimeZone::fixed);
    let now = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
    now.to_zoned(zone).datetime()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_clock_is_the_visitors() {
        let noon = Timestamp(1_768_478_400_000);
        let shows = |hours: Value| local(noon, Some(&hours)).to_string();
        assert_eq!(shows(json!(0)), "2026-01-15T12:00:00");
        assert_eq!(shows(json!(-8)), "2026-01-15T04:00:00");
        assert_eq!(shows(json!(5.5)), "2026-01-15T17:30:00");
        assert_eq!(shows(json!(-3.5)), "2026-01-15T08:30:00");
        assert_eq!(shows(json!(5.75)), "2026-01-15T17:45:00");
        assert_eq!(shows(json!("Paris")), "2026-01-15T12:00:00");
        assert_eq!(local(noon, None).to_string(), "2026-01-15T12:00:00");
    }
}
