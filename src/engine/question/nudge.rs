//! `nudge`: the bot speaks up while the visitor is silent (MODEL 8.3).

use crate::bot::op::Pc;
use crate::engine::exec::{self, Next};
use crate::engine::open::{self, Asked};
use crate::engine::question::{notes, offer};
use crate::engine::run::Run;
use crate::words::conversation::Frame;
use crate::words::name::TimerKey;
use crate::words::reply::ReplyKind;
use crate::words::turn::{Fault, TimerChange};

/// How keys of its timers begin.
const NUDGE: &str = "nudge:";

/// The timer of the `nth` nudge of a run's question.
pub(in crate::engine) fn key(frame: &Frame, nth: usize) -> TimerKey {
    TimerKey::new(format!("{NUDGE}{}:{nth}", frame.run))
}

/// Which nudge a timer is for; none if it is for something else.
pub(in crate::engine) fn nth(key: &TimerKey) -> Option<usize> {
    key.as_str().strip_prefix(NUDGE)?.split(':').nth(1)?.parse().ok()
}

/// The visitor did something: nobody needs to be nudged.
pub(in crate::engine) fn cancel(run: &mut Run<'_>) {
    let frames = run.state.stack.iter_mut();
    let gone = frames.flat_map(|frame| frame.timers.extract_if(.., |key| nth(key).is_some()));
    run.timers.extend(gone.map(TimerChange::Drop));
}

/// Speaks up for the question on top, which stays open.
pub(in crate::engine) fn speak(run: &mut Run<'_>, key: &TimerKey, nth: usize) {
    let bot = run.bot;
    if let Some(frame) = run.top_mut() {
        frame.timers.retain(|own| own != key);
    }
    let Some(frame) = run.top() else { return };
    let (at, asked) = (frame.at.clone(), open::asked(bot, frame));
    let pc: Option<Pc> = asked.and_then(|asked| asked.beside.nudges.get(nth).map(|(_, pc)| *pc));
    if let Some(pc) = pc {
        open::remember(run, &at);
        exec::go(run, pc);
    }
}

/// The end of what a nudge does: the question is still open, and its quick replies hang on what was
/// said last. If the nudge closed it, it is asked again.
pub(in crate::engine) fn end(run: &mut Run<'_>) -> Result<Next, Fault> {
    let bot = run.bot;
    let Some(frame) = run.top() else { return Ok(Next::Rest) };
    let Some(asked) = open::question(bot, &frame.at) else { return Ok(Next::Ended) };
    if frame.open.is_none() {
        return Ok(Next::At(asked.pc));
    }
    hang(run, &asked)?;
    Ok(Next::Rest)
}

/// Puts a run that failed within a nudge back onto its question; whether it was in one.
pub(in crate::engine) fn back_to_question(run: &mut Run<'_>) -> bool {
    let Some(frame) = run.top_mut().filter(|frame| frame.open.is_some()) else { return false };
    let key = frame.asked.last().map(|last| last.step.clone());
    if let Some(key) = key {
        frame.at = key;
    }
    true
}

/// Hangs the question's quick replies on the last message, which took them from the screen.
pub(in crate::engine) fn hang(run: &mut Run<'_>, asked: &Asked<'_>) -> Result<(), Fault> {
    let hung = |kind: &ReplyKind| kind.quick_replies().is_empty();
    if !run.replies.last().is_some_and(|reply| hung(&reply.kind)) {
        return Ok(());
    }
    let notes = notes::on_top(run);
    let quick = if notes.kept.is_some() {
        offer::yes_no(run, asked.op)?
    } else {
        offer::offer(run, asked, &notes)?.quick
    };
    run.hang(quick);
    Ok(())
}
