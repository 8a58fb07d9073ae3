//! Triggers of two flows that take exactly the same, so that neither is more specific (W403). Those
//! that only some messages tell apart are left to examples.

use std::collections::BTreeMap;

use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::model::{Flow, Priority};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::{FlowName, Locale};

/// What two triggers must have in common to be a tie: what they take, in which language, behind
/// which flow, and what would settle it.
type Same<'a> = (&'a str, Option<&'a Locale>, Option<&'a FlowName>, bool, Priority);

impl Gate<'_> {
    /// Tells all certain ties, each once, at the later of the two.
    pub(super) fn ties(&mut self, flows: &[Flow]) {
        let mut first: BTreeMap<Same<'_>, (&Flow, &Trigger)> = BTreeMap::new();
        for flow in flows.iter().filter(|flow| flow.condition.is_none()) {
            for trigger in flow.triggers.iter().filter(|trigger| trigger.condition.is_none()) {
                let Some(same) = same(flow, trigger) else { continue };
                let (other, before) = *first.entry(same).or_insert((flow, trigger));
                if other.name != flow.name {
                    self.tie(trigger, (other, before));
                }
            }
        }
    }

    fn tie(&mut self, trigger: &Trigger, (other, before): (&Flow, &Trigger)) {
        let what = what(trigger);
        let headline =
            format!("{what} would be matched by two flows, and neither is more specific");
        self.tell(
            Diagnostic::error(Code("W403"), trigger.span, headline)
                .related(before.span, format!("\"{}\" takes the same", other.name))
                .fix("merge them, or add `priority: high` to the one that should win"),
        );
    }
}

fn same<'a>(flow: &'a Flow, trigger: &'a Trigger) -> Option<Same<'a>> {
    let alike = trigger.alike.as_deref()?;
    let interrupts = match trigger.kind {
        TriggerKind::Text(_) | TriggerKind::Intent(_) => flow.interrupts,
        TriggerKind::Payload(_)
        | TriggerKind::Referral(_)
        | TriggerKind::Event(_)
        | TriggerKind::AnyMessage => false,
    };
    Some((alike, trigger.locale.as_ref(), flow.after.as_ref(), interrupts, flow.priority))
}

/// What both take, for the headline.
fn what(trigger: &Trigger) -> String {
    let alike = trigger.alike.as_deref().unwrap_or_default();
    let (kind, what) = alike.split_once(' ').unwrap_or(("", alike));
    match &trigger.kind {
        TriggerKind::Text(_) | TriggerKind::Payload(_) => format!("\"{what}\""),
        TriggerKind::Event(event) => format!("The event \"{}\"", event.name),
        TriggerKind::Referral(_) | TriggerKind::Intent(_) | TriggerKind::AnyMessage => {
            format!("The {kind} \"{}\"", what.split(' ').next().unwrap_or_default())
        }
    }
}
