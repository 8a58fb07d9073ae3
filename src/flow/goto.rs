//! `goto`: goes to another step or flow; `end`, `back` and `restart` are such steps as well.

use crate::flow::fields::Fields;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::goto::Goto;

/// What `goto` reads.
pub(super) const KEYS: &[Key] = &[
    key("goto", Shape::Destination, "a flow, flow.step, .step, end, back or restart"),
    key("with", Shape::Values, "variables that the other flow starts with"),
];

impl Gate<'_> {
    /// A `goto`.
    pub(super) fn goto(&mut self, fields: &Fields<'_>) -> Option<StepKind> {
        let with = fields.get("with").map(|field| self.with(field)).unwrap_or_default();
        let to = self.way(fields.get("goto")?, "`goto`")?;
        Some(StepKind::Goto(Goto { to, with }))
    }
}
