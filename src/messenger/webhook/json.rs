//! JSON that is cut up without being read: the keys of an object with their values as they stand.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::messenger::webhook::field;
use crate::time::Timestamp;

/// An object's keys and values, in order; a list or anything else is refused.
pub(super) struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Object<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, raw)| (key.as_str(), *raw))
    }

    /// The value of a key; the last one where it stands twice, as everywhere else.
    pub(super) fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, raw)| *raw)
    }

    pub(super) fn list(&self, key: &str) -> Option<Vec<&'a RawValue>> {
        list(self.get(key)?)
    }

    /// A text, or the digits of a number as they stand.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        field::text(&scalar(self.get(key)?)?)
    }

    pub(super) fn instant(&self, key: &str) -> Option<Timestamp> {
        field::instant(&scalar(self.get(key)?)?)
    }
}

/// The values of a list.
pub(super) fn list(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// A value that is neither list nor object, so that reading it cannot go deep.
fn scalar(raw: &RawValue) -> Option<Value> {
    let nested = raw.get().starts_with(['{', '[']);
    if nested { None } else { serde_json::from_str(raw.get()).ok() }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        from.deserialize_map(Keys).map(Self)
    }
}

/// Makes the escapes of a JSON text harmless: half a surrogate pair becomes U+FFFD, NUL goes.
///
/// Both are legal in JSON and in what people can make Messenger send; no Rust string holds the
/// one and no PostgreSQL text the other.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut copied, mut at) = (0_usize, 0_usize);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at.saturating_add(found);
        let escape = Escape::read(text.get(start..).unwrap_or(""));
        at = start.saturating_add(escape.len);
        if let Some(other) = escape.instead {
            mended.push_str(text.get(copied..start).unwrap_or(""));
            mended.push_str(other);
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(copied..).unwrap_or(""));
    Cow::Owned(mended)
}

/// An escape: how many bytes it takes, and what to write instead if it cannot stay.
struct Escape {
    len: usize,
    instead: Option<&'static str>,
}

impl Escape {
    fn read(text: &str) -> Self {
        let lone = Self { len: 6, instead: Some("\\ufffd") };
        match unit(text) {
            None => Self { len: 2, instead: None },
            Some(0) => Self { len: 6, instead: Some("") },
            Some(0xD800..=0xDBFF) => match text.get(6..).and_then(unit) {
                Some(0xDC00..=0xDFFF) => Self { len: 12, instead: None },
                _ => lone,
            },
            Some(0xDC00..=0xDFFF) => lone,
            Some(_) => Self { len: 6, instead: None },
        }
    }
}

/// The UTF-16 unit of `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let well_formed = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| well_formed)
}

/// Whether lists and objects stand inside one another more than `max` deep.
pub(super) fn deeper_than(json: &str, max: usize) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth = depth.saturating_add(1),
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > max {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_pairs_become_the_replacement_letter() {
        assert_eq!(mend(r#""a\ud800b""#), r#""a\ufffdb""#);
        assert_eq!(mend(r#""a\udc00b""#), r#""a\ufffdb""#);
        assert_eq!(mend(r#""\ud83d\ud83d\udc0e""#), r#""\ufffd\ud83d\udc0e""#);
        assert_eq!(mend(r#""\ud83d""#), r#""\ufffd""#);
    }

    #[test]
    fn whole_pairs_and_other_escapes_stay() {
        let text = r#""\ud83d\udc0e \u00e4 \/ \n \\ud800 \\u0000""#;
        assert!(matches!(mend(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn nul_goes() {
        assert_eq!(mend(r#""a\u0000b\u0000""#), r#""ab""#);
    }

    #[test]
    fn broken_escapes_end_the_reading_without_harm() {
        for text in ["\\", "\\u", "\\u12", "\\ü", "\\u00ü0", "\"\\uD8"] {
            assert_eq!(mend(text), text);
        }
    }

    #[test]
    fn brackets_in_texts_are_not_depth() {
        assert!(!deeper_than(r#"{"a":"[[[[\"[[[["}"#, 1));
        assert!(deeper_than(r#"{"a":[[]]}"#, 2));
        assert!(!deeper_than(r#"{"a":[[]],"b":[[]]}"#, 3));
    }
}
