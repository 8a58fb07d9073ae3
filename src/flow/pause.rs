//! `wait`, `typing`: pauses before the next bubble.

use crate::flow::duration;
use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::pause::Pause;
use crate::limits::PAUSE_PER_TURN_MAX;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `wait` reads.
pub(super) const WAIT: &[Key] =
    &[key("wait", Shape::Duration, "a pause before the next bubble; 20 s a turn at most")];

/// What `typing` reads.
pub(super) const TYPING: &[Key] =
    &[key("typing", Shape::Nothing, "the next bubble comes as if somebody typed it")];

impl Gate<'_> {
    /// A `wait`.
    pub(super) fn wait(&mut self, field: &Field<'_>) -> Option<Pause> {
        let text = self.plain(field)?;
        let Some(pause) = duration::parse(&text.value) else {
            let headline = "\"wait\" wants a duration";
            let told = Diagnostic::error(Code("K206"), field.node.span, headline);
            let meant = duration::meant(&text.value, 's').unwrap_or_else(|| "2s".to_owned());
            self.tell(told.label("like 2s or 10s").fix(format!("wait: {meant}")));
            return None;
        };
        if pause > PAUSE_PER_TURN_MAX {
            self.too_long(field.node.span, "This pause is too long");
            return None;
        }
        Some(Pause::Wait(pause))
    }

    /// Tells a pause that would not be kept.
    pub(super) fn too_long(&mut self, span: Span, headline: &str) {
        let max = PAUSE_PER_TURN_MAX.0 / 1_000;
        self.tell(
            Diagnostic::error(Code("K206"), span, headline)
                .label(format!("{max} s in all until the visitor answers"))
                .fix("later: 30s\n  steps: …"),
        );
    }
}
