//! Steps: one form for each verb.

use serde_json::{Value, json};

use crate::flow::every;
use crate::flow::reference;
use crate::flow::schema::defs::Defs;
use crate::flow::schema::keys::{closed, properties, set};
use crate::flow::schema::shapes::scalar;
use crate::flow::verb::{self, Verb};

/// A step of any kind; a bare text is a `say`.
pub(super) fn step(defs: &mut Defs) -> Value {
    defs.refer("step", |defs| {
        let texts = scalar(defs);
        let verbs = verb::ALL.iter().map(|verb| of(*verb, defs));
        json!({"anyOf": std::iter::once(texts).chain(verbs).collect::<Vec<_>>()})
    })
}

/// A step of one verb.
pub(super) fn of(verb: Verb, defs: &mut Defs) -> Value {
    defs.refer(&definition(verb), |defs| {
        let keys = verb.keys().iter().chain(every::KEYS);
        let properties = properties(keys, reference::concept_of_verb(verb), defs);
        let mut step = closed(verb.word(), properties, &[]);
        needs_its_verb(&mut step, verb);
        step
    })
}

/// The name of its definition.
pub(super) fn definition(verb: Verb) -> String {
    format!("step_{}", verb.word())
}

/// The words that make it this verb.
pub(super) fn heads(verb: Verb) -> Vec<&'static str> {
    let keys = verb.keys().iter().map(|key| key.name);
    let heads: Vec<_> = keys.filter(|word| Verb::of(word) == Some(verb)).collect();
    if heads.is_empty() { vec![verb.word()] } else { heads }
}

/// Says that a map is a step only with the word of its verb; an `if` also needs what it decides.
pub(super) fn needs_its_verb(step: &mut Value, verb: Verb) {
    let any = |words: &[&str]| {
        json!(words.iter().map(|word| json!({"required": [word]})).collect::<Vec<_>>())
    };
    let heads = heads(verb);
    if verb == Verb::If {
        set(step, "anyOf", any(&["then", "elif", "else"]));
    }
    match heads.as_slice() {
        [head] => set(step, "required", json!([head])),
        several => set(step, "anyOf", any(several)),
    }
}
