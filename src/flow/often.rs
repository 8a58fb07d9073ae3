//! How often a flow may run, and in which turn its triggers hold: `once` and `after`.

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::often::{Often, Per};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::FlowName;

/// What the `once` of a flow reads.
pub(super) const KEYS: &[Key] = &[
    key("per", Shape::Name, "user, day or conversation"),
    key("else", Shape::Name, "the flow that runs all other times"),
];

impl Gate<'_> {
    /// `once: {per: day, else: already}`
    pub(super) fn often(&mut self, field: &Field<'_>) -> Option<Often> {
        let owner = Owner { name: "once".into(), tables: vec![KEYS] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let otherwise = fields.get("else").and_then(|flow| self.flow_name(flow, Code("R301")));
        let Some(per) = fields.get("per") else {
            if !entries.is_empty() {
                let headline = "This \"once\" does not say once in what";
                let told = Diagnostic::error(Code("K204"), field.span, headline);
                self.tell(told.fix("once: {per: user}"));
            }
            return None;
        };
        let per = self.per(per)?;
        Some(Often { per, otherwise, place: self.place(field.span) })
    }

    fn per(&mut self, field: &Field<'_>) -> Option<Per> {
        match self.plain(field)?.value.as_str() {
            "user" => Some(Per::User),
            "day" => Some(Per::Day),
            "conversation" => Some(Per::Conversation),
            _ => {
                let headline = "\"per\" is user, day or conversation";
                let told = Diagnostic::error(Code("K205"), field.node.span, headline);
                self.tell(told.fix("per: day"));
                None
            }
        }
    }

    /// `after: flow`; such a flow exists, but nothing leads there.
    pub(super) fn after(&mut self, field: &Field<'_>) -> Option<FlowName> {
        let led = self.used.len();
        let flow = self.flow_name(field, Code("R301"));
        self.used.truncate(led);
        flow
    }
}
