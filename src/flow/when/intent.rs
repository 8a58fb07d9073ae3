//! Triggers of Messenger's own language understanding.

use crate::flow::fields::{Field, Fields, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Intent, Trigger, TriggerKind};
use crate::words::name::VarName;

/// How sure Messenger must be if nobody says otherwise (LANGUAGE, "Triggers").
const MIN: f64 = 0.8;

impl Gate<'_> {
    /// `{intent: book_table, entities: {day: datetime}}`
    pub(super) fn by_intent(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let Some(field) = fields.get("intent") else { return };
        let min = fields.get("min").and_then(|field| self.share(field)).unwrap_or(MIN);
        let entities = fields.get("entities").map(|f| self.entities(f)).unwrap_or_default();
        for (item, text) in self.texts(field) {
            let name = plain(&text.value);
            let alike = format!("intent {name}");
            let intent = Intent { name, min, entities: entities.clone() };
            triggers.push(self.at(item.node.span, TriggerKind::Intent(intent), Some(alike)));
        }
    }

    /// A number from 0 to 1.
    fn share(&mut self, field: &Field<'_>) -> Option<f64> {
        let text = self.plain(field)?;
        let share = text.value.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            self.tell(wrong_shape(field).fix(format!("{}: 0.8", field.key.name)));
        }
        share
    }

    fn entities(&mut self, field: &Field<'_>) -> Vec<(VarName, String)> {
        let mut entities = Vec::new();
        for entry in self.entries(field) {
            let name = self.run_variable(&entry.key.value, entry.key_span);
            let entity = self.plain(&Field { node: &entry.value, ..*field });
            entities.extend(name.zip(entity.map(|text| plain(&text.value))));
        }
        entities
    }
}

/// A name as events have it: `wit$datetime:datetime` is `datetime`.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("wit$").unwrap_or(name);
    name.split(':').next().unwrap_or(name).to_owned()
}
