//! `commands` of `bot.yaml`: what visitors choose behind a slash.

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::template::batch::TextId;
use crate::words::way::Way;

/// What a command reads.
pub(super) const KEYS: &[Key] = &[
    key("label", Shape::Text, "what stands beside its name"),
    key("goto", Shape::Destination, "where it leads, if not to the flow of its name"),
];

impl<'a> Gate<'a> {
    /// All commands, and where they lead.
    pub(super) fn commands(&mut self, field: &Field<'_>) -> Vec<(String, Way)> {
        let entries = self.entries(field);
        entries.iter().filter_map(|entry| self.command(entry)).collect()
    }

    /// What stands beside each command.
    pub(super) fn command_labels<'t>(&mut self, field: &Field<'t>) -> Vec<(String, TextId)>
    where
        'a: 't,
    {
        let NodeKind::Map(entries) = &field.node.kind else { return Vec::new() };
        let labels = entries.iter().filter_map(|entry| {
            let label = self.command_label(field, entry)?;
            Some((entry.key.value.clone(), label))
        });
        labels.collect()
    }

    /// `help: What I can do`, or the `label` of a longer form.
    fn command_label<'t>(&mut self, field: &Field<'t>, entry: &'t Entry) -> Option<TextId>
    where
        'a: 't,
    {
        let node = match &entry.value.kind {
            NodeKind::Text(_) => &entry.value,
            NodeKind::Map(keys) if self.per_language(keys) => &entry.value,
            NodeKind::Map(keys) => &keys.iter().find(|key| key.key.value == "label")?.value,
            NodeKind::List(_) => return None,
        };
        let wording = self.wording(&Field { node, ..*field })?;
        Some(self.take(&wording))
    }

    /// `help: What I can do` runs the flow `help`; `{label: …, goto: flow}` another.
    fn command(&mut self, entry: &Entry) -> Option<(String, Way)> {
        let name = entry.key.value.clone();
        if let NodeKind::Map(keys) = &entry.value.kind
            && !self.per_language(keys)
        {
            let owner = Owner { name: "A command".into(), tables: vec![KEYS] };
            let fields = self.told.fields(keys, &owner);
            if let Some(goto) = fields.get("goto") {
                return Some((name, self.command_way(goto)?));
            }
        }
        if let NodeKind::List(_) = &entry.value.kind {
            let headline = format!("The command \"{name}\" wants a text or {{label: …, goto: …}}");
            let told = Diagnostic::error(Code("K205"), entry.value.span, headline);
            self.tell(told.fix(format!("{name}: What it is for")));
        }
        let target = self.target(&entry.key, entry.key_span, Code("B1001"))?;
        Some((name, Way::Go(target)))
    }

    fn command_way(&mut self, field: &Field<'_>) -> Option<Way> {
        let text = self.plain(field)?;
        match Way::of_word(&text.value) {
            Some(way) => Some(way),
            None => self.target(text, field.node.span, Code("B1001")).map(Way::Go),
        }
    }
}
