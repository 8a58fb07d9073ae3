//! `forget`: takes variables away.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::slot::Slot;

/// What `forget` reads.
pub(super) const KEYS: &[Key] =
    &[key("forget", Shape::Words, "variables that are taken away, such as [size, user.email]")];

impl Gate<'_> {
    /// A `forget`.
    pub(super) fn forget(&mut self, field: &Field<'_>) -> Option<StepKind> {
        let names = self.texts(field);
        let slots = names.iter().map(|(item, text)| self.slot_of(&text.value, item.node.span));
        let slots = slots.collect::<Option<Vec<Slot>>>()?;
        (!slots.is_empty()).then_some(StepKind::Forget(slots))
    }
}
