//! What Messenger itself offers: the menu, and the questions to begin with.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::source::diagnostic::Code;
use crate::source::yaml::{Entry, NodeKind};
use crate::words::way::Way;

impl Gate<'_> {
    /// Checks where a menu leads; the labels that can be tapped, and their payloads.
    pub(super) fn menu(&mut self, field: &Field<'_>) -> Vec<(String, String)> {
        match &field.node.kind {
            NodeKind::List(items)
                if items.iter().any(|item| !matches!(item.kind, NodeKind::Map(_))) =>
            {
                self.entries(field);
                Vec::new()
            }
            NodeKind::Map(entries) => {
                let item = |entry: &Entry| {
                    let value = Field { node: &entry.value, ..*field };
                    Some((entry.key.value.clone(), self.menu_value(&value)?))
                };
                entries.iter().filter_map(item).collect()
            }
            NodeKind::List(items) => {
                let entries =
                    items.iter().map(|item| self.entries(&Field { node: item, ..*field }));
                let entries: Vec<&[Entry]> = entries.collect();
                entries.into_iter().filter_map(|entries| self.menu_item(field, entries)).collect()
            }
            NodeKind::Text(_) => {
                self.tell(wrong_shape(field));
                Vec::new()
            }
        }
    }

    /// `{label: …, goto: …}`, or with a payload of the author's.
    fn menu_item(&mut self, field: &Field<'_>, entries: &[Entry]) -> Option<(String, String)> {
        let get = |key: &str| entries.iter().find(|entry| entry.key.value == key);
        let goto = get("goto").map(|goto| Field { node: &goto.value, ..*field });
        let leads = goto.and_then(|goto| self.menu_value(&goto));
        let text = |key: &str| match get(key).map(|entry| &entry.value.kind) {
            Some(NodeKind::Text(text)) => Some(text.value.clone()),
            Some(NodeKind::List(_) | NodeKind::Map(_)) | None => None,
        };
        Some((text("label")?, leads.or_else(|| text("payload"))?))
    }

    /// The payload of a destination. Links are as good as flows here, and send nothing.
    fn menu_value(&mut self, field: &Field<'_>) -> Option<String> {
        let text = self.plain(field)?;
        if text.value.contains(':') || text.value.starts_with('{') {
            return None;
        }
        let target = match Way::of_word(&text.value) {
            Some(way) => {
                let target = way.target(None);
                self.used.push((None, target.clone()));
                target
            }
            None => self.target(text, field.node.span, Code("B1001"))?,
        };
        Some(format!("go:{target}"))
    }
}
