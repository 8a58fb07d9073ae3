//! Definitions that are made when something first refers to them, so that none is there for nothing.

use serde_json::{Map, Value, json};

/// The definitions of one schema, in the order of their first use.
#[derive(Default)]
pub(super) struct Defs(Map<String, Value>);

impl Defs {
    /// Refers to a definition; `make` is asked for it the first time. It may refer to itself.
    pub(super) fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), Value::Null);
            let definition = make(self);
            self.0.insert(name.to_owned(), definition);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    /// All of them.
    pub(super) fn all(self) -> Value {
        Value::Object(self.0)
    }
}
