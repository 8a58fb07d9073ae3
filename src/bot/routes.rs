//! Who takes what: the triggers of all flows, sorted by what they look at.

use crate::bot::payloads::PayloadRoutes;
use crate::bot::texts::TextRoutes;
use crate::flow::model::trigger::TriggerKind;
use crate::flow::model::{Condition, Flow, Priority};
use crate::source::Place;
use crate::words::name::FlowName;

/// All triggers of a bot.
#[derive(Debug, Default)]
pub struct Routes {
    /// Text triggers of flows with `interrupts`.
    pub interrupts: TextRoutes,
    /// Text triggers of all other flows.
    pub texts: TextRoutes,
    /// Payload triggers.
    pub payloads: PayloadRoutes,
    /// Flows that take Get Started, by name.
    pub get_started: Vec<Entrance>,
    /// `any message` flows: those with an `if` by priority and name, then the one without.
    pub fallbacks: Vec<Entrance>,
}

/// The way into a flow.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// The flow.
    pub flow: FlowName,
    /// Its extra condition.
    pub condition: Option<Condition>,
    /// Settles ties.
    pub priority: Priority,
    /// The author's line of the trigger.
    pub place: Place,
}

impl Routes {
    /// Takes a flow's triggers.
    pub(super) fn add(&mut self, flow: &mut Flow) {
        let entrance = |place: Place| Entrance {
            flow: flow.name.clone(),
            condition: flow.condition.clone(),
            priority: flow.priority,
            place,
        };
        for trigger in std::mem::take(&mut flow.triggers) {
            let to = entrance(trigger.place);
            match trigger.kind {
                TriggerKind::Text(rule) if flow.interrupts => self.interrupts.add(rule, to),
                TriggerKind::Text(rule) => self.texts.add(rule, to),
                TriggerKind::Payload(pattern) => self.payloads.add(pattern, to),
                TriggerKind::GetStarted => self.get_started.push(to),
                TriggerKind::AnyMessage => self.fallbacks.push(to),
            }
        }
    }

    /// Puts lists into the order in which they are tried.
    pub(super) fn finish(&mut self) {
        self.interrupts.finish();
        self.texts.finish();
        self.payloads.finish();
        let by_rank = |a: &Entrance, b: &Entrance| {
            let rank = |to: &Entrance| (to.condition.is_none(), std::cmp::Reverse(to.priority));
            rank(a).cmp(&rank(b)).then_with(|| a.flow.cmp(&b.flow))
        };
        self.get_started.sort_by(by_rank);
        self.fallbacks.sort_by(by_rank);
    }
}
