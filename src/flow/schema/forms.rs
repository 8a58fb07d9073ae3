//! The forms of single values and of lists that people tap, choose or assign.

use serde_json::{Value, json};

use crate::flow::key::Shape;
use crate::flow::reference::concept::Table;
use crate::flow::reference::{questions, triggers};
use crate::flow::schema::defs::Defs;
use crate::flow::schema::keys;
use crate::flow::schema::shapes::{of, one_or_more, scalar};

/// A flow, a step, a link, or a bare word.
const DESTINATION: &str =
    r"^(?:\.?[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?$|https:|tel:|mailto:|\{[{%])";

/// `30s`, `1h 30m`.
const DURATION: &str = r"^\s*(?:[0-9]+[smhd]\s*)+$";

/// `name = expression`, `name += expression`.
const ASSIGNMENT: &str = r"^\s*(?:[a-z]+\.)?[a-z][a-z0-9_]*\s*\+?=\s*[^=\s]";

/// A variable, perhaps of the conversation or the person.
const VARIABLE: &str = r"^(?:(?:user|chat)\.)?[a-z][a-z0-9_]*$";

/// A plain name.
pub(super) const NAME: &str = "^[a-z][a-z0-9_]*$";

/// `p in products`.
const EACH: &str = r"^\s*[a-z][a-z0-9_]*\s* in \s*\S";

/// A language, such as `fr` or `pt_BR`.
const LOCALE: &str = "^[a-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$";

/// Yes, no, true or false, in capital or small letters.
const YES_NO: &str = "^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$";

/// A text, perhaps in several languages.
pub(super) fn text(defs: &mut Defs) -> Value {
    let scalar = scalar(defs);
    json!({"anyOf": [scalar, by_language(&scalar), with_context()]})
}

/// A text or a list of texts, perhaps in several languages.
pub(super) fn texts(defs: &mut Defs) -> Value {
    let text = of(Shape::Text, defs);
    let list = json!({"type": "array", "items": text});
    let several = by_language(&one_or_more(&scalar(defs)));
    json!({"anyOf": [text, list, several]})
}

/// A text, and what tells it from an equal one for those who translate.
fn with_context() -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "properties": {"text": text, "context": text},
        "required": ["text", "context"],
        "additionalProperties": false,
    })
}

fn by_language(value: &Value) -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": LOCALE},
        "additionalProperties": value,
    })
}

pub(super) fn number() -> Value {
    json!({"anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^\+?[0-9]+$"},
    ]})
}

pub(super) fn duration() -> Value {
    json!({"type": "string", "pattern": DURATION})
}

pub(super) fn yes_no() -> Value {
    json!({"anyOf": [
        {"type": "boolean"},
        {"enum": ["yes", "no"]},
        {"type": "string", "pattern": YES_NO},
    ]})
}

pub(super) fn destination() -> Value {
    json!({"type": "string", "pattern": DESTINATION})
}

pub(super) fn assignment() -> Value {
    json!({"type": "string", "pattern": ASSIGNMENT})
}

/// A map from variables to values.
pub(super) fn values(defs: &mut Defs) -> Value {
    let value = of(Shape::Text, defs);
    let names = json!({"pattern": VARIABLE});
    json!({"type": "object", "propertyNames": names, "additionalProperties": value})
}

/// `Label: destination`, or a list of such and of maps with keys.
pub(super) fn taps(table: &Table, defs: &mut Defs) -> Value {
    let to = of(Shape::Destination, defs);
    let words: Vec<_> = table.keys.iter().map(|key| key.name).collect();
    let short = json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {"not": {"enum": words}},
        "additionalProperties": to,
    });
    let item = json!({"anyOf": [keys::table(table, defs), short]});
    json!({"anyOf": [
        {"type": "object", "additionalProperties": to},
        {"type": "array", "items": item},
    ]})
}

/// Labels, labels with synonyms, maps with keys, or one choice for each item of a list.
pub(super) fn choices(defs: &mut Defs) -> Value {
    let item = json!({"anyOf": [of(Shape::Text, defs), keys::table(&questions::CHOICE, defs)]});
    let synonyms = of(Shape::Words, defs);
    json!({"anyOf": [
        {"type": "array", "items": item},
        keys::table(&questions::EACH, defs),
        {"type": "object", "not": {"required": ["from"]}, "additionalProperties": synonyms},
    ]})
}

/// `item in list`.
pub(super) fn each() -> Value {
    json!({"type": "string", "pattern": EACH})
}

/// A number from 0 to 1.
pub(super) fn share() -> Value {
    json!({"anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^[0-9.]+$"},
    ]})
}

/// A map from length of time to steps.
pub(super) fn nudges(defs: &mut Defs) -> Value {
    let steps = of(Shape::Steps, defs);
    let times = json!({"pattern": DURATION});
    json!({"type": "object", "propertyNames": times, "additionalProperties": steps})
}

/// A trigger or a list of triggers, perhaps in several languages.
pub(super) fn triggers(defs: &mut Defs) -> Value {
    let one = json!({"anyOf": [scalar(defs), keys::table(&triggers::KEYS, defs)]});
    let some = one_or_more(&defs.refer("trigger_or_words", |_| one));
    json!({"anyOf": [some, by_language(&some)]})
}
