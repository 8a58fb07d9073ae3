//! People and other apps who talk with the visitor: meanwhile the bot is silent (MODEL 4).

use crate::engine::event;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::flow::model::event::EventName;
use crate::source::Place;
use crate::time::{Millis, Timestamp};
use crate::words::conversation::{Mute, MuteReason};
use crate::words::event::ThreadChange;
use crate::words::name::{TimerKey, Vars};
use crate::words::reply::ReplyKind;
use crate::words::turn::{Outcome, Reason, TimerChange, Took};

/// The timer that lets the bot speak again.
const BACK: &str = "back";

/// A colleague said something in the Page's name.
pub(super) fn spoke(run: &mut Run<'_>) -> Outcome {
    let silence = run.bot.settings.human.mute_on_echo;
    if silence.0 == 0 {
        return Outcome::Skipped(Reason::Unwanted);
    }
    let until = Some(run.at.now.plus(silence));
    run.state.mute = Some(longer(run.state.mute.take(), Mute { until, why: MuteReason::Human }));
    done(Took::Human)
}

/// Control over the thread changed hands, or somebody asks for it.
pub(super) fn thread(run: &mut Run<'_>, change: &ThreadChange) -> Outcome {
    match change {
        ThreadChange::Take { ours: Some(true), .. } => ours(run),
        ThreadChange::Take { .. } | ThreadChange::Pass { ours: Some(false), .. } => {
            lose(run, MuteReason::ThreadLost, run.bot.settings.human.back_after);
            done(Took::Human)
        }
        ThreadChange::Pass { .. } | ThreadChange::Release => ours(run),
        ThreadChange::Request { .. } if is_silent(run) => Outcome::Skipped(Reason::Muted),
        ThreadChange::Request { .. } => wanted(event::raise(run, &EventName::Handover)),
        ThreadChange::Roles(_) => Outcome::Skipped(Reason::Unwanted),
    }
}

/// Giving the thread to somebody, with what is told along.
pub(super) fn pass(to: Option<String>, metadata: Option<String>) -> ThreadChange {
    ThreadChange::Pass { to, from: None, metadata, ours: Some(false) }
}

/// Takes the thread.
pub(super) const TAKE: ThreadChange =
    ThreadChange::Take { to: None, from: None, metadata: None, ours: Some(true) };

/// Gives the thread away at the end of a turn, behind all that was said.
pub(super) fn hand_over(run: &mut Run<'_>) {
    let Some((place, change)) = run.passes.take() else { return };
    let voice = Voice { place: &place, persona: None };
    if let Err(fault) = run.emit(&voice, ReplyKind::Thread(change)) {
        run.faults.push(fault);
    }
}

/// The thread is somebody else's until it is given back, or `wait` is over.
pub(super) fn lose(run: &mut Run<'_>, why: MuteReason, wait: Option<Millis>) {
    let until = wait.map(|wait| run.at.now.plus(wait));
    run.state.mute = Some(longer(run.state.mute.take(), Mute { until, why }));
    let key = TimerKey::from(BACK);
    run.timers.push(match run.state.mute.as_ref().and_then(|mute| mute.until) {
        Some(due) => TimerChange::Set { key, serial: 0, due, vars: Vars::new() },
        None => TimerChange::Drop(key),
    });
}

/// The thread is the bot's: it speaks again, or is told that it may.
fn ours(run: &mut Run<'_>) -> Outcome {
    if run.state.mute.is_none() {
        return wanted(event::raise(run, &EventName::Handover));
    }
    back(run);
    done(Took::Human)
}

/// The bot speaks again; a question that is still open stays open.
pub(super) fn back(run: &mut Run<'_>) {
    // While a call is under way nothing else begins.
    if speak_again(run) && run.state.fetching.is_none() {
        event::raise(run, &EventName::HumanDone);
    }
}

/// Ends the silence, if there is one.
pub(super) fn speak_again(run: &mut Run<'_>) -> bool {
    let silent = run.state.mute.take().is_some();
    if silent {
        run.timers.push(TimerChange::Drop(TimerKey::from(BACK)));
    }
    silent
}

/// Takes the thread if it was given or taken away; the bot speaks again.
pub(super) fn take_back(run: &mut Run<'_>) {
    let gone = |mute: &Mute| matches!(mute.why, MuteReason::Handover | MuteReason::ThreadLost);
    if run.state.mute.as_ref().is_some_and(gone) {
        let voice = Voice { place: &Place::unknown(), persona: None };
        if let Err(fault) = run.emit(&voice, ReplyKind::Thread(TAKE)) {
            run.faults.push(fault);
        }
    }
    back(run);
}

/// Whether this is the timer that lets the bot speak again, and what becomes of it.
pub(super) fn due(run: &mut Run<'_>, key: &TimerKey) -> Option<Outcome> {
    if key.as_str() != BACK {
        return None;
    }
    if !run.state.mute.as_ref().is_some_and(|mute| is_over(mute, run.at.now)) {
        return Some(Outcome::Skipped(Reason::Stale));
    }
    take_back(run);
    Some(done(Took::Timer(key.clone())))
}

/// Whether the bot has to be silent now.
pub(super) fn is_silent(run: &Run<'_>) -> bool {
    run.state.mute.as_ref().is_some_and(|mute| !is_over(mute, run.at.now))
}

fn is_over(mute: &Mute, now: Timestamp) -> bool {
    mute.until.is_some_and(|until| until <= now)
}

/// Of two silences the one that ends later.
fn longer(old: Option<Mute>, new: Mute) -> Mute {
    match old {
        Some(old) if old.until.is_none() || (new.until.is_some() && old.until > new.until) => old,
        Some(_) | None => new,
    }
}

fn done(took: Took) -> Outcome {
    Outcome::Done { took, faults: Vec::new() }
}

fn wanted(took: Option<Took>) -> Outcome {
    took.map_or(Outcome::Skipped(Reason::Unwanted), done)
}
