//! What is wanted after a key, as JSON Schema.

use serde_json::{Value, json};

use crate::flow::key::Shape;
use crate::flow::reference::{branches, cards, chance, flows, questions, say, taps};
use crate::flow::schema::defs::Defs;
use crate::flow::schema::{forms, keys, steps};

/// The schema of a shape: a reference to its definition.
pub(super) fn of(shape: Shape, defs: &mut Defs) -> Value {
    defs.refer(name(shape), |defs| body(shape, defs))
}

/// A single value that is read as a text, whatever YAML takes it for.
pub(super) fn scalar(defs: &mut Defs) -> Value {
    defs.refer("scalar", |_| json!({"type": ["string", "number", "boolean", "null"]}))
}

/// Nothing after a word that stands bare, or one of a few words.
pub(super) fn bare(key: &str, words: &[&str]) -> Value {
    let nothing = [Value::Null, json!(""), json!("~"), json!(key)];
    let words = words.iter().map(|word| json!(word));
    json!({"enum": nothing.into_iter().chain(words).collect::<Vec<_>>()})
}

/// One value or a list of them.
pub(super) fn one_or_more(one: &Value) -> Value {
    json!({"anyOf": [one, {"type": "array", "items": one}]})
}

fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Bubbles => "bubbles",
        Shape::Name => "name",
        Shape::Words => "texts",
        Shape::Number => "number",
        Shape::Duration => "duration",
        Shape::YesNo => "yes_no",
        Shape::Destination => "destination",
        Shape::Buttons => "buttons",
        Shape::Replies => "replies",
        Shape::Choices => "choices",
        Shape::Steps => "steps",
        Shape::DestinationOrSteps => "destination_or_steps",
        Shape::Expression => "expression",
        Shape::Cards => "cards",
        Shape::Message => "message",
        Shape::Each => "each",
        Shape::Values => "values",
        Shape::Triggers => "triggers",
        Shape::Assignments => "assignments",
        Shape::Elifs => "elifs",
        Shape::Arms => "arms",
        Shape::Cases => "cases",
        Shape::FirstTime => "first_time_or_steps",
        Shape::Numbers => "numbers",
        Shape::Share => "share",
        Shape::Entities => "entities",
        Shape::Often => "often_or_none",
        Shape::File => "file",
        Shape::Types => "types",
        Shape::Bound => "bound",
        Shape::Regex => "regex",
        Shape::Retry => "retry",
        Shape::Nudges => "nudges",
        Shape::Detours => "detours",
        Shape::Prefill => "prefill",
        Shape::Skip => "skip",
        Shape::Call => "call",
        Shape::Json => "json",
        Shape::Map => "map",
        Shape::Nothing => "nothing",
    }
}

fn body(shape: Shape, defs: &mut Defs) -> Value {
    match shape {
        Shape::Text | Shape::File | Shape::Bound => forms::text(defs),
        Shape::Words => forms::texts(defs),
        Shape::Bubbles => {
            json!({"anyOf": [of(Shape::Words, defs), keys::table(&say::TEMPLATE, defs)]})
        }
        Shape::Name => json!({"type": ["string", "number", "boolean"]}),
        Shape::Number => forms::number(),
        Shape::Duration => forms::duration(),
        Shape::YesNo => forms::yes_no(),
        Shape::Destination => forms::destination(),
        Shape::Buttons => forms::taps(&taps::BUTTON, defs),
        Shape::Replies => {
            json!({"anyOf": [{"type": "string"}, forms::taps(&taps::REPLY, defs)]})
        }
        Shape::Choices => forms::choices(defs),
        Shape::Steps => one_or_more(&steps::step(defs)),
        Shape::DestinationOrSteps => of(Shape::Steps, defs),
        Shape::Expression | Shape::Regex => scalar(defs),
        Shape::Call => json!({"type": "string"}),
        Shape::Json => json!({}),
        Shape::Cards => one_or_more(&keys::table(&cards::CARD, defs)),
        Shape::Each => forms::each(),
        Shape::Values => forms::values(defs),
        Shape::Triggers => forms::triggers(defs),
        Shape::Assignments => {
            let one = json!({"anyOf": [forms::assignment(), of(Shape::Values, defs)]});
            one_or_more(&one)
        }
        Shape::Elifs => one_or_more(&keys::table(&branches::ELIF, defs)),
        Shape::Arms => json!({"type": "array", "minItems": 1, "items": of(Shape::Steps, defs)}),
        Shape::Cases => {
            json!({"type": "object", "additionalProperties": of(Shape::Steps, defs)})
        }
        Shape::FirstTime => {
            json!({"anyOf": [keys::table(&chance::FIRST_TIME, defs), of(Shape::Steps, defs)]})
        }
        Shape::Numbers => json!({"type": "array", "items": of(Shape::Number, defs)}),
        Shape::Share => forms::share(),
        Shape::Entities => {
            let names = json!({"pattern": forms::NAME});
            json!({"type": "object", "propertyNames": names, "additionalProperties": scalar(defs)})
        }
        Shape::Often => keys::table(&flows::OFTEN, defs),
        Shape::Types => one_or_more(&of(Shape::Name, defs)),
        Shape::Retry => {
            json!({"anyOf": [of(Shape::Words, defs), keys::table(&questions::REASONS, defs)]})
        }
        Shape::Nudges => forms::nudges(defs),
        Shape::Detours => json!({"anyOf": [of(Shape::YesNo, defs), {"enum": ["leave"]}]}),
        Shape::Prefill => json!({"anyOf": [of(Shape::YesNo, defs), {"enum": ["always"]}]}),
        Shape::Skip => json!({"enum": ["skip"]}),
        Shape::Map | Shape::Message => json!({"type": "object"}),
        Shape::Nothing => json!({"type": ["string", "null"]}),
    }
}
