//! `phone`: a telephone number in groups that people can read out.

use tera::{Kwargs, State, TeraResult, Value};

use crate::template::filters;

/// Digits of a number with its country, at most (ITU E.164) and at least.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Countries of one and of two digits; all others have three (ITU E.164).
const SHORT: [&str; 2] = ["1", "7"];
const TWO: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// How a country writes its numbers, by their digits behind the country's.
const HABITS: [(&str, &[usize]); 14] = [
    ("1", &[3, 3, 4]),
    ("7", &[3, 3, 2, 2]),
    ("31", &[1, 4, 4]),
    ("32", &[3, 2, 2, 2]),
    ("33", &[1, 2, 2, 2, 2]),
    ("34", &[3, 2, 2, 2]),
    ("41", &[2, 3, 2, 2]),
    ("44", &[4, 6]),
    ("45", &[2, 2, 2, 2]),
    ("46", &[2, 3, 2, 2]),
    ("47", &[3, 2, 3]),
    ("81", &[2, 4, 4]),
    ("91", &[5, 5]),
    ("351", &[3, 3, 3]),
];

/// `+33612345678` as `+33 6 12 34 56 78`. What has no country, or is no number, stays as it is:
/// nobody can tell how it is read.
pub(super) fn phone(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let text = filters::shown(value)?;
    filters::bounded(text.len())?;
    Ok(grouped(&text).unwrap_or_else(|| text.into_owned()))
}

fn grouped(text: &str) -> Option<String> {
    let number = text.trim();
    let number = number.strip_prefix('+').or_else(|| number.strip_prefix("00"))?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let other = |c: char| !c.is_ascii_digit() && !" -./()\u{a0}".contains(c);
    if number.contains(other) || !DIGITS.contains(&digits.len()) || digits.starts_with('0') {
        return None;
    }
    let length = if SHORT.iter().any(|code| digits.starts_with(code)) {
        1
    } else if TWO.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3
    };
    let (country, mut rest) = digits.split_at_checked(length)?;
    let mut shown = format!("+{country}");
    for size in sizes(country, rest.len()) {
        let (group, more) = rest.split_at_checked(size)?;
        shown.push(' ');
        shown.push_str(group);
        rest = more;
    }
    Some(shown)
}

/// The groups of a number: as its country writes them, else threes, with fours at the end.
fn sizes(country: &str, digits: usize) -> Vec<usize> {
    let habit = HABITS
        .iter()
        .find(|(code, sizes)| *code == country && sizes.iter().sum::<usize>() == digits);
    if let Some((_, sizes)) = habit {
        return sizes.to_vec();
    }
    let fours = match digits % 3 {
        1 if digits >= 4 => 1,
        2 if digits >= 8 => 2,
        _ => 0,
    };
    let threes = digits.saturating_sub(4_usize.saturating_mul(fours)) / 3;
    let rest =
        digits.saturating_sub(threes.saturating_mul(3)).saturating_sub(fours.saturating_mul(4));
    let mut sizes = vec![3; threes];
    sizes.extend(vec![4; fours]);
    sizes.extend((rest > 0).then_some(rest));
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_their_country_writes_them() {
        for (text, expected) in [
            ("+33612345678", "+33 6 12 34 56 78"),
            ("0033 6 12 34 56 78", "+33 6 12 34 56 78"),
            ("+1 (415) 555-2671", "+1 415 555 2671"),
            ("+447911123456", "+44 7911 123456"),
            ("+4930123456", "+49 3012 3456"),
            ("+4915112345678", "+49 151 1234 5678"),
            ("+358401234567", "+358 401 234 567"),
            ("+35312345678", "+353 1234 5678"),
            ("+79161234567", "+7 916 123 45 67"),
            ("+6591234567", "+65 9123 4567"),
            ("+37412345", "+374 123 45"),
        ] {
            assert_eq!(grouped(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_nobody_can_read_out_stays_as_it_is() {
        for text in [
            "",
            "+",
            "0612345678",
            "112",
            "+33 call me",
            "+1234567890123456",
            "+123",
            "+0123456789",
        ] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }

    #[test]
    fn no_digit_is_ever_lost() {
        for digits in 0..20 {
            for country in ["1", "33", "353", "49"] {
                assert_eq!(sizes(country, digits).iter().sum::<usize>(), digits, "{digits}");
            }
        }
    }
}
