//! `money`: an amount in a currency, as people of a language write it.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use fixed_decimal::{Decimal, Sign, SignedRoundingMode, UnsignedRoundingMode};
use iso_currency::Currency;
use pure_rust_locales::{Locale as Posix, locale_match};
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::template::{around, language};
use crate::words::name::Locale;

/// Letters of a number that is reckoned with.
const NUMBER_LETTERS_MAX: usize = 40;

/// Where an amount stands between its signs, in one language.
struct Signs {
    point: &'static str,
    /// Between groups of digits; a plain space where the language has some other one, because
    /// nobody could type it into a test.
    comma: &'static str,
    /// Digits of a group from the right; the last goes on.
    groups: &'static [i64],
    symbol_first: bool,
    spaced: bool,
}

/// `1234.5` in euros as `€1,234.50`, `1.234,50 €` or what the language writes.
pub(super) fn money(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let amount = decimal(value)?;
    let currency = currency(kwargs.must_get::<&str>("currency")?);
    let currency = currency.ok_or_else(|| Error::message("there is no currency of this name"))?;
    Ok(written(&around::locale(), amount, currency))
}

/// A currency by its three letters.
pub(super) fn currency(code: &str) -> Option<Currency> {
    Currency::from_code(&code.to_ascii_uppercase())
}

/// A number as it is written; texts that are numbers too, since `1.10` of a table is one.
pub(super) fn decimal(value: &Value) -> TeraResult<Decimal> {
    let none = || Error::message("Invalid type: a number is wanted");
    let text = match (value.as_str(), value.is_number()) {
        (Some(text), _) => text.trim().to_owned(),
        (None, true) => value
            .as_f64()
            .filter(|_| value.is_f64())
            .map_or_else(|| value.to_string(), |number| number.to_string()),
        (None, false) => return Err(none()),
    };
    let text = text.strip_prefix('+').unwrap_or(&text);
    let fits = text.len() <= NUMBER_LETTERS_MAX && !text.contains(['e', 'E']);
    text.parse::<Decimal>().ok().filter(|_| fits).ok_or_else(none)
}

fn written(locale: &Locale, mut amount: Decimal, currency: Currency) -> String {
    let digits = currency.exponent().unwrap_or(2);
    let place = i16::try_from(digits).unwrap_or_default().saturating_neg();
    let half = SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);
    amount.round_with_mode(place, half);
    let minus = if amount.sign == Sign::Negative && !amount.absolute.is_zero() { "-" } else { "" };
    let amount = amount.absolute.trimmed_start().trimmed_end().padded_end(place).to_string();
    let (signs, symbol) = (signs(language::posix(locale)), symbol(currency));
    let amount = punctuated(&amount, &signs);
    let wordy = symbol.ends_with(char::is_alphabetic);
    match (signs.symbol_first, signs.spaced || wordy) {
        (true, true) => format!("{minus}{symbol} {amount}"),
        (true, false) => format!("{minus}{symbol}{amount}"),
        (false, true) => format!("{minus}{amount} {symbol}"),
        (false, false) => format!("{minus}{amount}{symbol}"),
    }
}

fn punctuated(amount: &str, signs: &Signs) -> String {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = whole;
    let mut groups = signs.groups.iter().filter_map(|group| usize::try_from(*group).ok());
    let mut size = groups.next().filter(|size| *size > 0 && !signs.comma.is_empty());
    while let Some((head, group)) =
        size.and_then(|size| rest.split_at_checked(rest.len().checked_sub(size)?))
        && !head.is_empty()
    {
        parts.push(group);
        rest = head;
        size = groups.next().filter(|size| *size > 0).or(size);
    }
    parts.push(rest);
    parts.reverse();
    let whole = parts.join(signs.comma);
    if fraction.is_empty() { whole } else { format!("{whole}{}{fraction}", signs.point) }
}

fn signs(locale: Posix) -> Signs {
    let point = locale_match!(locale => LC_MONETARY::MON_DECIMAL_POINT);
    let comma = locale_match!(locale => LC_MONETARY::MON_THOUSANDS_SEP);
    Signs {
        point: if point.is_empty() { "." } else { point },
        comma: if comma.chars().any(char::is_whitespace) { " " } else { comma },
        groups: locale_match!(locale => LC_MONETARY::MON_GROUPING),
        symbol_first: locale_match!(locale => LC_MONETARY::P_CS_PRECEDES) == 1,
        spaced: locale_match!(locale => LC_MONETARY::P_SEP_BY_SPACE) != 0,
    }
}

/// The sign of a currency; its code where the sign is nobody's own.
fn symbol(currency: Currency) -> String {
    let symbol = currency.symbol().symbol;
    if ["¤", "₣"].contains(&symbol.as_str()) { currency.code().to_owned() } else { symbol }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(locale: &str, amount: &str, code: &str) -> String {
        written(&Locale::new(locale), amount.parse().unwrap(), currency(code).unwrap())
    }

    #[test]
    fn amounts_are_written_as_people_of_the_language_write_them() {
        for (locale, amount, code, expected) in [
            ("en", "26", "EUR", "€26.00"),
            ("en", "1234567.5", "USD", "$1,234,567.50"),
            ("en", "0.5", "gbp", "£0.50"),
            ("en", "-3", "USD", "-$3.00"),
            ("en", "12", "CHF", "CHF 12.00"),
            ("en", "12", "SEK", "kr 12.00"),
            ("en_IN", "1234567", "INR", "₹12,34,567.00"),
            ("fr", "1234.5", "EUR", "1 234,50 €"),
            ("de", "1234.5", "EUR", "1.234,50 €"),
            ("de_CH", "1234.5", "CHF", "CHF 1’234.50"),
            ("ja", "1234.5", "JPY", "¥1,235"),
            ("en", "1.2345", "KWD", "د.ك 1.235"),
            ("pl", "-1000000", "PLN", "-1 000 000,00 zł"),
            ("pt_BR", "9.9", "BRL", "R$ 9,90"),
            ("xx", "1234.5", "EUR", "1234.50 €"),
        ] {
            assert_eq!(shown(locale, amount, code), expected, "{locale} {amount} {code}");
        }
    }

    #[test]
    fn amounts_are_rounded_as_people_round() {
        for (amount, expected) in [
            ("2.675", "$2.68"),
            ("2.665", "$2.67"),
            ("0.004", "$0.00"),
            ("-0.004", "$0.00"),
            ("-0.005", "-$0.01"),
            ("999.995", "$1,000.00"),
            ("007", "$7.00"),
        ] {
            assert_eq!(shown("en", amount, "USD"), expected, "{amount}");
        }
    }

    #[test]
    fn numbers_and_texts_that_are_numbers_are_taken() {
        let decimal = |value: Value| decimal(&value).map(|number| number.to_string()).ok();
        assert_eq!(decimal(Value::from(26)), Some("26".into()));
        assert_eq!(decimal(Value::from(2.5)), Some("2.5".into()));
        assert_eq!(decimal(Value::from(1e21)), Some("1000000000000000000000".into()));
        assert_eq!(decimal(Value::from(" 1.10 ")), Some("1.10".into()));
        assert_eq!(decimal(Value::from("+3")), Some("3".into()));
        for wrong in [
            Value::from("12,50"),
            Value::from("1e3"),
            Value::from("3 €"),
            Value::from(""),
            Value::from("9".repeat(41)),
            Value::from(f64::NAN),
            Value::from(f64::INFINITY),
            Value::from(1e300),
            Value::from(true),
            Value::none(),
            Value::from(vec![1]),
        ] {
            assert_eq!(decimal(wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn currencies_are_known_by_their_three_letters() {
        assert!(currency("EUR").is_some() && currency("eur").is_some());
        assert!(["EURO", "", "€", "ÉUR", "XX1"].iter().all(|code| currency(code).is_none()));
    }
}
