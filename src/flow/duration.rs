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

/// What was meant by a length of time in words, or without its unit; `unit` is the usual one.
pub(super) fn meant(text: &str, unit: char) -> Option<String> {
    const UNITS: [(&str, char); 5] =
        [("sec", 's'), ("min", 'm'), ("hour", 'h'), ("day", 'd'), ("week", 'w')];
    let text = text.trim().to_lowercase();
    let (number, word) = match text.strip_prefix("half an ") {
        Some(_) if text.ends_with("hour") => return Some("30m".to_owned()),
        _ => {
            text.split_at_checked(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))?
        }
    };
    let (number, word) = match word.split_once(' ') {
        Some(("a" | "an" | "one", word)) if number.is_empty() => (1, word),
        _ => (number.parse::<u32>().ok()?, word),
    };
    let word = word.trim();
    if word.is_empty() {
        return Some(format!("{number}{unit}"));
    }
    let (_, unit) = UNITS.iter().find(|(start, _)| word.starts_with(start))?;
    match unit {
        'w' => Some(format!("{}d", number.checked_mul(7)?)),
        unit => Some(format!("{number}{unit}")),
    }
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
    fn a_length_in_words_is_understood_for_advice() {
        for (text, found) in [
            ("2 seconds", Some("2s")),
            ("5 minutes", Some("5m")),
            ("an hour", Some("1h")),
            ("half an hour", Some("30m")),
            ("2 weeks", Some("14d")),
            ("3 months", None),
            ("500 milliseconds", None),
            ("5", Some("5m")),
            ("short", None),
        ] {
            assert_eq!(meant(text, 'm').as_deref(), found, "{text}");
        }
    }

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
