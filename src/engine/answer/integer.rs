//! Whole numbers, in digits of every script and in English words.

use crate::engine::answer::filler;
use crate::pattern::fold::Message;
use crate::words::name::Value;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Nothing but one number and filler words.
pub(super) fn whole(message: &Message) -> Option<Value> {
    let found = scan(message);
    match found.numbers.as_slice() {
        [one] if !found.more => Some(Value::from(*one)),
        _ => None,
    }
}

/// Exactly one number in the message.
pub(super) fn contained(message: &Message) -> Option<Value> {
    let found = scan(message);
    match found.numbers.as_slice() {
        [one] if !found.broken => Some(Value::from(*one)),
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    numbers: Vec<i64>,
    /// Words that say something else.
    more: bool,
    /// Something with digits that is no whole number: 2.5, 3rd, 10:30.
    broken: bool,
}

fn scan(message: &Message) -> Found {
    let mut found = Found::default();
    let words: Vec<String> = message.typed.split_whitespace().flat_map(parts).collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        at = at.saturating_add(1);
        if let Some((number, used)) = spelled(rest) {
            found.numbers.push(number);
            at = at.saturating_add(used.saturating_sub(1));
        } else if word.chars().any(char::is_numeric) {
            let number = digits(word);
            (found.more, found.broken) =
                (found.more || number.is_none(), found.broken || number.is_none());
            found.numbers.extend(number);
        } else {
            found.more |= !filler::is_filler(word) && !word.is_empty();
        }
    }
    found
}

/// A typed word without the punctuation around it, lower-cased; words with hyphens fall apart.
fn parts(word: &str) -> Vec<String> {
    let keep = |c: char| c.is_alphanumeric() || c == '-' || c == '+' || c == '\u{2212}';
    let word = word.trim_start_matches(|c| !keep(c));
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if word.chars().any(char::is_numeric) {
        return vec![word];
    }
    word.split(['-', '\'', '’']).map(str::to_owned).collect()
}

/// Digits with an optional sign and thousands apart: `-3`, `1,000`, `1 000` is two words, `٣`.
fn digits(word: &str) -> Option<i64> {
    let unsigned = word.trim_start_matches(['+', '-', '\u{2212}']);
    let sign = word.strip_suffix(unsigned)?;
    let plain: String = match unsigned.split_once([',', '.', '\'', '’']) {
        None => unsigned.to_owned(),
        Some(_) => thousands(unsigned)?,
    };
    let ascii: Option<String> =
        plain.chars().map(|c| decimal(c).and_then(|d| char::from_digit(d, 10))).collect();
    let number: i64 = ascii?.parse().ok()?;
    match sign {
        "" | "+" => Some(number),
        "-" | "\u{2212}" => number.checked_neg(),
        _ => None,
    }
}

/// Groups of three behind the first, all parted alike.
fn thousands(unsigned: &str) -> Option<String> {
    let mark = unsigned.chars().find(|c| [',', '.', '\'', '’'].contains(c))?;
    let mut groups = unsigned.split(mark);
    let first = groups.next().filter(|group| (1..=3).contains(&group.chars().count()))?;
    let rest: Option<String> =
        groups.map(|group| (group.chars().count() == 3).then_some(group)).collect();
    Some(format!("{first}{}", rest?))
}

/// The zeros of scripts beyond ASCII.
const ZEROS: [u32; 20] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1946,
];

/// The value of a decimal digit of any script: Unicode keeps each script's ten in a row.
fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    ZEROS.iter().find_map(|&zero| code.checked_sub(zero).filter(|&digit| digit < 10))
}

/// A number in words at the start, and how many words it takes: `two`, `twenty five`, `a dozen`.
fn spelled(words: &[String]) -> Option<(i64, usize)> {
    let (small, used) = below_hundred(words)?;
    match words.get(used).map(String::as_str) {
        Some("hundred") => {
            let after = words.get(used.saturating_add(1)..).unwrap_or_default();
            let joined = usize::from(after.first().is_some_and(|word| word == "and"));
            let tail = after.get(joined..).and_then(below_hundred);
            let more = tail.map_or(0, |(_, words)| words.saturating_add(joined));
            let value = small.saturating_mul(100).saturating_add(tail.map_or(0, |(n, _)| n));
            Some((value, used.saturating_add(1).saturating_add(more)))
        }
        _ => Some((small, used)),
    }
}

fn below_hundred(words: &[String]) -> Option<(i64, usize)> {
    let index = |list: &[&str], word: &String| list.iter().position(|&name| name == word);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let first = words.first()?;
    if first == "dozen" {
        return Some((12, 1));
    }
    if let Some(unit) = index(&UNITS, first) {
        return Some((number(unit), 1));
    }
    let tens = number(index(&TENS, first)?).saturating_add(2).saturating_mul(10);
    let unit = words.get(1).and_then(|word| index(&UNITS, word)).filter(|n| (1..10).contains(n));
    Some(match unit {
        Some(unit) => (tens.saturating_add(number(unit)), 2),
        None => (tens, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> Option<i64> {
        whole(&Message::new(text)).and_then(|value| value.as_i64())
    }

    #[test]
    fn numbers_are_understood_as_people_write_them() {
        let cases = [
            ("2", 2),
            ("two", 2),
            ("Two, please!", 2),
            ("-3", -3),
            ("1,000", 1000),
            ("1.000", 1000),
            ("twenty-five", 25),
            ("a dozen", 12),
            ("٣", 3),
            ("３", 3),
            ("१२", 12),
            ("three hundred and five", 305),
            ("it's for 4 people", 4),
            ("one", 1),
            ("+7", 7),
        ];
        for (text, number) in cases {
            assert_eq!(is(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_number_is_none() {
        for text in
            ["2.5", "1,5", "3rd", "10:30", "two or three", "many", "", "99999999999999999999"]
        {
            assert_eq!(is(text), None, "{text}");
        }
    }

    #[test]
    fn one_number_may_be_contained_in_a_sentence() {
        let found = |text: &str| contained(&Message::new(text)).and_then(|value| value.as_i64());
        assert_eq!(found("there will be 6 hungry friends"), Some(6));
        assert_eq!(found("6 or 7 friends"), None);
        assert_eq!(found("friends"), None);
    }
}
