//! `goto`: goes to another step or flow.

use crate::flow::destination::Destination;
use crate::flow::fields::Fields;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::{Goto, StepKind};
use crate::source::diagnostic::{Code, Diagnostic};

/// What `goto` reads.
pub(super) const KEYS: &[Key] = &[
    key("goto", Shape::Destination, "a flow, flow.step, .step, or end"),
    key("with", Shape::Values, "variables that the other flow starts with"),
];

impl Gate<'_> {
    /// A `goto`; `goto: end` ends the flow.
    pub(super) fn goto(&mut self, fields: &Fields<'_>) -> Option<StepKind> {
        let with = fields.get("with").map(|field| self.with(field)).unwrap_or_default();
        let field = fields.get("goto")?;
        match self.destination(field)? {
            Destination::Go(target) => Some(StepKind::Goto(Goto { target, with })),
            Destination::End => Some(StepKind::End),
            Destination::Link(_) | Destination::Phone(_) => {
                let headline = "`goto` leads to a flow or a step, not to a link";
                let told = Diagnostic::error(Code("R301"), field.node.span, headline);
                self.tell(told.fix("say: …\n  buttons: {Label: https://…}"));
                None
            }
        }
    }
}
