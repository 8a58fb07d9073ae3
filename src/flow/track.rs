//! `track`, `log`: what those who run the bot want to know.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::track::{Line, Track};
use crate::source::diagnostic::{Code, Diagnostic};

/// What `track` reads.
pub(super) const TRACK: &[Key] = &[
    key("track", Shape::Name, "the name of a counted event"),
    key("with", Shape::Values, "its values"),
];

/// What `log` reads.
pub(super) const LOG: &[Key] = &[key("log", Shape::Text, "a line in the conversation's log")];

impl Gate<'_> {
    /// A `track`.
    pub(super) fn track(&mut self, fields: &Fields<'_>) -> Option<Track> {
        let field = fields.get("track")?;
        let with = fields.get("with").map(|with| self.with(with)).unwrap_or_default();
        let text = self.plain(field)?;
        if text.value.trim().is_empty() || !is_literal(&text.value) {
            let headline = "\"track\" wants a name that is always the same";
            self.tell(
                Diagnostic::error(Code("K205"), field.node.span, headline)
                    .label("what changes belongs into its values")
                    .fix("track: order\n  with: {size: \"{{ size }}\"}"),
            );
            return None;
        }
        Some(Track { name: text.value.clone(), with })
    }

    /// A `log`; it is for those who run the bot, and so in one language.
    pub(super) fn log(&mut self, field: &Field<'_>) -> Option<Line> {
        let text = self.plain(field)?;
        let written = text.value.clone();
        Some(Line { text: self.batch.text(text, field.node.span), written })
    }
}
