//! `choices`: what can be chosen, as written or made of a list's items.

pub(super) mod drawn;

use std::collections::BTreeMap;

use crate::flow::fields::{Field, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::ask::{Choice, Choices};
use crate::limits::LOOP_ITEMS_MAX;
use crate::pattern::fold::fold;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// What a choice in a list reads.
pub(super) const CHOICE: &[Key] = &[
    key("label", Shape::Text, "what people read"),
    key("value", Shape::Text, "what is saved instead of the label"),
    key("synonyms", Shape::Words, "other words for it"),
    key("image", Shape::File, "a small picture beside the label"),
    key("goto", Shape::Destination, "where it leads once it is saved"),
];

/// Words of a choice with their places, to find two that sound the same.
type Sounds = Vec<(String, Span)>;

/// What a word is heard as: folded, or as it stands if folding leaves nothing.
pub(super) fn sound(word: &str) -> String {
    let folded = fold(word).text;
    if folded.is_empty() { word.trim().to_owned() } else { folded }
}

impl Gate<'_> {
    /// The choices of a question.
    pub(super) fn choices(&mut self, field: &Field<'_>) -> Choices {
        let mut sounds = Vec::new();
        let choices: Vec<Choice> = match &field.node.kind {
            NodeKind::List(items) => {
                items.iter().filter_map(|item| self.item(field, item, &mut sounds)).collect()
            }
            NodeKind::Map(entries) if drawn::is_one(entries) => {
                let each = self.each_choice(field, entries);
                return each.unwrap_or_else(|| Choices::Written(Vec::new()));
            }
            NodeKind::Map(entries) => {
                entries.iter().map(|entry| self.labelled(field, entry, &mut sounds)).collect()
            }
            NodeKind::Text(_) => {
                let words = match &field.node.kind {
                    NodeKind::Text(text) if text.value.contains(',') => text.value.as_str(),
                    NodeKind::Text(_) | NodeKind::List(_) | NodeKind::Map(_) => "Small, Large",
                };
                self.tell(wrong_shape(field).fix(format!("choices: [{words}]")));
                Vec::new()
            }
        };
        if choices.len() > LOOP_ITEMS_MAX {
            let headline = format!("A question may have {LOOP_ITEMS_MAX} choices at most");
            self.tell(Diagnostic::error(Code("K205"), field.span, headline));
        }
        self.same_sound(&sounds);
        Choices::Written(choices)
    }

    /// `Small`, or `{label: Small, value: S}`.
    fn item(&mut self, field: &Field<'_>, item: &Node, sounds: &mut Vec<Sounds>) -> Option<Choice> {
        match &item.kind {
            NodeKind::Text(text) => {
                let label = self.label(text, item.span);
                sounds.push(vec![(text.value.clone(), item.span)]);
                Some(self.choice(item.span, label, Vec::new()))
            }
            NodeKind::Map(_) => self.long_choice(field, item, sounds),
            NodeKind::List(_) => {
                self.tell(wrong_shape(&Field { node: item, ..*field }));
                None
            }
        }
    }

    fn choice(
        &self,
        span: Span,
        label: crate::template::batch::TextId,
        synonyms: Vec<String>,
    ) -> Choice {
        let place = self.place(span);
        Choice { place, label, value: None, synonyms, image: None, goto: None }
    }

    /// `Pepperoni: [salami, pep]`.
    fn labelled(&mut self, field: &Field<'_>, entry: &Entry, sounds: &mut Vec<Sounds>) -> Choice {
        let label = self.label(&entry.key, entry.key_span);
        let words = self.heard(&Field { node: &entry.value, ..*field });
        let mut all = vec![(entry.key.value.clone(), entry.key_span)];
        all.extend(words.iter().map(|(text, span)| (text.value.clone(), *span)));
        sounds.push(all);
        let synonyms = words.into_iter().map(|(text, _)| text.value).collect();
        self.choice(entry.key_span, label, synonyms)
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
        let words = fields.get("synonyms").map(|words| self.heard(words)).unwrap_or_default();
        let labels = wording.0.iter().map(|version| (version.text, version.span));
        let all = labels.chain(words.iter().map(|(text, span)| (text, *span)));
        sounds.push(all.map(|(text, span)| (text.value.clone(), span)).collect());
        let value = fields.get("value").and_then(|field| self.given(field));
        let image = fields.get("image").and_then(|field| self.text(field));
        let goto = fields.get("goto").and_then(|field| self.way(field, "A choice"));
        let synonyms = words.into_iter().map(|(text, _)| text.value).collect();
        Some(Choice { value, image, goto, ..self.choice(item.span, label, synonyms) })
    }

    /// Tells words that are the same once folded, in two different choices.
    fn same_sound(&mut self, choices: &[Sounds]) {
        let mut heard: BTreeMap<String, (usize, &str, Span)> = BTreeMap::new();
        for (index, words) in choices.iter().enumerate() {
            for (word, span) in words.iter().filter(|(word, _)| is_literal(word)) {
                let (owner, first, place) =
                    *heard.entry(sound(word)).or_insert((index, word.as_str(), *span));
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

/// What the words of written choices are heard as, and where they stand.
pub(super) fn sounds(node: &Node) -> BTreeMap<String, Span> {
    let mut found = BTreeMap::new();
    collect(node, &mut found);
    found
}

fn collect(node: &Node, found: &mut BTreeMap<String, Span>) {
    match &node.kind {
        NodeKind::Text(text) => {
            found.entry(sound(&text.value)).or_insert(node.span);
        }
        NodeKind::List(items) => items.iter().for_each(|item| collect(item, found)),
        NodeKind::Map(entries) if drawn::is_one(entries) => {}
        NodeKind::Map(entries) => {
            for entry in entries {
                match entry.key.value.as_str() {
                    "label" | "value" | "synonyms" => collect(&entry.value, found),
                    "image" | "goto" => {}
                    label => {
                        found.entry(sound(label)).or_insert(entry.key_span);
                        collect(&entry.value, found);
                    }
                }
            }
        }
    }
}
