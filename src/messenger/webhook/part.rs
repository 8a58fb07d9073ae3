//! An object of Meta's that remembers what was read of it, so that the rest is never lost.

use std::cell::RefCell;
use std::sync::LazyLock;

use serde_json::Value;

use crate::messenger::webhook::field::{Map, instant, sane, text};
use crate::time::Timestamp;
use crate::words::name::Mid;

/// An object, when it is read, and which of its keys have been.
pub(super) struct Part<'m> {
    map: &'m Map,
    now: Timestamp,
    read: RefCell<Vec<&'m str>>,
}

impl<'m> Part<'m> {
    pub(super) fn new(map: &'m Map, now: Timestamp) -> Self {
        Self { map, now, read: RefCell::default() }
    }

    /// The value of a key as something; it counts as read only if it is that.
    fn take<T>(&self, key: &str, as_it: impl FnOnce(&'m Value) -> Option<T>) -> Option<T> {
        let (key, value) = self.map.get_key_value(key)?;
        let taken = as_it(value)?;
        self.read.borrow_mut().push(key);
        Some(taken)
    }

    /// A text, or a whole number in digits; ids come as both.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.take(key, text)
    }

    /// As [`Self::text`], if there is something in it.
    pub(super) fn filled(&self, key: &str) -> Option<String> {
        self.take(key, |value| text(value).filter(|text| !text.is_empty()))
    }

    /// As [`Self::text`], without counting it as read.
    pub(super) fn peek(&self, key: &str) -> Option<String> {
        self.map.get(key).and_then(text)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Whether a key says one word or the other; another word is not read.
    pub(super) fn either(&self, key: &str, words: [&str; 2]) -> Option<bool> {
        let [first, second] = words;
        self.take(key, |value| match value.as_str() {
            Some(word) if word == first => Some(true),
            Some(word) if word == second => Some(false),
            _ => None,
        })
    }

    /// What a key says of yes and no, if it does.
    pub(super) fn yes_no(&self, key: &str) -> Option<bool> {
        self.take(key, |value| match value {
            Value::Bool(yes) => Some(*yes),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        })
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.yes_no(key) == Some(true)
    }

    /// A count, as a number or in digits.
    pub(super) fn count(&self, key: &str) -> Option<u32> {
        self.take(key, |value| text(value)?.parse().ok())
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.take(key, Value::as_f64)
    }

    pub(super) fn mid(&self) -> Option<Mid> {
        self.filled("mid").map(Mid::new)
    }

    /// A moment, if it can be true.
    pub(super) fn moment(&self, key: &str) -> Option<Timestamp> {
        self.take(key, |value| instant(value).and_then(|at| sane(at, self.now)))
    }

    pub(super) fn value(&self, key: &str) -> Option<&'m Value> {
        self.take(key, Some)
    }

    /// The object of a key; what is not read of it has to be kept by whoever asks for it.
    pub(super) fn part(&self, key: &str) -> Option<Part<'m>> {
        let map = self.take(key, Value::as_object)?;
        Some(Part::new(map, self.now))
    }

    /// The list of a key; empty where there is none.
    pub(super) fn list(&self, key: &str) -> &'m [Value] {
        self.take(key, Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The objects in the list of a key; empty where anything else is in it.
    pub(super) fn parts(&self, key: &str) -> Vec<Part<'m>> {
        let parts = |value: &'m Value| {
            let maps = value.as_array()?.iter().map(Value::as_object);
            maps.map(|map| Some(Part::new(map?, self.now))).collect()
        };
        self.take(key, parts).unwrap_or_default()
    }

    /// As [`Self::part`], without counting it as read.
    pub(super) fn peek_part(&self, key: &str) -> Option<Part<'m>> {
        Some(Part::new(self.map.get(key)?.as_object()?, self.now))
    }

    /// As [`Self::part`]; an empty one where there is none.
    pub(super) fn part_or_empty(&self, key: &str) -> Part<'m> {
        static NONE: LazyLock<Map> = LazyLock::new(Map::new);
        self.part(key).unwrap_or_else(|| Part::new(&NONE, self.now))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'m str> {
        self.map.keys().map(String::as_str)
    }

    /// What has not been read; nulls say nothing.
    pub(super) fn rest(&self) -> Map {
        let read = self.read.borrow();
        let left =
            |(key, value): &(&String, &Value)| !read.contains(&key.as_str()) && !value.is_null();
        let rest = self.map.iter().filter(left);
        rest.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// As [`Self::rest`]; all of it counts as read then.
    pub(super) fn take_rest(&self) -> Map {
        let rest = self.rest();
        let keys = self.map.keys().map(String::as_str);
        self.read.borrow_mut().extend(keys);
        rest
    }

    /// As [`Self::rest`], put under a name of its own if there is any.
    pub(super) fn rest_into(&self, more: &mut Map, name: &str) {
        let rest = self.rest();
        if !rest.is_empty() {
            more.insert(name.to_owned(), Value::Object(rest));
        }
    }
}
