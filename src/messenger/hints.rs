//! What Graph's headers say about when to come back.

use jiff::fmt::rfc2822;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::time::Millis;

/// Percent of a quota at which it is wise to slow down before Graph says so.
const NEARLY_SPENT: u64 = 90;

/// What an answer's headers say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// How long to wait: the longer of `Retry-After` (seconds, or a moment beside `Date`) and
    /// `estimated_time_to_regain_access` (minutes).
    pub wait: Option<Millis>,
    /// The fullest quota in percent, of `X-App-Usage`, `X-Page-Usage` and
    /// `X-Business-Use-Case-Usage`.
    pub used: u64,
}

/// Seconds until a moment of Graph's, counted from the moment at which it says to have answered: our
/// own clock may be another one.
fn retry(after: &str, answered: Option<&str>) -> Option<u64> {
    let after = after.trim();
    if let Ok(seconds) = after.parse() {
        return Some(seconds);
    }
    let moment = |text: &str| Some(rfc2822::parse(text.trim()).ok()?.timestamp().as_second());
    u64::try_from(moment(after)?.saturating_sub(moment(answered?)?)).ok()
}

impl Hints {
    /// Reads an answer's headers; what cannot be read counts as not said.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let retry = text("retry-after").and_then(|after| retry(after, text("date")));
        let mut hints = Self { wait: retry.map(Millis::from_secs), used: 0 };
        for name in ["x-app-usage", "x-page-usage", "x-business-use-case-usage"] {
            let usage = text(name).and_then(|json| serde_json::from_str::<Value>(json).ok());
            hints.take(&usage.unwrap_or_default());
        }
        hints
    }

    /// Whether a quota is nearly spent.
    #[must_use]
    pub fn nearly_spent(self) -> bool {
        self.used >= NEARLY_SPENT
    }

    /// The counters of an object, or of the objects in its lists.
    fn take(&mut self, usage: &Value) {
        for (name, value) in usage.as_object().into_iter().flatten() {
            match (name.as_str(), value.as_u64()) {
                ("call_count" | "total_time" | "total_cputime", Some(percent)) => {
                    self.used = self.used.max(percent);
                }
                ("estimated_time_to_regain_access", Some(minutes)) if minutes > 0 => {
                    let wait = Millis::from_secs(minutes.saturating_mul(60));
                    self.wait = self.wait.max(Some(wait));
                }
                _ => value.as_array().into_iter().flatten().for_each(|usage| self.take_flat(usage)),
            }
        }
    }

    /// As [`Self::take`], for the objects in a list: they hold no lists that count.
    fn take_flat(&mut self, usage: &Value) {
        let flat = usage.as_object().into_iter().flatten().filter(|(_, value)| !value.is_array());
        self.take(&Value::Object(
            flat.map(|(name, value)| (name.clone(), value.clone())).collect(),
        ));
    }
}
