//! What is known of the visitor when words are read: languages, country, the time of day.

use jiff::civil::DateTime;

use crate::bot::Bot;
use crate::engine::locale;
use crate::engine::run::Run;
use crate::pattern::answer::{self, Hint};
use crate::time::Timestamp;
use crate::time::zone::Zone;
use crate::words::conversation::{Conversation, Profile};
use crate::words::name::{Locale, Value};

/// Languages, country and clock of a visitor.
pub(super) struct Visitor {
    locales: Vec<Locale>,
    country: Option<String>,
    home: Option<&'static str>,
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
        let zone = zone(run.bot, &run.state, run.at.now);
        Self { locales, country, home: zone.country(), now: zone.local(run.at.now) }
    }

    /// For reading answers.
    pub(super) fn hint(&self) -> Hint<'_> {
        let country = self.country.as_deref();
        Hint { now: self.now, locales: &self.locales, country, home: self.home }
    }
}

/// The visitor's clock: as a flow has set `user.timezone`, else as Messenger tells, else the bot's
/// own. Who is as many hours from UTC as the bot is now counts as living where it does, since hours
/// alone know nothing of summer time.
pub(super) fn zone(bot: &Bot, state: &Conversation, now: Timestamp) -> Zone {
    let home = &bot.settings.zone;
    let told = match &state.profile {
        Profile::Known { fields, .. } => fields.get(TIMEZONE),
        Profile::Unknown | Profile::Silent { .. } => None,
    };
    let named = [state.user.get(TIMEZONE), told].into_iter().flatten().find_map(named);
    named.filter(|named| named.ahead(now) != home.ahead(now)).unwrap_or_else(|| home.clone())
}

/// The variable that tells it.
const TIMEZONE: &str = "timezone";

/// Messenger tells how many hours it is from UTC, flows may set a name as well.
fn named(value: &Value) -> Option<Zone> {
    match value {
        Value::Number(hours) => Zone::hours(hours.as_f64()?),
        Value::String(name) => Zone::named(name),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_clock_is_the_visitors() {
        let noon = Timestamp(1_768_478_400_000);
        let shows = |value: Value| named(&value).map(|zone| zone.local(noon).to_string());
        assert_eq!(shows(json!(0)).as_deref(), Some("2026-01-15T12:00:00"));
        assert_eq!(shows(json!(-8)).as_deref(), Some("2026-01-15T04:00:00"));
        assert_eq!(shows(json!(5.5)).as_deref(), Some("2026-01-15T17:30:00"));
        assert_eq!(shows(json!(-3.5)).as_deref(), Some("2026-01-15T08:30:00"));
        assert_eq!(shows(json!("+5:45")).as_deref(), Some("2026-01-15T17:45:00"));
        assert_eq!(shows(json!("Asia/Tokyo")).as_deref(), Some("2026-01-15T21:00:00"));
        assert_eq!(shows(json!("Paris")), None);
        assert_eq!(shows(json!(99)), None);
    }
}
