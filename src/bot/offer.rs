//! Where taps may lead, and what they may set (PROMISES P13a): a payload is a visitor's input, and
//! is followed only where some button of this bot leads.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::Step;
use crate::flow::model::button::Tap;
use crate::flow::model::on_page::{Does, Line};
use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::flow::parts::{self, Part};
use crate::template::render::Templates;
use crate::words::name::{FlowName, Target, Value};

/// What a button's `set` makes of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    Text,
    Number,
    Flag,
    List,
    Map,
    Nothing,
    /// Known only when the button is made.
    Computed,
}

impl Made {
    fn of(given: &Given, texts: &Templates) -> Self {
        match given {
            Given::Value(value) => Self::of_value(value),
            Given::Text(id) => {
                let text = texts.written(*id).trim();
                let alone = text.starts_with("{{") && text.ends_with("}}");
                if alone || text.is_empty() { Self::Computed } else { Self::Text }
            }
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::String(_) => Self::Text,
            Value::Number(_) => Self::Number,
            Value::Bool(_) => Self::Flag,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Map,
            Value::Null => Self::Nothing,
        }
    }

    /// Whether a button may have sent this. Maps and nothing at all only where one is written out:
    /// no text or number is ever replaced by them.
    fn takes(self, value: &Value) -> bool {
        let single =
            |value: &Value| matches!(Self::of_value(value), Self::Text | Self::Number | Self::Flag);
        match (self, value) {
            (Self::Computed, Value::Array(items)) => items.iter().all(single),
            (Self::Computed, value) => single(value),
            (made, value) => made == Self::of_value(value),
        }
    }
}

/// Every destination that is offered somewhere, with the variables that a tap on it sets.
#[derive(Debug, Default)]
pub struct Offerable {
    targets: BTreeMap<Target, BTreeMap<Slot, BTreeSet<Made>>>,
}

impl Offerable {
    /// Whether a button that leads to `target` may set all this. Bare words are targets as
    /// [`crate::words::way::Way::target`] says.
    #[must_use]
    pub fn takes(&self, target: &Target, set: &[(Slot, Value)]) -> bool {
        let Some(slots) = self.targets.get(target) else { return false };
        set.iter().all(|(slot, value)| {
            slots.get(slot).is_some_and(|made| made.iter().any(|made| made.takes(value)))
        })
    }

    /// All that is offered, with what a tap there may set.
    pub fn all(&self) -> impl Iterator<Item = (&Target, impl Iterator<Item = &Slot>)> {
        self.targets.iter().map(|(to, slots)| (to, slots.keys()))
    }

    /// The variables that taps into a flow may set.
    pub fn sets<'a>(&'a self, flow: &'a FlowName) -> impl Iterator<Item = &'a Slot> {
        let first = Target { flow: flow.clone(), step: None };
        let targets = self.targets.range(first..).take_while(move |(to, _)| to.flow == *flow);
        targets.flat_map(|(_, set)| set.keys())
    }

    /// Offers a destination that sets nothing.
    pub(super) fn add(&mut self, target: Target) {
        self.targets.entry(target).or_default();
    }

    /// Offers everything that the buttons of a flow's steps lead to.
    pub(super) fn steps(&mut self, flow: &FlowName, steps: &[Step], texts: &Templates) {
        parts::walk(steps, &mut |part| match part {
            Part::Button(button) => self.tap(flow, &button.tap, texts),
            Part::Text(_)
            | Part::Expr(_)
            | Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Sets(..)
            | Part::Opens(_)
            | Part::Closes(_)
            | Part::Leads(_)
            | Part::Calls(_)
            | Part::Step(_) => {}
        });
    }

    /// Offers what a line on the Page leads to.
    pub(super) fn line(&mut self, line: &Line, texts: &Templates) {
        if let Does::Go(way, set) = &line.does {
            self.with(way.target(None), set, texts);
        }
    }

    fn with(&mut self, target: Target, set: &[(Slot, Given)], texts: &Templates) {
        let slots = self.targets.entry(target).or_default();
        for (slot, given) in set {
            slots.entry(slot.clone()).or_default().insert(Made::of(given, texts));
        }
    }

    fn tap(&mut self, flow: &FlowName, tap: &Tap, texts: &Templates) {
        match tap {
            Tap::Go { to, set } => self.with(to.target(Some(flow)), set, texts),
            Tap::Payload(_)
            | Tap::Link { .. }
            | Tap::Phone(_)
            | Tap::Login(_)
            | Tap::Logout
            | Tap::AskFor(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Made;

    #[test]
    fn a_tap_sets_only_what_its_button_could_have_sent() {
        let rows = [
            (Made::Text, json!("L"), true),
            (Made::Text, json!(3), false),
            (Made::Text, json!(null), false),
            (Made::Text, json!(["L"]), false),
            (Made::Text, json!({"a": 1}), false),
            (Made::Number, json!(3), true),
            (Made::Number, json!("3"), false),
            (Made::Number, json!(true), false),
            (Made::Flag, json!(true), true),
            (Made::Flag, json!("true"), false),
            (Made::List, json!([1, {"a": 2}]), true),
            (Made::List, json!({"0": 1}), false),
            (Made::Map, json!({"a": {"b": 1}}), true),
            (Made::Map, json!([]), false),
            (Made::Computed, json!("any"), true),
            (Made::Computed, json!(1.5), true),
            (Made::Computed, json!(false), true),
            (Made::Computed, json!(["a", 2, true]), true),
            (Made::Computed, json!([["a"]]), false),
            (Made::Computed, json!([{"a": 1}]), false),
            (Made::Computed, json!([null]), false),
            (Made::Computed, json!({"a": 1}), false),
            (Made::Computed, json!(null), false),
        ];
        for (made, value, taken) in rows {
            assert_eq!(made.takes(&value), taken, "{made:?} {value}");
        }
    }
}
