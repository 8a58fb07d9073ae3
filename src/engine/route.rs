//! What becomes of an input: who it is for, by what it is and where the conversation stands (MODEL 4).

use crate::engine::contest::Winner;
use crate::engine::question::{nudge, overdue};
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::engine::{
    event, fetched, held, human, later, often, open, permit, reload, tap, text, timer, ways,
};
use crate::flow::model::event::EventName;
use crate::limits::CHAT_EXPIRES;
use crate::source::Place;
use crate::time::Millis;
use crate::words::conversation::MuteReason;
use crate::words::event::{Event, EventKind, Optin, Referral};
use crate::words::input::{Command, InputKind};
use crate::words::name::Vars;
use crate::words::reply::ReplyKind;
use crate::words::turn::{Fault, Outcome, Reason, Took};

/// Gives the input to whom it is for.
pub(super) fn input(run: &mut Run<'_>, kind: &InputKind) -> Outcome {
    match kind {
        InputKind::Visitor(event) => visitor(run, event),
        InputKind::Timer { key, serial, vars } => timer::due(run, key, *serial, vars),
        InputKind::Fetched { fetch, answer } => fetched::answered(run, fetch, answer),
        InputKind::Operator(command) => operator(run, command),
        InputKind::App { .. } => app(run),
    }
}

pub(super) fn done(took: Took) -> Outcome {
    Outcome::Done { took, faults: Vec::new() }
}

/// What Meta told. It may open Messenger's window even where nobody answers: on standby another app
/// has the thread.
fn visitor(run: &mut Run<'_>, event: &Event) -> Outcome {
    let new = run.state.last_input.is_none();
    if let Some(window) = event.kind.opens() {
        opened(run, event, window);
    }
    if event.standby {
        return Outcome::Skipped(Reason::Standby);
    }
    match &event.kind {
        EventKind::Text(text) => spoke(run, |run| text::text(run, text)),
        EventKind::Tap(tap) => spoke(run, |run| tap::tap(run, tap)),
        EventKind::Attachments(list) => spoke(run, |run| text::attachments(run, list)),
        EventKind::Command { name, text, .. } => spoke(run, |run| tap::command(run, name, text)),
        EventKind::Referral => referral(run, event, new),
        EventKind::Optin(optin) => optin_of(run, optin),
        EventKind::Read { .. }
        | EventKind::Delivered { .. }
        | EventKind::Edited { .. }
        | EventKind::Deleted => unseen(run, &event.kind),
        EventKind::Thread(change) => human::thread(run, change),
        EventKind::HumanEcho(_) => human::spoke(run),
        EventKind::Comment(comment) | EventKind::Post(comment) if !comment.is_new() => {
            Outcome::Skipped(Reason::Unwanted)
        }
        EventKind::Reaction(_)
        | EventKind::Unsupported
        | EventKind::AccountLink { .. }
        | EventKind::Comment(_)
        | EventKind::Post(_)
        | EventKind::Feedback { .. }
        | EventKind::Order { .. } => happened(run, &event.kind),
        EventKind::Policy { .. }
        | EventKind::Rated { .. }
        | EventKind::Form { .. }
        | EventKind::CustomerData { .. }
        | EventKind::Coupon { .. }
        | EventKind::Game(_)
        | EventKind::Wall(_)
        | EventKind::Label { .. } => Outcome::Skipped(Reason::Unwanted),
        EventKind::Unknown { .. } => Outcome::Skipped(Reason::UnknownKind),
    }
}

/// A text, tap, command or attachment: it goes to the rules unless the bot is silent.
fn spoke(run: &mut Run<'_>, rules: impl FnOnce(&mut Run<'_>) -> Took) -> Outcome {
    if human::is_silent(run) {
        return Outcome::Skipped(Reason::Muted);
    }
    run.state.topic = None;
    overdue::late(run);
    nudge::cancel(run);
    later::heard(run);
    if ready(run)
        && let Some(took) = event::raise(run, &EventName::BotUpdated)
    {
        return done(took);
    }
    held::catch_up(run);
    done(rules(run))
}

/// Brings the conversation up to date before a flow begins in it. Whether an edit of the bot took
/// all that was open.
pub(super) fn ready(run: &mut Run<'_>) -> bool {
    run.state.mute = None;
    overdue::late(run);
    reload::settle(run)
}

/// Something that is not a message: for the flow that wants it.
fn happened(run: &mut Run<'_>, kind: &EventKind) -> Outcome {
    wanted(run, |run| event::winner(run, &EventName::of(kind)?), event::begin)
}

/// Lets the flow begin that wants something, unless the bot is silent or no flow does.
fn wanted(
    run: &mut Run<'_>,
    by: impl FnOnce(&mut Run<'_>) -> Option<Winner>,
    begin: fn(&mut Run<'_>, Winner) -> Took,
) -> Outcome {
    if human::is_silent(run) {
        return Outcome::Skipped(Reason::Muted);
    }
    let Some(winner) = by(run) else { return Outcome::Skipped(Reason::Unwanted) };
    ready(run);
    done(begin(run, winner))
}

/// Something that the visitor does not see happen: it moves nobody elsewhere.
fn unseen(run: &mut Run<'_>, kind: &EventKind) -> Outcome {
    if human::is_silent(run) {
        return Outcome::Skipped(Reason::Muted);
    }
    let winner = EventName::of(kind).and_then(|name| event::winner(run, &name));
    winner.map_or(Outcome::Skipped(Reason::Unwanted), |winner| done(event::aside(run, winner)))
}

/// A link or an ad brought the visitor; somebody new whom no flow asks for is welcomed (5.2).
fn referral(run: &mut Run<'_>, event: &Event, new: bool) -> Outcome {
    let referral = event.referral.as_ref();
    let by = |run: &mut Run<'_>| {
        let brought = referral.and_then(|referral| tap::referred(run, referral));
        brought.or_else(|| event::winner(run, &EventName::Referral))
    };
    let outcome = wanted(run, by, tap::begin);
    let welcome = new && run.bot.settings.start.is_some();
    if !welcome || outcome != Outcome::Skipped(Reason::Unwanted) {
        return outcome;
    }
    ready(run);
    tap::welcome(run).map_or(outcome, done)
}

/// The visitor agreed to something; a plugin may have brought a reference along.
fn optin_of(run: &mut Run<'_>, optin: &Optin) -> Outcome {
    permit::remember(run, optin);
    let by = |run: &mut Run<'_>| {
        let reference = || optin.reference.clone();
        event::winner(run, &EventName::Optin).or_else(|| {
            let reference = reference()?;
            tap::referred(run, &Referral { reference, ..Referral::default() })
        })
    };
    wanted(run, by, tap::begin)
}

/// Another system told something: its values are the variables of the run. Messenger takes no reply
/// once the window is closed.
fn app(run: &mut Run<'_>) -> Outcome {
    let Some((name, with)) = run.app else { return Outcome::Skipped(Reason::Unwanted) };
    if let Err(fault) = acceptable(run, with) {
        return Outcome::Dead(fault);
    }
    if run.state.window_until.is_none_or(|until| until <= run.at.now) && !human::is_silent(run) {
        return held::told(run, name, with);
    }
    wanted(run, |run| event::told(run, name, with), event::begin)
}

/// Values that are small enough to be kept.
fn acceptable(run: &Run<'_>, with: &Vars) -> Result<(), Fault> {
    let place = Place::unknown();
    with.values().try_for_each(|value| sized(value, &place))?;
    run.room(with.values().map(size).sum(), &place)
}

fn opened(run: &mut Run<'_>, event: &Event, window: Millis) {
    forget_old(run);
    let until = event.sent_at.unwrap_or(run.at.now).plus(window);
    run.state.window_until = run.state.window_until.max(Some(until));
    run.state.last_input = Some(run.at.now);
}

/// `chat.*` and parked runs end 30 days after the last message (6.8).
fn forget_old(run: &mut Run<'_>) {
    let now = run.at.now;
    if run.state.last_input.is_some_and(|last| now.since(last) >= CHAT_EXPIRES) {
        run.state.chat.clear();
        run.state.parked.clear();
        often::begin_anew(run);
    }
}

fn operator(run: &mut Run<'_>, command: &Command) -> Outcome {
    reload::settle(run);
    match command {
        Command::TakeBack => human::take_back(run),
        Command::Handover => {
            let human = &run.bot.settings.human;
            run.passes = Some((Place::unknown(), human::pass(Some(human.to.clone()), None)));
            human::lose(run, MuteReason::Handover, human.back_after);
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
