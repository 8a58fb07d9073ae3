//! Values of conversations as Tera's, and back.

use tera::value::Key;
use tera::{Map, Number, Value as Tera};

use crate::words::name::Value;

/// A value for templates. A number without a fraction is an integer, so that nobody reads `26.0 €`.
pub(super) fn to_tera(value: &Value) -> Tera {
    match value {
        Value::Null => Tera::none(),
        Value::Bool(truth) => Tera::from(*truth),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Tera::from(number),
            (None, Some(number)) => Tera::from(number),
            (None, None) => whole(Tera::from(number.as_f64().unwrap_or_default())),
        },
        Value::String(text) => Tera::normal_string(text),
        Value::Array(list) => Tera::from(list.iter().map(to_tera).collect::<Vec<_>>()),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| (Key::String(key.as_str().into()), value));
            Tera::from(entries.map(|(key, value)| (key, to_tera(value))).collect::<Map>())
        }
    }
}

/// A value that a template made; what JSON has no word for is nothing.
pub(super) fn from_tera(value: &Tera) -> Value {
    if let Some(text) = value.as_str() {
        return Value::from(text);
    }
    if let Some(truth) = value.as_bool() {
        return Value::from(truth);
    }
    if let Some(list) = value.as_array() {
        return Value::Array(list.iter().map(from_tera).collect());
    }
    if let Some(map) = value.as_map() {
        let entries = map.iter().map(|(key, value)| (key.to_string(), from_tera(value)));
        return Value::Object(entries.collect());
    }
    let value = whole(value.clone());
    match (value.as_i64(), value.as_u64()) {
        (Some(number), _) => Value::from(number),
        (None, Some(number)) => Value::from(number),
        (None, None) => value.as_number().map_or(Value::Null, |number| number.as_float().into()),
    }
}

/// Floats without a fraction that an integer can say exactly become one.
pub(super) fn whole(value: Tera) -> Tera {
    const EXACT: i128 = 1 << 53;
    if !value.is_f64() {
        return value;
    }
    let number = value.as_number().and_then(|number: Number| number.as_integer());
    let exact = number.filter(|number| number.abs() <= EXACT);
    exact.and_then(|number| i64::try_from(number).ok()).map_or(value, Tera::from)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        let value = json!({"z": 1, "a": [true, null, "x", 1.5, -7, u64::MAX], "m": {"k": {}}});
        assert_eq!(from_tera(&to_tera(&value)), value);
        assert_eq!(from_tera(&to_tera(&value)).to_string(), value.to_string());
    }

    #[test]
    fn numbers_without_a_fraction_are_integers() {
        assert_eq!(from_tera(&to_tera(&json!(26.0))), json!(26));
        assert_eq!(from_tera(&Tera::from(2.0_f64)), json!(2));
        assert_eq!(from_tera(&Tera::from(f64::NAN)), json!(null));
        assert_eq!(from_tera(&Tera::from(i128::MAX)), json!(1.701_411_834_604_692_3e38));
    }
}
