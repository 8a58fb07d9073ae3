//! `handover`, `take_back`: who talks with the visitor.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::handover::Handover;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `handover` reads.
pub(super) const HANDOVER: &[Key] = &[
    key("handover", Shape::Name, "who talks with the visitor now: page_inbox or an app's number"),
    key("tell_agent", Shape::Text, "what is told along with it; people at the Page read it"),
    key("back_after", Shape::Duration, "when the bot speaks again though nobody gave it back"),
];

/// What `take_back` reads.
pub(super) const TAKE_BACK: &[Key] =
    &[key("take_back", Shape::Nothing, "the bot talks with the visitor again")];

/// The word for the inbox of the Page.
const INBOX: &str = "page_inbox";

impl Gate<'_> {
    /// A `handover`; what is told along is for people at the Page, and so in one language.
    pub(super) fn handover(&mut self, fields: &Fields<'_>) -> Option<Handover> {
        let to = fields.get("handover").and_then(|field| self.receiver(field));
        let tell = fields.get("tell_agent").and_then(|field| {
            let text = self.plain(field)?;
            Some(self.batch.text(text, field.node.span))
        });
        let back_after = fields.get("back_after").and_then(|field| self.duration(field));
        Some(Handover { to: to?, tell, back_after })
    }

    /// Who may get a thread.
    pub(super) fn receiver(&mut self, field: &Field<'_>) -> Option<String> {
        let text = self.plain(field)?;
        let word = text.value.as_str();
        let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if word == INBOX || number {
            return Some(word.to_owned());
        }
        let headline = format!("\"{word}\" is nobody who can take over");
        self.tell(
            Diagnostic::error(Code("K205"), field.node.span, headline)
                .label("page_inbox, or the number of another app of the Page")
                .fix(format!("{}: {INBOX}", field.key.name)),
        );
        None
    }
}
