//! `choices`: what can be chosen, in three literal forms.

use std::collections::BTreeMap;

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key, later};
use crate::flow::model::ask::Choice;
use crate::pattern::fold::fold;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// What a choice in a list reads.
pub(super) const CHOICE: &[Key] = &[
    key("label", Shape::Text, "what people read"),
    key("value", Shape::Text, "what is saved instead of the label"),
    key("synonyms", Shape::Words, "other words for it"),
    key("goto", Shape::Destination, "where it leads once it is saved"),
    later("image", "a small picture beside the label"),
];

/// Words of a choice with their places, to find two that sound the same.
type Sounds = Vec<(String, Span)>;

impl Gate<'_> {
    /// The choices of a question.
    pub(super) fn choices(&mut self, field: &Field<'_>) -> Vec<Choice> {
        let mut sounds = Vec::new();
        let choices = match &field.node.kind {
            NodeKind::List(items) => {
                items.iter().filter_map(|item| self.item(field, item, &mut sounds)).collect()
            }
            NodeKind::Map(entries) if entries.iter().any(|entry| entry.key.value == "from") => {
                self.told.not_yet("from", field.node.span);
                Vec::new()
            }
            NodeKind::Map(entries) => {
                entries.iter().map(|entry| self.labelled(field, entry, &mut sounds)).collect()
            }
            NodeKind::Text(_) => {
                self.tell(crate::flow::fields::wrong_shape(field).fix("choices: [Small, Large]"));
                Vec::new()
            }
        };
        self.same_sound(&sounds);
        choices
    }

    /// `Small`, or `{label: Small, value: S}`.
    fn item(&mut self, field: &Field<'_>, item: &Node, sounds: &mut Vec<Sounds>) -> Option<Choice> {
        match &item.kind {
            NodeKind::Text(text) => {
                let label = self.label(text, item.span);
                sounds.push(vec![(text.value.clone(), item.span)]);
                let place = self.place(item.span);
                Some(Choice { place, label, value: None, synonyms: Vec::new(), goto: None })
            }
            NodeKind::Map(_) => self.long_choice(field, item, sounds),
            NodeKind::List(_) => {
                self.tell(crate::flow::fields::wrong_shape(&Field { node: item, ..*field }));
                None
            }
        }
    }

    /// `Pepperoni: [salami, pep]`.
    fn labelled(&mut self, field: &Field<'_>, entry: &Entry, sounds: &mut Vec<Sounds>) -> Choice {
        let label = self.label(&entry.key, entry.key_span);
        let words = self.texts(&Field { node: &entry.value, ..*field });
        let mut all = vec![(entry.key.value.clone(), entry.key_span)];
        all.extend(words.iter().map(|(item, text)| (text.value.clone(), item.node.span)));
        sounds.push(all);
        let synonyms = words.into_iter().map(|(_, text)| text.value.clone()).collect();
        let place = self.place(entry.key_span);
        Choice { place, label, value: None, synonyms, goto: None }
    }

    fn long_choice(
        &mut self,
        field: &Field<'_>,
        item: &Node,
        sounds: &mut Vec<Sounds>,
    ) -> Option<Choice> {
        let owner = Owner { name: "A choice".into(), tables: vec![CHOICE] };
        let entries = self.entries(&Field { node: item, ..*field });
        let fields = self.told.fields(entries, &owner);
        let Some(label_field) = fields.get("label") else {
            if fields.0.len() == entries.len() {
                let headline = "This choice has no \"label\"";
                let told = Diagnostic::error(Code("K204"), item.span, headline);
                self.tell(told.fix("{label: Small, value: S}"));
            }
            return None;
        };
        let wording = self.wording(label_field)?;
        let label = self.label_of(&wording);
        let words = fields.get("synonyms").map(|words| self.texts(words)).unwrap_or_default();
        let labels = wording.0.iter().map(|version| (version.text.value.clone(), version.span));
        let mut all: Sounds = labels.collect();
        all.extend(words.iter().map(|(item, text)| (text.value.clone(), item.node.span)));
        sounds.push(all);
        let value = fields.get("value").and_then(|field| self.given(field));
        let goto = fields.get("goto").and_then(|field| self.way(field, "A choice"));
        let synonyms = words.into_iter().map(|(_, text)| text.value.clone()).collect();
        Some(Choice { place: self.place(item.span), label, value, synonyms, goto })
    }

    /// Tells words that are the same once folded, in two different choices.
    fn same_sound(&mut self, choices: &[Sounds]) {
        let mut heard: BTreeMap<String, (usize, &str, Span)> = BTreeMap::new();
        for (index, words) in choices.iter().enumerate() {
            for (word, span) in words {
                let folded = fold(word).text;
                let sound = if folded.is_empty() { word.clone() } else { folded };
                let (owner, first, place) =
                    *heard.entry(sound).or_insert((index, word.as_str(), *span));
                if owner != index {
                    let headline =
                        format!("Two choices sound the same: \"{first}\" and \"{word}\"");
                    let told = Diagnostic::error(Code("F807"), *span, headline);
                    self.tell(told.related(place, "the other one").fix("rename one"));
                }
            }
        }
    }
}
