//! Timers that are due (MODEL 8).

use crate::engine::route::done;
use crate::engine::run::Run;
use crate::engine::{event, human, stack};
use crate::flow::model::event::EventName;
use crate::words::name::TimerKey;
use crate::words::turn::{Outcome, Reason, TimerChange, Took};

/// A timer is due: one of another question than it was set for is stale.
pub(super) fn due(run: &mut Run<'_>, key: &TimerKey, serial: u64) -> Outcome {
    if let Some(outcome) = human::due(run, key) {
        return outcome;
    }
    let open = run.state.stack.iter().position(|frame| {
        frame.timers.contains(key)
            && frame.open.as_ref().is_some_and(|question| question.serial == serial)
    });
    let Some(index) = open else { return Outcome::Skipped(Reason::Stale) };
    expire(run, index);
    if !human::is_silent(run) {
        event::raise(run, &EventName::QuestionExpired);
    }
    done(Took::Timer(key.clone()))
}

/// Closes questions whose time is over though their timer has not come yet.
pub(super) fn expire_late(run: &mut Run<'_>) {
    let now = run.at.now;
    let over = |run: &Run<'_>| {
        let expired = |question: &crate::words::conversation::Question| question.expires <= now;
        run.state.stack.iter().position(|frame| frame.open.as_ref().is_some_and(expired))
    };
    while let Some(index) = over(run) {
        expire(run, index);
    }
}

/// Forgets a question: its run is parked, what lies below stays and is not asked again (8.2).
fn expire(run: &mut Run<'_>, index: usize) {
    if let Some(frame) = run.state.stack.get_mut(index) {
        frame.open = None;
        run.timers.extend(frame.timers.drain(..).map(TimerChange::Drop));
    }
    stack::park_waiting(run, index);
}
