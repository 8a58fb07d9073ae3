//! What an `http` step sends: texts, fields, JSON. Their values may hold secrets, their names may not.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::http::address::secret_in;
use crate::flow::model::http::{Body, Json, Part};
use crate::flow::outline::Step;
use crate::flow::raw::typed;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind, Text};

impl Gate<'_> {
    pub(super) fn body(&mut self, step: &Step<'_>) -> Body {
        let bodies = ["json", "form", "body"].into_iter().filter_map(|name| step.fields.get(name));
        let bodies: Vec<_> = bodies.copied().collect();
        if let [first, second, ..] = bodies.as_slice() {
            let headline =
                format!("A call has one body: {} or {}", first.key.name, second.key.name);
            self.tell(Diagnostic::error(Code("K203"), second.span, headline));
        }
        let Some(field) = bodies.first() else { return Body::None };
        match field.key.name {
            "json" => Body::Json(self.json(field)),
            "form" => Body::Form(self.named_fields(field)),
            _ => self.sent(field).map_or(Body::None, Body::Text),
        }
    }

    /// A map from names to texts that are sent elsewhere.
    pub(super) fn sent_fields(&mut self, field: &Field<'_>) -> Vec<(String, Vec<Part>)> {
        let entries = self.entries(field);
        let value = |entry: &Entry| {
            let parts = self.sent(&Field { node: &entry.value, ..*field })?;
            Some((entry.key.value.clone(), parts))
        };
        entries.iter().filter_map(value).collect()
    }

    /// The same, with names that are sent as well.
    pub(super) fn named_fields(&mut self, field: &Field<'_>) -> Vec<(String, Vec<Part>)> {
        self.entries(field).iter().for_each(|entry| self.is_plain_name(entry));
        self.sent_fields(field)
    }

    fn json(&mut self, field: &Field<'_>) -> Json {
        match &field.node.kind {
            NodeKind::List(items) => {
                Json::List(items.iter().map(|node| self.json(&Field { node, ..*field })).collect())
            }
            NodeKind::Map(entries) => {
                let entry = |entry: &Entry| {
                    self.is_plain_name(entry);
                    (entry.key.value.clone(), self.json(&Field { node: &entry.value, ..*field }))
                };
                Json::Map(entries.iter().map(entry).collect())
            }
            NodeKind::Text(text) => match typed(text) {
                Some(value) => Json::Value(value),
                None => self.json_text(text, field.node.span),
            },
        }
    }

    fn json_text(&mut self, text: &Text, span: Span) -> Json {
        let parts = self.stretches_of(text, span);
        match parts.as_slice() {
            [Part::Text(whole)] => Json::Given(*whole),
            _ => Json::Text(parts),
        }
    }

    /// Names are sent as they stand, so a secret there would never be put in.
    fn is_plain_name(&mut self, entry: &Entry) {
        if let Some(name) = secret_in(&entry.key.value) {
            let headline = format!("secret.{name} may stand in a value, and this is a name");
            self.tell(
                Diagnostic::error(Code("V607"), entry.key_span, headline)
                    .label("names are sent as they stand")
                    .fix(format!("key: \"{{{{ secret.{name} }}}}\"")),
            );
        }
    }
}
