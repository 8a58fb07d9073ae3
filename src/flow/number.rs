//! Honest numbers: what prints back as it was written (LANGUAGE, "Variables").

use crate::source::yaml::{Style, Text};
use crate::words::name::Value;

/// The number of a text, if it is written plainly and prints back the same: `3`, `2.5`, but not
/// `0123`, `1.10`, `1e3` or `"3"`.
pub(super) fn honest(text: &Text) -> Option<Value> {
    if text.style == Style::Plain { plain(&text.value) } else { None }
}

/// The value of what is written without quotes: a number if it is an honest one, else a text.
pub(super) fn or_text(written: &str) -> Value {
    plain(written).unwrap_or_else(|| Value::from(written))
}

fn plain(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().ok().filter(|n| n.to_string() == text).map(Value::from);
    whole.or_else(|| fraction(text))
}

fn fraction(text: &str) -> Option<Value> {
    let number =
        text.parse::<f64>().ok().filter(|n| text.contains('.') && n.to_string() == text)?;
    serde_json::Number::from_f64(number).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_prints_back_the_same_is_a_number() {
        let number = |value: &str| honest(&Text { value: value.into(), style: Style::Plain });
        assert_eq!(number("3"), Some(Value::from(3)));
        assert_eq!(number("-4"), Some(Value::from(-4)));
        assert_eq!(number("2.5"), Some(Value::from(2.5)));
        for text in ["0123", "1.10", "1e3", "+5", "-0", "yes", "~", "", "inf", "NaN", "0x10", "1_0"]
        {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(honest(&Text { value: "3".into(), style: Style::Double }), None);
        assert_eq!((or_text("3"), or_text("no")), (Value::from(3), Value::from("no")));
    }
}
