//! Durations as people type them: `30s`, `15m`, `24h`, `2d`.

use crate::time::Millis;

/// Reads a duration.
pub(super) fn parse(text: &str) -> Result<Millis, NoDuration> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_not_a_number| NoDuration)?;
    let seconds = match text.strip_prefix(digits).unwrap_or_default() {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(NoDuration),
    };
    Ok(Millis::from_secs(number.saturating_mul(seconds)))
}

/// A text that is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a duration looks like 30s, 15m, 24h or 2d")]
pub(super) struct NoDuration;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_number_and_a_unit() {
        assert_eq!(parse("15m"), Ok(Millis::from_secs(900)));
        assert_eq!(parse("2d"), Ok(Millis::from_hours(48)));
        for wrong in ["", "15", "m", "-1s", "1 h", "1.5h", "1w"] {
            assert_eq!(parse(wrong), Err(NoDuration), "{wrong}");
        }
    }
}
