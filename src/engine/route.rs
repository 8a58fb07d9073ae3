//! What becomes of an input: who it is for, by what it is and where the conversation stands (MODEL 4).

use crate::engine::question::wrong::Miss;
use crate::engine::question::{nudge, overdue};
use crate::engine::run::Run;
use crate::engine::{open, reload, tap, text, timer, ways};
use crate::limits::{CHAT_EXPIRES, WINDOW};
use crate::source::Place;
use crate::words::conversation::{Mute, MuteReason};
use crate::words::event::{Event, EventKind};
use crate::words::input::{Command, InputKind};
use crate::words::name::Vars;
use crate::words::reply::ReplyKind;
use crate::words::turn::{Outcome, Reason, Took};

/// Gives the input to whom it is for.
pub(super) fn input(run: &mut Run<'_>, kind: &InputKind) -> Outcome {
    match kind {
        InputKind::Visitor(event) => visitor(run, event),
        InputKind::Timer { key, serial, .. } => timer::due(run, key, *serial),
        InputKind::Fetched { .. } => Outcome::Skipped(Reason::Stale),
        InputKind::Operator(command) => operator(run, command),
        InputKind::App { .. } => Outcome::Skipped(Reason::Unwanted),
    }
}

pub(super) fn done(took: Took) -> Outcome {
    Outcome::Done { took, faults: Vec::new() }
}

fn visitor(run: &mut Run<'_>, event: &Event) -> Outcome {
    match &event.kind {
        EventKind::Text(text) => spoke(run, event, |run| text::text(run, text)),
        EventKind::Tap(tap) => spoke(run, event, |run| tap::tap(run, tap)),
        EventKind::Attachments(attachments) => spoke(run, event, |run| {
            run.state.shown.retain(|shown| !shown.quick);
            text::sent(run, attachments).unwrap_or_else(|| text::untaken(run, &Miss::default()))
        }),
        EventKind::Reaction(_) => {
            opened(run, event);
            Outcome::Skipped(Reason::Unwanted)
        }
        EventKind::Unknown { .. } => Outcome::Skipped(Reason::UnknownKind),
        EventKind::Referral
        | EventKind::Optin(_)
        | EventKind::Read { .. }
        | EventKind::Delivered { .. }
        | EventKind::Edited { .. }
        | EventKind::Deleted
        | EventKind::AccountLink { .. }
        | EventKind::Thread(_)
        | EventKind::HumanEcho(_)
        | EventKind::Comment(_)
        | EventKind::Post(_)
        | EventKind::Feedback { .. }
        | EventKind::Order { .. }
        | EventKind::Command { .. }
        | EventKind::Unsupported
        | EventKind::Policy { .. } => Outcome::Skipped(Reason::Unwanted),
    }
}

/// A text, tap or attachment: it opens Messenger's window, and goes to the rules unless the bot is
/// silent.
fn spoke(run: &mut Run<'_>, event: &Event, rules: impl FnOnce(&mut Run<'_>) -> Took) -> Outcome {
    opened(run, event);
    unmute_in_time(run);
    if run.state.mute.is_some() {
        return Outcome::Skipped(Reason::Muted);
    }
    run.state.topic = None;
    overdue::late(run);
    nudge::cancel(run);
    reload::settle(run);
    done(rules(run))
}

fn opened(run: &mut Run<'_>, event: &Event) {
    forget_old(run);
    let until = event.sent_at.unwrap_or(run.at.now).plus(WINDOW);
    run.state.window_until = run.state.window_until.max(Some(until));
    run.state.last_input = Some(run.at.now);
}

/// `chat.*` and parked runs end 30 days after the last message (6.8).
fn forget_old(run: &mut Run<'_>) {
    let now = run.at.now;
    if run.state.last_input.is_some_and(|last| now.since(last) >= CHAT_EXPIRES) {
        run.state.chat.clear();
        run.state.parked.clear();
    }
}

fn unmute_in_time(run: &mut Run<'_>) {
    let over = |mute: &Mute| mute.until.is_some_and(|until| until <= run.at.now);
    if run.state.mute.as_ref().is_some_and(over) {
        run.state.mute = None;
    }
}

fn operator(run: &mut Run<'_>, command: &Command) -> Outcome {
    reload::settle(run);
    match command {
        Command::TakeBack => run.state.mute = None,
        Command::Handover => {
            run.state.mute = Some(Mute { until: None, why: MuteReason::Handover });
        }
        Command::Restart => {
            run.state.mute = None;
            let next = ways::restart(run);
            open::resume(run, next);
        }
        Command::Send(kind) => send(run, (**kind).clone()),
    }
    done(Took::Operator)
}

fn send(run: &mut Run<'_>, kind: ReplyKind) {
    let place = Place::unknown();
    let voice = crate::engine::reply::Voice { place: &place, persona: None };
    if let Err(fault) = run.emit(&voice, kind) {
        run.faults.push(fault);
    }
}

/// Variables that a capture list makes.
pub(super) fn vars(pairs: Vec<(crate::words::name::VarName, crate::words::name::Value)>) -> Vars {
    pairs.into_iter().collect()
}
