//! Tables of keys: maps with these properties and no others.

use serde_json::{Map, Value, json};

use crate::flow::key::{Key, Shape};
use crate::flow::reference;
use crate::flow::reference::concept::{Concept, Form, Table, Words};
use crate::flow::schema::defs::Defs;
use crate::flow::schema::shapes;
use crate::flow::suggest;

/// A table as a definition of its own.
pub(super) fn table(table: &Table, defs: &mut Defs) -> Value {
    defs.refer(table.name, |defs| {
        let concept = reference::concept_of(table);
        closed(table.of, properties(table.keys, concept, defs), table.needs)
    })
}

/// A map with these properties and no others.
pub(super) fn closed(title: &str, properties: Map<String, Value>, needs: &[&str]) -> Value {
    let mut closed = json!({"title": title.replace('`', ""), "type": "object"});
    set(&mut closed, "properties", Value::Object(properties));
    set(&mut closed, "additionalProperties", json!(false));
    if !needs.is_empty() {
        set(&mut closed, "required", json!(needs));
    }
    closed
}

/// Puts one more word into a schema.
pub(super) fn set(schema: &mut Value, word: &str, value: Value) {
    if let Value::Object(map) = schema {
        map.insert(word.to_owned(), value);
    }
}

/// Keys, and old words for them.
pub(super) fn properties<'k>(
    keys: impl IntoIterator<Item = &'k Key>,
    concept: Option<&Concept>,
    defs: &mut Defs,
) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys {
        if properties.contains_key(key.name) {
            continue;
        }
        let form = concept.and_then(|concept| concept.form(key.name));
        let property = property(key, form, defs);
        for old in suggest::old_words(key.name) {
            let mut old_property = property.clone();
            set(&mut old_property, "deprecated", json!(true));
            properties.insert(old.to_owned(), old_property);
        }
        properties.insert(key.name.to_owned(), property);
    }
    properties
}

fn property(key: &Key, form: Option<Form>, defs: &mut Defs) -> Value {
    let mut property = json!({"description": key.doc});
    let wanted = match form {
        None if key.shape == Shape::Nothing => shapes::bare(key.name, &[]),
        None => shapes::of(key.shape, defs),
        Some(form) => of_form(key, form, defs),
    };
    if let Value::Object(wanted) = wanted {
        wanted.into_iter().for_each(|(word, value)| set(&mut property, &word, value));
    }
    property
}

fn of_form(key: &Key, form: Form, defs: &mut Defs) -> Value {
    match form {
        Form::Word(list) => word(list),
        Form::Words(list) => {
            json!({"anyOf": [word(list), {"type": "array", "items": word(list)}]})
        }
        Form::Bare(words) => shapes::bare(key.name, words),
        Form::Told(shape, _) => shapes::of(shape, defs),
        Form::Each(shape) => {
            json!({"type": "object", "additionalProperties": shapes::of(shape, defs)})
        }
        Form::Keys(keys) => table(keys, defs),
        Form::ListOf(keys) => json!({"type": "array", "items": table(keys, defs)}),
        Form::EachKeys(keys) => {
            json!({"type": "object", "additionalProperties": table(keys, defs)})
        }
        Form::EachOrKeys(shape, keys) => {
            let value = json!({"anyOf": [shapes::of(shape, defs), table(keys, defs)]});
            json!({"type": "object", "additionalProperties": value})
        }
        Form::OrNo(shape) => {
            let no = json!({"enum": ["no", "off", false]});
            json!({"anyOf": [shapes::of(shape, defs), no]})
        }
    }
}

/// One of the words; a word with `NAME` in it stands for many.
fn word(list: &Words) -> Value {
    let (open, fixed): (Vec<Line>, Vec<Line>) =
        list.list.iter().partition(|(word, _)| word.contains(NAME));
    let words: Vec<_> = fixed.iter().map(|(word, _)| *word).collect();
    let lines: Vec<_> = fixed.iter().map(|(_, line)| *line).collect();
    let fixed = json!({"enum": words, "enumDescriptions": lines});
    if open.is_empty() {
        return fixed;
    }
    let pattern = |(word, line): Line| {
        let pattern = word.replace('.', "\\.").replace(NAME, ".+");
        json!({"type": "string", "pattern": format!("^{pattern}$"), "description": line})
    };
    let patterns = open.into_iter().map(pattern);
    json!({"anyOf": std::iter::once(fixed).chain(patterns).collect::<Vec<_>>()})
}

/// Any name, in a word of a list.
const NAME: &str = "NAME";

/// A word with its line.
type Line = &'static (&'static str, &'static str);
