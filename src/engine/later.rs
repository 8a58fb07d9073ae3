//! Steps whose time has come (MODEL 8.4), and those that wait for it.

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind, Pc};
use crate::engine::question::nudge;
use crate::engine::route::{done, ready};
use crate::engine::run::Run;
use crate::engine::variables::size;
use crate::engine::{exec, failure, held, human, open, permit, reload, stack};
use crate::flow::model::later::How;
use crate::flow::model::settings::After24h;
use crate::source::Place;
use crate::time::Timestamp;
use crate::words::conversation::{Entered, Frame, Loop, Pending};
use crate::words::name::{StepKey, TimerKey, Vars};
use crate::words::reply::Lane;
use crate::words::turn::{Fault, Outcome, Reason, TimerChange, Took};

/// How keys of its timers begin.
const LATER: &str = "later:";

/// The timer of a step; in a repeat every round has its own.
pub(super) fn key(op: &Op, loops: &[Loop]) -> TimerKey {
    let rounds = loops.iter().map(|around| around.index.to_string());
    let parts: Vec<String> = std::iter::once(op.key.to_string()).chain(rounds).collect();
    TimerKey::new(format!("{LATER}{}", parts.join(":")))
}

/// Whether a timer is of this kind.
pub(super) fn is(key: &TimerKey) -> bool {
    key.as_str().starts_with(LATER)
}

/// The time of a step has come. Whatever becomes of it, it does not come again, unless it waits for
/// the visitor to write.
pub(super) fn due(run: &mut Run<'_>, key: &TimerKey, serial: u64, vars: &Vars) -> Outcome {
    let known = run.state.later.get(key).filter(|pending| pending.serial == serial);
    let Some(pending) = known.filter(|pending| pending.held.is_none()).cloned() else {
        return Outcome::Skipped(Reason::Stale);
    };
    let outcome = try_now(run, &pending, vars);
    if outcome.as_ref().is_some_and(|outcome| matches!(outcome, Outcome::Skipped(_))) {
        run.state.later.remove(key);
    }
    outcome.unwrap_or_else(|| {
        hold(run, key, vars);
        done(Took::Timer(key.clone()))
    })
}

/// Keeps a step until the visitor writes, if there is room for it.
fn hold(run: &mut Run<'_>, key: &TimerKey, vars: &Vars) {
    if let Err(fault) = run.room(vars.values().map(size).sum(), &Place::unknown()) {
        run.faults.push(fault);
        run.state.later.remove(key);
    } else if let Some(pending) = run.state.later.get_mut(key) {
        pending.held = Some(vars.clone());
    }
}

/// Runs a step, if it may run now; none if it is to wait for the visitor.
fn try_now(run: &mut Run<'_>, pending: &Pending, vars: &Vars) -> Option<Outcome> {
    if human::is_silent(run) {
        return Some(Outcome::Skipped(Reason::Muted));
    }
    let bot = run.bot;
    let Some(found) = find(bot, &pending.step) else {
        return Some(Outcome::Skipped(Reason::StepGone));
    };
    let open = run.state.window_until.is_some_and(|until| until > run.at.now);
    match bot.settings.after_24h {
        _ if open || found.how.tag.is_some() || permitted(run, found.how).is_some() => {}
        After24h::Drop => return Some(Outcome::Skipped(Reason::WindowClosed)),
        After24h::Queue => return None,
        After24h::Error => {
            run.faults.push(held::too_late(Some(found.op.place.clone())));
            return Some(done(Took::Timer(forget(run, pending))));
        }
    }
    Some(begin(run, &found, (pending, vars)))
}

/// A step that runs another time, in the code of this bot.
struct Found<'b> {
    op: &'b Op,
    how: &'b How,
    /// The first of its steps.
    body: Pc,
}

/// Whether a step that waits for its time still does in this bot.
pub(super) fn comes(bot: &Bot, step: &StepKey) -> bool {
    find(bot, step).is_some()
}

fn find<'b>(bot: &'b Bot, step: &StepKey) -> Option<Found<'b>> {
    let key = reload::moved(bot, step);
    let first = bot.find(&key)?;
    // An `if` on the step stands before it, under the same key.
    [first, first.next()].into_iter().find_map(|pc| {
        let op = bot.op(&key.flow, pc).filter(|op| op.key == key)?;
        let OpKind::Later(_, how, _) = &op.kind else { return None };
        Some(Found { op, how, body: pc.next() })
    })
}

/// Runs the steps on top of whatever is open, unless `unless` holds now.
fn begin(run: &mut Run<'_>, found: &Found<'_>, (pending, vars): (&Pending, &Vars)) -> Outcome {
    let mark = run.mark();
    if let Some(unless) = &found.how.unless {
        enter(run, found, vars);
        let holds = run.holds(unless);
        run.undo(mark);
        if holds == Ok(true) {
            return Outcome::Skipped(Reason::Unless);
        }
        let failed = holds.err();
        return go(run, found, (pending, vars), failed);
    }
    go(run, found, (pending, vars), None)
}

fn go(
    run: &mut Run<'_>,
    found: &Found<'_>,
    (pending, vars): (&Pending, &Vars),
    failed: Option<Fault>,
) -> Outcome {
    ready(run);
    let key = forget(run, pending);
    if let Some(tag) = &found.how.tag {
        run.lane = Lane::Tag(tag.clone());
    } else if let Some(name) = permitted(run, found.how) {
        run.lane = permit::spend(run, name);
    }
    enter(run, found, vars);
    match failed {
        None => exec::go(run, found.body),
        Some(fault) => {
            let next = failure::handle(run, found.op, fault);
            open::resume(run, next);
        }
    }
    done(Took::Timer(key))
}

/// The opt-in by which the steps may speak although the window is closed.
fn permitted<'h>(run: &Run<'_>, how: &'h How) -> Option<&'h str> {
    let open = run.state.window_until.is_some_and(|until| until > run.at.now);
    how.optin.as_deref().filter(|name| !open && permit::holds(run, name))
}

fn enter(run: &mut Run<'_>, found: &Found<'_>, vars: &Vars) {
    stack::push(run, &found.op.key.flow, vars.clone(), Entered::Later);
    if let Some(frame) = run.top_mut() {
        frame.at.clone_from(&found.op.key);
    }
}

/// Takes the step from those that wait; the key of its timer.
fn forget(run: &mut Run<'_>, pending: &Pending) -> TimerKey {
    let same = |(_, one): &(&TimerKey, &Pending)| one.serial == pending.serial;
    let key = run.state.later.iter().find(same).map(|(key, _)| key.clone());
    let key = key.unwrap_or_else(|| TimerKey::from(LATER));
    run.state.later.remove(&key);
    key
}

/// The visitor writes: what a message takes away is gone.
pub(super) fn heard(run: &mut Run<'_>) {
    drop_those(run, |pending| pending.cancelled);
}

/// What waits for the visitor to write: when it was due, its timer, its variables.
pub(super) fn held(run: &Run<'_>) -> Vec<(Timestamp, TimerKey, Vars)> {
    let held = |(key, one): (&TimerKey, &Pending)| Some((one.due, key.clone(), one.held.clone()?));
    run.state.later.iter().filter_map(held).collect()
}

/// Runs what has waited, as far as it still does.
pub(super) fn catch_up(run: &mut Run<'_>, key: &TimerKey, vars: &Vars) {
    let Some(pending) = run.state.later.get(key).cloned() else { return };
    if try_now(run, &pending, vars).is_some() {
        run.state.later.remove(key);
    }
}

/// Takes away what some steps have set.
pub(super) fn cancel(run: &mut Run<'_>, steps: &[StepKey]) {
    let bot = run.bot;
    drop_those(run, |pending| steps.contains(&reload::moved(bot, &pending.step)));
}

/// Takes away everything that waits.
pub(super) fn drop_all(run: &mut Run<'_>) {
    drop_those(run, |_| true);
}

/// Takes away what waits under a key.
pub(super) fn drop_one(run: &mut Run<'_>, key: &TimerKey) {
    if run.state.later.remove(key).is_some() {
        run.timers.push(TimerChange::Drop(key.clone()));
    }
}

fn drop_those(run: &mut Run<'_>, which: impl Fn(&Pending) -> bool) {
    let gone = run.state.later.extract_if(.., |_, pending| which(pending));
    run.timers.extend(gone.map(|(key, _)| TimerChange::Drop(key)));
}

/// Whether a run came by itself and asked nothing: what it interrupted is not asked again.
pub(super) fn is_aside(over: &Frame) -> bool {
    over.entered == Entered::Later && over.asked.is_empty()
}

/// How a run counts as entered that takes the place of another.
pub(super) fn kept(frame: &Frame) -> Entered {
    let asked = frame.entered == Entered::Later && !frame.asked.is_empty();
    if asked { Entered::Detour } else { frame.entered.clone() }
}

/// Leaves the question below open as it is; its quick replies hang on what was said last.
pub(super) fn leave(run: &mut Run<'_>) -> Result<(), Fault> {
    let bot = run.bot;
    match run.top().and_then(|frame| open::asked(bot, frame)) {
        Some(asked) => nudge::hang(run, &asked),
        None => Ok(()),
    }
}
