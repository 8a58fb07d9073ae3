//! Durations as authors write them: `30s`, `15m`, `2h`, `1d`, `1h 30m`.

use crate::time::Millis;

/// The length of a duration; none if it is not one.
pub(super) fn parse(text: &str) -> Option<Millis> {
    let mut rest = text.trim();
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (span, after) = one(rest)?;
        total = total.checked_add(span)?;
        rest = after.trim_start();
    }
    (total > 0).then_some(Millis(total))
}

/// The first number with its unit, and what follows.
fn one(text: &str) -> Option<(u64, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let mut letters = unit.chars();
    let millis = match letters.next()? {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return None,
    };
    let after = letters.as_str();
    if after.starts_with(|c: char| c.is_alphanumeric() && !c.is_ascii_digit()) {
        return None;
    }
    Some((number.parse::<u64>().ok()?.checked_mul(millis)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(parse("30s"), Some(Millis(30_000)));
        assert_eq!(parse("15m"), Some(Millis(900_000)));
        assert_eq!(parse("1h 30m"), Some(Millis(5_400_000)));
        assert_eq!(parse("1d"), Some(Millis(86_400_000)));
        for text in [
            "",
            "30",
            "half an hour",
            "m",
            "-1s",
            "0s",
            "5 minutes",
            "5ms",
            "99999999999999999999h",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
