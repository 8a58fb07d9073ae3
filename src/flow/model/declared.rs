//! Variables that `bot.yaml` declares.

use std::fmt;

use crate::words::name::Value;

/// What `bot.yaml` says of a variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// What it holds; none where that is not said.
    pub sort: Option<Sort>,
    /// All that it can be; empty where that is not said.
    pub choices: Vec<Value>,
    /// Its value until something sets it; null where that is not said.
    pub default: Value,
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A text, whatever it looks like.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    YesNo,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Number, Self::Integer, Self::YesNo];

    /// The author's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::YesNo => "yes_no",
        }
    }

    /// What a value of it is called.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::YesNo => "yes or no",
        }
    }

    fn is_of(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::YesNo => value.is_boolean(),
        }
    }
}

impl Declared {
    /// Whether it can be this. Nothing at all is always possible.
    #[must_use]
    pub fn takes(&self, value: &Value) -> bool {
        let empty = value.is_null() || value.as_str() == Some("");
        empty || self.is_of_its_sort(value) && self.is_chosen(value)
    }

    /// Whether this is what it holds, whatever its choices are.
    #[must_use]
    pub fn is_of_its_sort(&self, value: &Value) -> bool {
        self.sort.is_none_or(|sort| sort.is_of(value))
    }

    fn is_chosen(&self, value: &Value) -> bool {
        self.choices.is_empty() || self.choices.iter().any(|choice| same(choice, value))
    }
}

/// What is said of it: `free or gold`, `a whole number`.
impl fmt::Display for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let choices: Vec<_> = self.choices.iter().map(written).collect();
        match (choices.split_last(), self.sort) {
            (Some((last, [])), _) => f.write_str(last),
            (Some((last, others)), _) => write!(f, "{} or {last}", others.join(", ")),
            (None, Some(sort)) => f.write_str(sort.called()),
            (None, None) => f.write_str("anything"),
        }
    }
}

/// A value as authors write it.
#[must_use]
pub fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Equal, however a number is written.
fn same(one: &Value, other: &Value) -> bool {
    one == other || one.is_number() && one.as_f64() == other.as_f64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_variable_takes_what_it_can_be_and_nothing_at_all() {
        let level = Declared {
            sort: Some(Sort::Number),
            choices: vec![json!(1), json!(2)],
            default: Value::Null,
        };
        for good in [json!(1), json!(2.0), json!(null), json!("")] {
            assert!(level.takes(&good), "{good}");
        }
        for bad in [json!(3), json!("1"), json!(true), json!([1])] {
            assert!(!level.takes(&bad), "{bad}");
        }
        let anything = Declared::default();
        assert!(anything.takes(&json!([1])));
    }
}
