//! What Messenger's own language understanding finds, and the triggers that take it.

use std::collections::HashMap;

use crate::bot::routes::{Contender, Entrance};
use crate::flow::model::trigger::Intent;
use crate::pattern::rule::Hit;
use crate::words::event::{Finding, Nlp};
use crate::words::name::{FlowName, Value, VarName};

/// Intent triggers, by the name that they ask for.
#[derive(Debug, Default)]
pub struct IntentRoutes(HashMap<String, Vec<(Intent, Entrance)>>);

impl IntentRoutes {
    /// Every trigger whose intent, entity or trait was found with enough confidence.
    #[must_use]
    pub fn hits(&self, nlp: &Nlp) -> Vec<Contender<'_>> {
        let mut hits = Vec::new();
        for found in nlp.found.iter().filter(|found| is_surest(nlp, found)) {
            for (intent, to) in self.0.get(&found.name).into_iter().flatten() {
                if found.confidence >= intent.min {
                    let hit = Hit::intent(found.confidence, entities(intent, nlp));
                    hits.push(Contender::new((to, hit)));
                }
            }
        }
        hits
    }

    /// Whether one of them leads to a flow.
    #[must_use]
    pub fn lead_to(&self, flow: &FlowName) -> bool {
        let named =
            |triggers: &Vec<(Intent, Entrance)>| triggers.iter().any(|(_, to)| to.flow == *flow);
        self.0.values().any(named)
    }

    pub(super) fn add(&mut self, intent: Intent, to: Entrance) {
        self.0.entry(intent.name.clone()).or_default().push((intent, to));
    }
}

/// The variables that a trigger takes from what was found.
fn entities(intent: &Intent, nlp: &Nlp) -> Vec<(VarName, Value)> {
    let value = |entity: &str| surest(nlp, entity).map(|found| found.value.clone());
    let entities = intent.entities.iter();
    entities.filter_map(|(name, entity)| Some((name.clone(), value(entity)?))).collect()
}

fn is_surest(nlp: &Nlp, found: &Finding) -> bool {
    surest(nlp, &found.name).is_some_and(|best| std::ptr::eq(best, found))
}

/// What Messenger is surest of, of all that it found under a name; the first of equal ones.
fn surest<'a>(nlp: &'a Nlp, name: &str) -> Option<&'a Finding> {
    let named = nlp.found.iter().rev().filter(|found| found.name == name);
    named.max_by(|one, other| one.confidence.total_cmp(&other.confidence))
}
