//! Everything that a bot sets, and where it is set first.

use std::collections::BTreeMap;

use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::trigger::Trigger;
use crate::flow::model::{Checked, Flow};
use crate::flow::parts::{self, Own, Part};
use crate::source::Place;

pub(super) type Sets = BTreeMap<Slot, Place>;

/// All variables that something sets.
pub(super) fn all(checked: &Checked) -> Sets {
    let mut sets = Sets::new();
    for slot in checked.settings.variables.keys() {
        sets.insert(slot.clone(), Place { file: "bot.yaml".into(), line: 1, col: 1 });
    }
    for line in checked.settings.on_page.lines() {
        line.set().iter().for_each(|(slot, _)| add(slot.clone(), &line.place, &mut sets));
    }
    checked.flows.iter().for_each(|flow| of_flow(flow, &mut sets));
    sets
}

/// All variables that a flow itself sets.
pub(super) fn by(flow: &Flow) -> Sets {
    let mut sets = Sets::new();
    of_flow(flow, &mut sets);
    sets
}

/// Names that stand for something in a few parts only, and what gives each first.
pub(super) fn beside(checked: &Checked) -> BTreeMap<&str, Own<'_>> {
    let mut names = BTreeMap::new();
    for flow in &checked.flows {
        parts::walk(&flow.steps, &mut |part| {
            if let Part::Opens(own) = part {
                names.entry(own.name).or_insert(own);
            }
        });
    }
    names
}

fn of_flow(flow: &Flow, sets: &mut Sets) {
    for trigger in &flow.triggers {
        captures(trigger, sets);
    }
    for name in &flow.params {
        let slot = Slot { life: Life::Run, name: name.clone() };
        add(slot, &flow.place, sets);
    }
    parts::walk(&flow.steps, &mut |part| match part {
        Part::Sets(slot, place) => add(slot, place, sets),
        Part::Opens(_)
        | Part::Closes(_)
        | Part::Text(_)
        | Part::Expr(_)
        | Part::ItemText(_)
        | Part::ItemExpr(_)
        | Part::Button(_)
        | Part::Leads(_)
        | Part::Calls(_)
        | Part::Step(_) => {}
    });
}

fn add(slot: Slot, place: &Place, sets: &mut Sets) {
    sets.entry(slot).or_insert_with(|| place.clone());
}

fn captures(trigger: &Trigger, sets: &mut Sets) {
    for name in trigger.kind.captures() {
        add(Slot { life: Life::Run, name }, &trigger.place, sets);
    }
}
