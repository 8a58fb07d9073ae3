//! Triggers of two flows that take exactly the same: neither is more specific (W403), or the
//! priority of one keeps the other from ever winning (W404). Those that only some messages tell
//! apart are left to proofs over the compiled bot.

use std::collections::BTreeMap;

use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::model::{Flow, Priority};
use crate::source::Place;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::{FlowName, Locale};

/// What two triggers must have in common to be a tie: what they take, in which language, behind
/// which flow, and what would settle it.
type Same<'a> = (&'a str, Option<&'a Locale>, Option<&'a FlowName>, bool, Priority);

/// The same, whatever the priority.
type Alike<'a> = (&'a str, Option<&'a Locale>, bool);

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

    /// Tells triggers behind an equal one whose priority is higher and that always holds.
    pub(super) fn never_first(&mut self, flows: &[Flow]) {
        let mut best: BTreeMap<Alike<'_>, (&Flow, &Trigger)> = BTreeMap::new();
        for flow in flows.iter().filter(|flow| always_holds(flow)) {
            for trigger in flow.triggers.iter().filter(|trigger| trigger.condition.is_none()) {
                let Some(alike) = alike(flow, trigger) else { continue };
                let known = best.entry(alike).or_insert((flow, trigger));
                if flow.priority > known.0.priority {
                    *known = (flow, trigger);
                }
            }
        }
        for flow in flows {
            for trigger in &flow.triggers {
                let first = alike(flow, trigger).and_then(|alike| best.get(&alike));
                let Some((other, before)) = first else { continue };
                if other.priority > flow.priority {
                    self.tell(behind(trigger, (other, before)));
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
                .fix("merge them, or remove one of the two"),
        );
    }
}

fn same<'a>(flow: &'a Flow, trigger: &'a Trigger) -> Option<Same<'a>> {
    let (alike, locale, interrupts) = alike(flow, trigger)?;
    Some((alike, locale, flow.after.as_ref(), interrupts, flow.priority))
}

fn alike<'a>(flow: &Flow, trigger: &'a Trigger) -> Option<Alike<'a>> {
    let alike = trigger.alike.as_deref()?;
    let interrupts = match trigger.kind {
        TriggerKind::Text(_) | TriggerKind::Intent(_) => flow.interrupts,
        TriggerKind::Payload(_)
        | TriggerKind::Referral(_)
        | TriggerKind::Event(_)
        | TriggerKind::AnyMessage => false,
    };
    Some((alike, trigger.locale.as_ref(), interrupts))
}

/// Whether nothing keeps a flow from being started by its triggers.
fn always_holds(flow: &Flow) -> bool {
    let often = flow.often.as_ref().is_none_or(|often| often.otherwise.is_some());
    flow.condition.is_none() && flow.after.is_none() && often
}

fn behind(trigger: &Trigger, (other, before): (&Flow, &Trigger)) -> Diagnostic {
    let Place { file, line, .. } = &before.place;
    Diagnostic::warning(Code("W404"), trigger.span, "This trigger can never win")
        .label(format!("every such message already goes to \"{}\" ({file}:{line})", other.name))
        .related(before.span, "the same, with a higher priority")
        .fix("remove one of the two, or the priority")
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
