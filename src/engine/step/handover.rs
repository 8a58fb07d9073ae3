//! `handover`, `take_back`: who talks with the visitor.

use crate::bot::op::Op;
use crate::engine::human;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::flow::model::handover::Handover;
use crate::limits::{THREAD_METADATA_UNITS_MAX, units};
use crate::words::conversation::MuteReason;
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Gives the thread away at the end of the turn, so that what the turn still says may go out, and is
/// silent from now on.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, handover: &Handover) -> Result<(), Fault> {
    let metadata = match handover.tell {
        Some(id) => Some(run.text(id)?).filter(|text| !text.trim().is_empty()),
        None => None,
    };
    let metadata = metadata.map(|text| units::cut(&text, THREAD_METADATA_UNITS_MAX));
    let to = Some(handover.to.clone());
    run.passes = Some((op.place.clone(), human::pass(to, metadata)));
    let wait = handover.back_after.or(run.bot.settings.human.back_after);
    human::lose(run, MuteReason::Handover, wait);
    Ok(())
}

/// Takes the thread, and speaks again.
pub(in crate::engine) fn take_back(run: &mut Run<'_>, op: &Op) -> Result<(), Fault> {
    run.passes = None;
    human::speak_again(run);
    run.emit(&Voice::of(op), ReplyKind::Thread(human::TAKE))
}
