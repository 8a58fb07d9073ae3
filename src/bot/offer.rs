//! Where taps may lead, and what they may set (PROMISES P13a): a payload is a visitor's input, and
//! is followed only where some button of this bot leads.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::Step;
use crate::flow::model::button::Tap;
use crate::flow::model::slot::Slot;
use crate::flow::parts::{self, Part};
use crate::words::name::{FlowName, Target};

/// Every destination that is offered somewhere, with the variables that a tap on it sets.
#[derive(Debug, Default)]
pub struct Offerable {
    targets: BTreeMap<Target, BTreeSet<Slot>>,
}

impl Offerable {
    /// The variables that a tap to `target` may set; none if nothing leads there. Bare words are
    /// targets as [`crate::words::way::Way::target`] says.
    #[must_use]
    pub fn settable(&self, target: &Target) -> Option<&BTreeSet<Slot>> {
        self.targets.get(target)
    }

    /// All that is offered, with what a tap there may set.
    pub fn all(&self) -> impl Iterator<Item = (&Target, &BTreeSet<Slot>)> {
        self.targets.iter()
    }

    /// The variables that taps into a flow may set.
    pub fn sets<'a>(&'a self, flow: &'a FlowName) -> impl Iterator<Item = &'a Slot> {
        let first = Target { flow: flow.clone(), step: None };
        let targets = self.targets.range(first..).take_while(move |(to, _)| to.flow == *flow);
        targets.flat_map(|(_, set)| set)
    }

    /// Offers a destination that sets nothing.
    pub(super) fn add(&mut self, target: Target) {
        self.targets.entry(target).or_default();
    }

    /// Offers everything that the buttons of a flow's steps lead to.
    pub(super) fn steps(&mut self, flow: &FlowName, steps: &[Step]) {
        parts::walk(steps, &mut |part| match part {
            Part::Button(button) => self.tap(flow, &button.tap),
            Part::Text(_)
            | Part::Expr(_)
            | Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Sets(..)
            | Part::Leads(_)
            | Part::Calls(_)
            | Part::Step(_) => {}
        });
    }

    fn tap(&mut self, flow: &FlowName, tap: &Tap) {
        match tap {
            Tap::Go { to, set } => {
                let slots = self.targets.entry(to.target(Some(flow))).or_default();
                slots.extend(set.iter().map(|(slot, _)| slot.clone()));
            }
            Tap::Payload(_)
            | Tap::Link { .. }
            | Tap::Phone(_)
            | Tap::Login(_)
            | Tap::Logout
            | Tap::AskFor(_) => {}
        }
    }
}
