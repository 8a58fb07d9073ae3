//! `prefill`: answers that the starting message gives already (MODEL 5.5).

use crate::engine::contest::Winner;
use crate::engine::run::Run;
use crate::pattern::fold::Message;
use crate::words::turn::Took;

/// The message without the words that its trigger looked for.
pub(in crate::engine) fn without_trigger(message: &Message, _winner: &Winner) -> Message {
    message.clone()
}

/// Answers questions of the run on top, which is about to begin.
pub(in crate::engine) fn fill(_run: &mut Run<'_>, _rest: &Message) {}

/// Answers other questions of a flow that may be corrected at any time.
pub(in crate::engine) fn correct(_run: &mut Run<'_>, _message: &Message) -> Option<Took> {
    None
}
