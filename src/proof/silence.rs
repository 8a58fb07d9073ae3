//! Steps that give the conversation away, and nothing takes it back (F808).

use crate::bot::Bot;
use crate::bot::op::OpKind;
use crate::source::diagnostic::{Code, Diagnostic};

/// Tells every `handover` without an end.
///
/// A bot that has a `take_back` anywhere is left alone, and so is one with a `back_after` for all
/// in its settings: whoever wrote those has thought of the end already.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let ops = || bot.flows.values().flat_map(|flow| &flow.code);
    let taken = ops().any(|op| matches!(op.kind, OpKind::TakeBack));
    if taken || bot.settings.human.back_after.is_some() {
        return Vec::new();
    }
    let endless = ops().filter(
        |op| matches!(&op.kind, OpKind::Handover(handover) if handover.back_after.is_none()),
    );
    endless
        .filter_map(|op| bot.sources.word_at(&op.place))
        .map(|span| {
            let headline = "handover without `back_after`";
            Diagnostic::warning(Code("F808"), span, headline)
                .note("If nobody closes the chat, the bot stays silent for ever.")
                .fix("back_after: 12h")
        })
        .collect()
}
