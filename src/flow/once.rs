//! `once`: steps that run the first time only.

use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::control::Once;
use crate::flow::outline::Step;

/// What `once` reads.
pub(super) const KEYS: &[Key] =
    &[key("once", Shape::FirstTime, "steps of a visitor's first time, and `else`; needs an id")];

/// What stands inside `once`.
pub(super) const INSIDE: &[Key] = &[
    key("steps", Shape::Steps, "steps of the first time"),
    key("else", Shape::Steps, "steps of every other time"),
];

impl Gate<'_> {
    /// A `once` step.
    pub(super) fn once(&mut self, step: &Step<'_>) -> Option<StepKind> {
        let field = step.fields.get("once")?;
        self.needs_id(step, field, "once");
        let first = step.arms.first().map(|arm| arm.steps.as_slice()).unwrap_or_default();
        if first.is_empty() && step.rest.is_empty() {
            self.tell(crate::flow::fields::wrong_shape(field).fix("once: {steps: […], else: […]}"));
            return None;
        }
        let (steps, otherwise) = (self.steps(first), self.steps(&step.rest));
        Some(StepKind::Once(Once { steps, otherwise }))
    }
}
