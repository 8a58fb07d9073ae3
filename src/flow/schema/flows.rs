//! Flows: with a list of steps, or in the short form with the keys of a single step.

use serde_json::{Map, Value, json};

use crate::flow::key::{Key, find};
use crate::flow::reference::flows;
use crate::flow::schema::defs::Defs;
use crate::flow::schema::keys::{self, closed};
use crate::flow::schema::{forms, steps};
use crate::flow::verb::{self, Verb};
use crate::flow::{every, files, names, suggest};

/// The definition of flows with a list of steps.
const LONG: &str = flows::TABLE.name;

/// What names of flows are like.
pub(super) fn names() -> Value {
    json!({"pattern": forms::NAME, "not": {"enum": names::RESERVED}})
}

/// A flow of any form.
pub(super) fn flow(defs: &mut Defs) -> Value {
    defs.refer("flow_or_step", |defs| {
        let long = keys::table(&flows::TABLE, defs);
        let short = verb::ALL.iter().filter_map(|verb| short(*verb, defs));
        json!({"anyOf": std::iter::once(long).chain(short).collect::<Vec<_>>()})
    })
}

/// A flow with the keys of a single step; none if the flow itself takes the word of the verb.
fn short(verb: Verb, defs: &mut Defs) -> Option<Value> {
    let taken = |word: &&str| find(&[files::FLOW], word).is_some();
    if steps::heads(verb).iter().all(taken) {
        return None;
    }
    steps::of(verb, defs);
    let own_steps = verb.keys().iter().any(|key| key.name == "steps");
    let of_flow = files::FLOW.iter().filter(|key| key.name != "steps");
    let of_step = verb.keys().iter().chain(every::KEYS);
    let of_step = of_step.filter(|key| !taken(&key.name) || (own_steps && key.name == "steps"));
    let mut properties = Map::new();
    refer(of_flow, LONG, &mut properties);
    refer(of_step, &steps::definition(verb), &mut properties);
    let mut short = closed(verb.word(), properties, &[]);
    steps::needs_its_verb(&mut short, verb);
    Some(defs.refer(&format!("flow_{}", verb.word()), |_| short))
}

/// Refers to properties of another definition.
fn refer<'k>(keys: impl Iterator<Item = &'k Key>, from: &str, to: &mut Map<String, Value>) {
    for key in keys {
        for word in suggest::old_words(key.name).chain([key.name]) {
            let property = json!({"$ref": format!("#/$defs/{from}/properties/{word}")});
            to.insert(word.to_owned(), property);
        }
    }
}
