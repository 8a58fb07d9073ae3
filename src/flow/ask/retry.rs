//! `retry` and `tries`: what a wrong answer leads to.

use std::collections::BTreeMap;

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::ask::{Reason, Retry};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

/// What `retry` by reason reads.
pub(in crate::flow) const REASONS: &[Key] = &[
    key("type", Shape::Words, "it is no answer at all"),
    key("min", Shape::Words, "it is less than min"),
    key("max", Shape::Words, "it is more than max"),
    key("must", Shape::Words, "must does not hold"),
    key("else", Shape::Words, "anything else is wrong"),
];

impl Gate<'_> {
    /// A text, several for the first, second … time, or a map from reason to either.
    pub(super) fn retry(&mut self, field: &Field<'_>) -> Retry {
        let by_reason = match &field.node.kind {
            NodeKind::Map(entries) => !self.per_language(entries),
            NodeKind::Text(_) | NodeKind::List(_) => false,
        };
        if !by_reason {
            return Retry { texts: self.said(field), because: BTreeMap::new() };
        }
        let owner = Owner { name: "A retry".into(), tables: vec![REASONS] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let mut because = BTreeMap::new();
        for reason in Reason::ALL {
            if let Some(field) = fields.get(reason.as_str()) {
                because.insert(reason, self.said(field));
            }
        }
        let texts = fields.get("else").map(|field| self.said(field)).unwrap_or_default();
        Retry { texts, because }
    }

    /// Wrong answers until it gives up.
    pub(super) fn tries(&mut self, field: &Field<'_>) -> Option<u16> {
        let tries = self.number::<u16>(field)?;
        if tries == 0 {
            let headline = "\"tries\" wants a number from 1";
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline).fix("tries: 2"));
            return None;
        }
        Some(tries)
    }
}
