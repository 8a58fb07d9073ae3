//! `data/*.yaml`: what is wrong is told as in flows; values come from serde.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use crate::flow::fields::Told;
use crate::flow::number;
use crate::flow::tables::Sheet;
use crate::source::diagnostic::{Code, Diagnostic, any_error};
use crate::source::yaml;
use crate::words::name::Value;

/// A value, with its place in the file: what YAML takes for a number, a truth or nothing is
/// looked up there as it is written.
type Cell = Spanned<Kind>;

enum Kind {
    Text(String),
    /// Something without quotes that is no text to YAML.
    Plain,
    List(Vec<Cell>),
    Map(Vec<(String, Cell)>),
}

/// The value of a file; none if it cannot be read, an empty table if there is nothing in it.
pub(super) fn read(sheet: Sheet<'_>, told: &mut Told) -> Option<Value> {
    let (tree, mistakes) = yaml::parse(sheet.id, sheet.text);
    let (wrong, empty) = (any_error(&mistakes), tree.is_none());
    told.diagnostics.extend(mistakes);
    if wrong || empty {
        return (!wrong).then(|| Value::Array(Vec::new()));
    }
    // The tree has bounded depth, and the file's size is bounded.
    let options = serde_yaml::options! {
        budget: None,
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::PassThrough,
    };
    match serde_yaml::from_str_with_options::<Cell>(sheet.text, options) {
        Ok(cell) => Some(value(cell, sheet.text)),
        Err(error) => {
            told.tell(unreadable(sheet, &error));
            None
        }
    }
}

fn value(cell: Cell, text: &str) -> Value {
    match cell.value {
        Kind::Text(text) => Value::String(text),
        Kind::Plain => number::or_text(written(&cell, text).unwrap_or_default()),
        Kind::List(items) => items.into_iter().map(|item| value(item, text)).collect(),
        Kind::Map(entries) => {
            let entries = entries.into_iter().map(|(key, cell)| (key, value(cell, text)));
            Value::Object(entries.collect())
        }
    }
}

fn written<'t>(cell: &Cell, text: &'t str) -> Option<&'t str> {
    let span = cell.referenced.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let length = usize::try_from(span.byte_len()?).ok()?;
    text.get(start..start.checked_add(length)?)
}

/// Our tree could read it and serde cannot.
fn unreadable(sheet: Sheet<'_>, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().and_then(|location| location.span().byte_offset());
    let at = at.and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    let message = error.without_snippet().to_string();
    let label = message.lines().next().unwrap_or_default().to_owned();
    Diagnostic::error(Code("Y100"), sheet.span(at, at), "This cannot be read as YAML").label(label)
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Kind, E> {
        Ok(Kind::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Kind, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Kind::Map(map))
    }
}
