//! `wait`, `typing`: they let the next bubble come later; nothing rests.

use crate::engine::run::Run;
use crate::flow::model::pause::Pause;
use crate::time::Millis;

/// Keeps in mind that the next bubble comes later; waits add up.
pub(in crate::engine) fn run(run: &mut Run<'_>, pause: Pause) {
    match pause {
        Pause::Wait(span) => run.waits = Millis(run.waits.0.saturating_add(span.0)),
        Pause::Typing => run.types = true,
    }
}
