//! Timers that are due (MODEL 8).

use crate::engine::question::{nudge, overdue};
use crate::engine::route::done;
use crate::engine::run::Run;
use crate::engine::{event, fetched, human, later};
use crate::flow::model::event::EventName;
use crate::words::input::Answer;
use crate::words::name::{TimerKey, Vars};
use crate::words::turn::{Outcome, Reason, Took};

/// A timer is due: one of another question than it was set for is stale.
pub(super) fn due(run: &mut Run<'_>, key: &TimerKey, serial: u64, vars: &Vars) -> Outcome {
    if let Some(outcome) = human::due(run, key) {
        return outcome;
    }
    if later::is(key) {
        return later::due(run, key, serial, vars);
    }
    if let Some(fetch) = fetched::deadline_of(key) {
        return fetched::answered(run, &fetch, &Answer::Timeout);
    }
    let open = run.state.stack.iter().position(|frame| {
        frame.timers.contains(key)
            && frame.open.as_ref().is_some_and(|question| question.serial == serial)
    });
    let Some(index) = open else { return Outcome::Skipped(Reason::Stale) };
    match nudge::nth(key) {
        Some(nth) => return nudged(run, (key, nth), index),
        None => expire(run, index),
    }
    done(Took::Timer(key.clone()))
}

/// Nobody answered in time, and there is nothing to go on with: the flow begins that wants to know.
fn expire(run: &mut Run<'_>, index: usize) {
    let silent = human::is_silent(run);
    if overdue::expire(run, index) && !silent {
        event::raise(run, &EventName::QuestionExpired);
    }
}

/// Speaks up, if the question is what the visitor sees, and Messenger lets us.
fn nudged(run: &mut Run<'_>, (key, nth): (&TimerKey, usize), index: usize) -> Outcome {
    if human::is_silent(run) {
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
