//! Where taps may lead, and what they may set (PROMISES P13a): a payload is a visitor's input, and
//! is followed only where some button of this bot leads.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::{self, Ask, Button, Slot, Step, StepKind, Tap};
use crate::words::name::Target;

/// Every destination that is offered somewhere, with the variables that a tap on it sets.
#[derive(Debug, Default)]
pub struct Offerable {
    targets: BTreeMap<Target, BTreeSet<Slot>>,
}

impl Offerable {
    /// The variables that a tap to `target` may set; none if nothing leads there.
    #[must_use]
    pub fn settable(&self, target: &Target) -> Option<&BTreeSet<Slot>> {
        self.targets.get(target)
    }

    /// Offers a destination that sets nothing.
    pub(super) fn add(&mut self, target: Target) {
        self.targets.entry(target).or_default();
    }

    /// Offers everything that these steps' buttons lead to.
    pub(super) fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match &step.kind {
                StepKind::Say(say) => self.buttons(say.buttons.iter().chain(&say.replies)),
                StepKind::Media(media) => self.buttons(media.buttons.iter().chain(&media.replies)),
                StepKind::Ask(ask) => self.ask(ask),
                StepKind::If(block) => {
                    block.arms.iter().for_each(|(_, steps)| self.steps(steps));
                    self.steps(&block.otherwise);
                }
                StepKind::Set(_) | StepKind::Goto(_) | StepKind::End => {}
            }
        }
    }

    fn ask(&mut self, ask: &Ask) {
        self.buttons(ask.say.buttons.iter().chain(&ask.say.replies));
        if let Some(model::GiveUp::Steps(steps)) = &ask.give_up {
            self.steps(steps);
        }
    }

    fn buttons<'a>(&mut self, buttons: impl Iterator<Item = &'a Button>) {
        for button in buttons {
            match &button.tap {
                Tap::Go { target, set } => {
                    let slots = self.targets.entry(target.clone()).or_default();
                    slots.extend(set.iter().map(|(slot, _)| slot.clone()));
                }
                Tap::Payload(_) | Tap::Link { .. } | Tap::Phone(_) => {}
            }
        }
    }
}
