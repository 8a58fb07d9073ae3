//! `give_up`: what happens after too many wrong answers.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::ask::GiveUp;
use crate::flow::outline::Step;
use crate::flow::step::is_destination;

impl Gate<'_> {
    /// A destination or steps.
    pub(super) fn give_up(&mut self, step: &Step<'_>, field: &Field<'_>) -> Option<GiveUp> {
        if is_destination(field.node) {
            return self.way(field, "`give_up`").map(GiveUp::Goto);
        }
        Some(GiveUp::Steps(self.steps(&step.rest)))
    }
}
