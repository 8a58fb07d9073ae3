//! Timers that are due (MODEL 8).

use crate::engine::question::{nudge, overdue};
use crate::engine::route::done;
use crate::engine::run::Run;
use crate::words::name::TimerKey;
use crate::words::turn::{Outcome, Reason, Took};

/// A timer is due: one of another question than it was set for is stale.
pub(super) fn due(run: &mut Run<'_>, key: &TimerKey, serial: u64) -> Outcome {
    let open = run.state.stack.iter().position(|frame| {
        frame.timers.contains(key)
            && frame.open.as_ref().is_some_and(|question| question.serial == serial)
    });
    let Some(index) = open else { return Outcome::Skipped(Reason::Stale) };
    match nudge::nth(key) {
        Some(nth) => return nudged(run, (key, nth), index),
        None => overdue::expire(run, index),
    }
    done(Took::Timer(key.clone()))
}

/// Speaks up, if the question is what the visitor sees, and Messenger lets us.
fn nudged(run: &mut Run<'_>, (key, nth): (&TimerKey, usize), index: usize) -> Outcome {
    if run.state.mute.is_some() {
        return Outcome::Skipped(Reason::Muted);
    }
    if index.saturating_add(1) < run.state.stack.len() {
        return Outcome::Skipped(Reason::Stale);
    }
    if run.state.window_until.is_none_or(|until| until <= run.at.now) {
        return Outcome::Skipped(Reason::WindowClosed);
    }
    nudge::speak(run, key, nth);
    done(Took::Timer(key.clone()))
}
