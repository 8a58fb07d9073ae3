//! `choices: {from: …}`: one choice for each item of a list.

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::ask::{Choices, Drawn};
use crate::flow::model::each::Each;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};

/// What choices made of items read. Their texts see the item as `item`, and its fields by name.
pub(in crate::flow) const EACH: &[Key] = &[
    key("from", Shape::Expression, "the list: one choice for each of its items"),
    key("where", Shape::Expression, "which items: sees the item's fields, and item itself"),
    key("label", Shape::Text, "what people read; without it the item itself"),
    key("value", Shape::Text, "what is saved instead of the label"),
    key("synonyms", Shape::Words, "other words for it; a list among them stands for its words"),
    key("image", Shape::File, "a small picture beside the label"),
    key("goto", Shape::Destination, "where they lead once they are saved"),
];

/// Whether a map says where choices come from, and is none of labels.
pub(super) fn is_one(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.key.value == "from") || as_of_buttons(entries).is_some()
}

/// `for: size in data.sizes`, as buttons and cards have it: where that stands, the item, the list.
fn as_of_buttons(entries: &[Entry]) -> Option<(Span, &str, &str)> {
    let entry = entries.iter().find(|entry| entry.key.value == "for")?;
    let NodeKind::Text(text) = &entry.value.kind else { return None };
    let (item, list) = text.value.split_once(" in ")?;
    let span = Span { end: entry.value.span.end, ..entry.key_span };
    Some((span, item.trim(), list.trim()))
}

impl Gate<'_> {
    /// `{from: data.pizzas, label: "{{ name }}"}`.
    pub(super) fn each_choice(&mut self, field: &Field<'_>, entries: &[Entry]) -> Option<Choices> {
        if let Some((span, item, list)) = as_of_buttons(entries) {
            let headline =
                format!("Choices take \"from\", and each \"{item}\" is called \"item\" here");
            let told = Diagnostic::error(Code("K202"), span, headline);
            self.tell(told.edit(span, format!("from: {list}")));
            self.told.doubt(field.node);
            return None;
        }
        let owner = Owner { name: "Choices from a list".into(), tables: vec![EACH] };
        let fields = self.told.fields(entries, &owner);
        let from = fields.get("from").and_then(|field| self.condition(field));
        let only = fields.get("where").and_then(|field| self.condition(field));
        let label = fields.get("label").and_then(|field| self.text(field));
        let value = fields.get("value").and_then(|field| self.given(field));
        let synonyms = fields.get("synonyms").map(|field| self.said(field)).unwrap_or_default();
        let image = fields.get("image").and_then(|field| self.text(field));
        let goto = fields.get("goto").and_then(|field| self.way(field, "A choice"));
        if from.is_none() {
            self.told.doubt(field.node);
        }
        let from = Each { item: "item".into(), list: from?.expr, only: None };
        Some(Choices::From(Box::new(Drawn { from, only, label, value, synonyms, image, goto })))
    }
}
