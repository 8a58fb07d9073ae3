//! Values as Meta writes them: ids as numbers or texts, moments in seconds, milliseconds or quotes.

use serde_json::Value;

use crate::limits::{CLOCK_AHEAD_MAX, CLOCK_EARLIEST};
use crate::time::Timestamp;

/// An object of Meta's.
pub(super) type Map = serde_json::Map<String, Value>;

/// Moments below this are seconds (platform.md A2).
const SECONDS_BELOW: i64 = 1_000_000_000_000;

/// A text, or a whole number in digits; ids come as both.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

/// A moment in milliseconds, seconds, or either in quotes.
pub(super) fn instant(value: &Value) -> Option<Timestamp> {
    let number = match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| format!("{:.0}", number.as_f64()?).parse().ok())?
        }
        Value::String(text) => text.trim().parse::<i64>().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let seconds = number < SECONDS_BELOW;
    Some(Timestamp(if seconds { number.saturating_mul(1000) } else { number }))
}

/// A moment that can be true: from 2015 to ten minutes from now (PROMISES P3).
pub(super) fn sane(at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    (at.0 >= CLOCK_EARLIEST && at <= now.plus(CLOCK_AHEAD_MAX)).then_some(at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn moments_come_in_four_forms() {
        for form in [json!(1_793_000_000_000_i64), json!(1_793_000_000), json!("1793000000")] {
            assert_eq!(instant(&form), Some(Timestamp(1_793_000_000_000)), "{form}");
        }
        assert_eq!(instant(&json!(1_793_000_000.25)), Some(Timestamp(1_793_000_000_000)));
        for form in [json!(null), json!("soon"), json!({}), json!([])] {
            assert_eq!(instant(&form), None, "{form}");
        }
    }

    #[test]
    fn moments_that_cannot_be_true_are_unknown() {
        let now = Timestamp(1_793_000_000_000);
        assert_eq!(sane(now.plus(CLOCK_AHEAD_MAX), now), Some(now.plus(CLOCK_AHEAD_MAX)));
        assert_eq!(sane(Timestamp(now.0 + 600_001), now), None);
        assert_eq!(sane(Timestamp(CLOCK_EARLIEST - 1), now), None);
        assert_eq!(sane(Timestamp(-1000), now), None);
    }

    #[test]
    fn ids_keep_all_their_digits() {
        assert_eq!(text(&json!(9_007_199_254_740_993_u64)).unwrap(), "9007199254740993");
        assert_eq!(text(&json!(1.5)), None);
    }
}
