//! `give_up`: what happens after too many wrong answers.

use crate::flow::destination::Destination;
use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::GiveUp;
use crate::flow::outline::Step;
use crate::flow::step::is_destination;
use crate::source::diagnostic::{Code, Diagnostic};

impl Gate<'_> {
    /// A destination or steps.
    pub(super) fn give_up(&mut self, step: &Step<'_>, field: &Field<'_>) -> Option<GiveUp> {
        if !is_destination(field.node) {
            return Some(GiveUp::Steps(self.steps(&step.rest)));
        }
        match self.destination(field)? {
            Destination::Go(target) => Some(GiveUp::Goto(target)),
            Destination::End => Some(GiveUp::End),
            Destination::Link(_) | Destination::Phone(_) => {
                let headline = "`give_up` leads to a flow or a step, not to a link";
                self.tell(Diagnostic::error(Code("R301"), field.node.span, headline));
                None
            }
        }
    }
}
