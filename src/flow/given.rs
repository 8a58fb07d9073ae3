//! Values of maps (`set: {…}`, `with: {…}`): plain numbers are numbers, everything else is a text.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::flow::number;
use crate::flow::paste;
use crate::source::yaml::{Entry, NodeKind};
use crate::words::name::VarName;

impl Gate<'_> {
    /// One value.
    pub(super) fn given(&mut self, field: &Field<'_>) -> Option<Given> {
        if let NodeKind::Text(text) = &field.node.kind
            && let Some(number) = number::honest(text)
        {
            return Some(Given::Value(number));
        }
        self.translations.for_the_bot = true;
        let text = self.text(field);
        self.translations.for_the_bot = false;
        text.map(Given::Text)
    }

    /// A map from variables of a run to values.
    pub(super) fn with(&mut self, field: &Field<'_>) -> Vec<(VarName, Given)> {
        let mut given = Vec::new();
        for entry in self.entries(field) {
            let name = self.run_variable(&entry.key.value, entry.key_span);
            let value = self.given(&Field { node: &entry.value, ..*field });
            given.extend(name.zip(value));
        }
        given
    }

    /// A map from another system's own names to values.
    pub(super) fn named(&mut self, field: &Field<'_>) -> Vec<(VarName, Given)> {
        let mut given = Vec::new();
        for entry in self.entries(field) {
            let value = self.given(&Field { node: &entry.value, ..*field });
            given.extend(value.map(|value| (VarName::new(entry.key.value.as_str()), value)));
        }
        given
    }

    /// A map from any variables to values.
    pub(super) fn slots(&mut self, field: &Field<'_>) -> Vec<(Slot, Given)> {
        let mut given = Vec::new();
        for entry in self.entries(field) {
            let slot = self.slot_of(&entry.key.value, entry.key_span);
            let field = Field { node: &entry.value, ..*field };
            let fixed = slot.as_ref().and_then(|slot| self.fixed(slot, &field));
            let value = fixed.or_else(|| self.given(&field));
            given.extend(slot.zip(value));
        }
        given
    }

    /// The entries of a field that must be a map.
    pub(super) fn entries<'t>(&mut self, field: &Field<'t>) -> &'t [Entry] {
        if let NodeKind::Map(entries) = &field.node.kind {
            return entries;
        }
        let names =
            paste::words(field.node).filter(|_| matches!(field.node.kind, NodeKind::List(_)));
        let told = wrong_shape(field);
        self.tell(match names {
            Some(names) => {
                let each: Vec<_> = names.iter().map(|name| format!("{name}: …")).collect();
                told.fix(format!("{}: {{{}}}", field.key.name, each.join(", ")))
            }
            None => told,
        });
        self.told.doubt(field.node);
        &[]
    }
}
