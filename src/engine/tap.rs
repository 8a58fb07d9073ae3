//! Taps (MODEL 5.1): where the button said, as far as some button of this bot says so.

use crate::engine::exec::{self, Next};
use crate::engine::payload::{self, Said};
use crate::engine::question::{hear, take};
use crate::engine::run::Run;
use crate::engine::{open, route, stack, text, ways};
use crate::flow::model::slot::Slot;
use crate::words::conversation::Entered;
use crate::words::event::Tap;
use crate::words::name::{FlowName, StepKey, Target, Value, Vars};
use crate::words::turn::Took;
use crate::words::way::Way;

/// What Messenger sends for its Get Started button.
const GET_STARTED: &str = "GET_STARTED";

/// Follows a tap.
pub(super) fn tap(run: &mut Run<'_>, tap: &Tap) -> Took {
    run.seen.text = tap.payload.clone().unwrap_or_default();
    run.state.shown.retain(|shown| !shown.quick);
    follow(run, tap.payload.as_deref().unwrap_or_default())
}

/// Follows a payload, tapped or typed by its label.
pub(super) fn follow(run: &mut Run<'_>, payload: &str) -> Took {
    match payload::read(payload) {
        Some(Said::Answer(key, value)) => answered(run, &key, &value),
        Some(Said::Go(target, set)) => go(run, &target, set),
        Some(Said::Broken) => unknown(run),
        None => trigger(run, payload),
    }
}

/// A choice of a question that is still open somewhere on the stack.
fn answered(run: &mut Run<'_>, key: &StepKey, value: &Value) -> Took {
    let moved = Target { flow: key.flow.clone(), step: Some(key.step.clone()) };
    let key = match run.bot.resolve(&moved) {
        Some(Target { flow, step: Some(step) }) => StepKey { flow, step },
        Some(Target { step: None, .. }) | None => key.clone(),
    };
    let open = |frame: &crate::words::conversation::Frame| frame.open.is_some() && frame.at == key;
    let Some(index) = run.state.stack.iter().rposition(open) else { return unknown(run) };
    let heard = run.state.stack.get(index).and_then(|frame| hear::tapped(run, frame, value));
    let Some(heard) = heard else { return unknown(run) };
    stack::park_from(run, index.saturating_add(1));
    run.state.misses = 0;
    take::tapped(run, heard).unwrap_or(Took::Answer(key))
}

/// A destination that some button leads to, with nothing but what such a button sets.
fn go(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Took {
    let (way, flow) = Way::of_target(target);
    let resolved =
        if way.word().is_some() { Some(target.clone()) } else { run.bot.resolve(target) };
    let Some(target) = resolved else { return unknown(run) };
    let offered = run.bot.offerable.settable(&target);
    if offered.is_none_or(|slots| set.iter().any(|(slot, _)| !slots.contains(slot))) {
        return unknown(run);
    }
    if way.word().is_some() {
        return ways::tapped(run, &way, flow.as_ref());
    }
    arrive(run, &target, set)
}

fn arrive(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Took {
    let Some(pc) = stack::tap(run, target, set) else { return unknown(run) };
    run.state.misses = 0;
    open::resume(run, Next::At(pc));
    Took::Tap(target.flow.clone())
}

/// A payload of the author's own, or Get Started.
fn trigger(run: &mut Run<'_>, payload: &str) -> Took {
    if let Some((flow, vars)) = by_payload(run, payload) {
        return begin(run, &flow, vars);
    }
    if payload == GET_STARTED {
        if let Some(flow) = get_started(run) {
            return begin(run, &flow, Vars::new());
        }
        let start = run.bot.settings.start.as_ref();
        if let Some(target) = start.and_then(|target| run.bot.resolve(target)) {
            return arrive(run, &target, Vec::new());
        }
    }
    unknown(run)
}

fn by_payload(run: &mut Run<'_>, payload: &str) -> Option<(FlowName, Vars)> {
    let bot = run.bot;
    bot.routes.payloads.hits(payload).find_map(|(to, captures)| {
        let vars = route::vars(captures);
        let condition = to.condition.as_ref();
        let holds = condition.is_none_or(|condition| run.may_start(condition, &vars));
        holds.then(|| (to.flow.clone(), vars))
    })
}

fn get_started(run: &mut Run<'_>) -> Option<FlowName> {
    let bot = run.bot;
    let found = bot.routes.get_started.iter().find(|to| {
        to.condition.as_ref().is_none_or(|condition| run.may_start(condition, &Vars::new()))
    });
    found.map(|to| to.flow.clone())
}

/// Starts a flow by a trigger (6.3).
pub(super) fn begin(run: &mut Run<'_>, flow: &FlowName, vars: Vars) -> Took {
    run.state.misses = 0;
    let pc = stack::start(run, flow, vars, Entered::Trigger);
    exec::go(run, pc);
    Took::Trigger(flow.clone())
}

/// A payload that leads nowhere: the open question is asked again without counting a try, else it
/// is anybody's.
fn unknown(run: &mut Run<'_>) -> Took {
    let Some(key) = run.top().filter(|frame| frame.open.is_some()).map(|frame| frame.at.clone())
    else {
        return text::fallback(run);
    };
    run.state.misses = 0;
    open::repeat(run);
    Took::Retry(key)
}
