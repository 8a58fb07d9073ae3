//! A conversation meets a bot that was edited meanwhile (MODEL 2.4): every frame finds its step, or
//! the nearest question that still exists, or is dropped.

use crate::bot::Bot;
use crate::bot::op::{OpKind, Pc};
use crate::engine::run::Run;
use crate::engine::{fetched, open, stack};
use crate::words::conversation::Frame;
use crate::words::name::{StepKey, Target, Value};

/// Puts every frame onto a step of this bot; a question that was found in place of another is asked
/// again before the input is routed to it. Whether nothing is left of what was open.
pub(super) fn settle(run: &mut Run<'_>) -> bool {
    if run.state.bot.as_ref() == Some(&run.bot.hash) {
        return false;
    }
    let stood = !run.state.stack.is_empty();
    run.state.bot = Some(run.bot.hash.clone());
    run.state.parked.retain(|old| run.bot.flows.contains_key(&old.flow));
    let mut another_on_top = false;
    let mut gone_above = false;
    for index in (0..run.state.stack.len()).rev() {
        let top = index.saturating_add(1) == run.state.stack.len();
        let Some(frame) = run.state.stack.get_mut(index) else { continue };
        let found = find(run.bot, frame, gone_above);
        gone_above = matches!(found, Found::Gone);
        match found {
            Found::There(key) => stand(run.bot, frame, key),
            Found::Instead(key) => {
                stand(run.bot, frame, key);
                begin_anew(frame);
                another_on_top |= top;
            }
            Found::Gone => stack::drop_one(run, index),
        }
    }
    if let Some(next) = stack::go_on(run, Value::Null) {
        open::resume(run, next);
    } else if another_on_top {
        open::repeat(run);
    }
    stood && run.state.stack.is_empty()
}

/// Where a run goes on with another bot.
pub(super) enum Found {
    /// Where it stood.
    There(StepKey),
    /// At this question, which is asked again.
    Instead(StepKey),
    /// Nowhere.
    Gone,
}

/// Puts a frame onto a step; of its repeats it keeps those that still lie around that step.
fn stand(bot: &Bot, frame: &mut Frame, key: StepKey) {
    let bodies = bot.flows.get(&key.flow).map(|flow| flow.rounds.as_slice()).unwrap_or_default();
    let pc = bot.find(&key);
    frame.loops.retain(|around| {
        let mut same = bodies.iter().filter(|body| body.step == around.step.step);
        around.step.flow == key.flow && same.any(|body| pc.is_some_and(|pc| body.holds(pc)))
    });
    frame.flow.clone_from(&key.flow);
    frame.at = key;
}

/// Another question: what was tried and shown belongs to the old one.
fn begin_anew(frame: &mut Frame) {
    if let Some(question) = &mut frame.open {
        question.tries = 0;
        question.choices.clear();
    }
}

/// Where a frame stands now; one whose called flow is gone has nothing to go on with.
pub(super) fn find(bot: &Bot, frame: &Frame, gone_above: bool) -> Found {
    let key = moved(bot, &frame.at);
    if fits(bot, frame, &key) && (frame.open.is_some() || !gone_above) {
        return Found::There(key);
    }
    let earlier = || frame.asked.iter().rev().map(|past| moved(bot, &past.step));
    let same_save = saving(bot, &key);
    let instead = ahead(bot, &frame.at).or(same_save);
    let instead = instead.or_else(|| earlier().find(|key| is_question(bot, key)));
    instead.map_or(Found::Gone, Found::Instead)
}

/// Whether a run can go on at a step as it did where it stood: at a question with its answer, at a
/// call with what comes back.
pub(super) fn fits(bot: &Bot, frame: &Frame, key: &StepKey) -> bool {
    match frame.open {
        Some(_) => is_question(bot, key),
        None => stack::called(bot, key).is_some() || fetched::called(bot, key).is_some(),
    }
}

/// Where a step is now, as `moved:` tells.
pub(super) fn moved(bot: &Bot, key: &StepKey) -> StepKey {
    match led(bot, key) {
        Some(Target { flow, step: Some(step) }) => StepKey { flow, step },
        Some(Target { step: None, .. }) | None => key.clone(),
    }
}

fn led(bot: &Bot, key: &StepKey) -> Option<Target> {
    bot.resolve(&Target { flow: key.flow.clone(), step: Some(key.step.clone()) })
}

/// The first question from where `moved:` leads, if that is none itself.
pub(super) fn ahead(bot: &Bot, old: &StepKey) -> Option<StepKey> {
    let to =
        led(bot, old).filter(|to| to.flow != old.flow || to.step.as_ref() != Some(&old.step))?;
    let from = match &to.step {
        Some(step) => bot.find(&StepKey { flow: to.flow.clone(), step: step.clone() })?,
        None => Pc(0),
    };
    let flow = bot.flows.get(&to.flow)?;
    let outside = |pc: Pc| !flow.rounds.iter().any(|body| body.holds(pc));
    let ops = flow.code.iter().enumerate().skip(from.0);
    let mut questions = ops.filter(|(at, op)| outside(Pc(*at)) && is_question(bot, &op.key));
    questions.next().map(|(_, op)| op.key.clone())
}

/// The question that saves the variable which the old one was named by.
pub(super) fn saving(bot: &Bot, key: &StepKey) -> Option<StepKey> {
    let saves = |kind: &OpKind| {
        let slot = kind.as_ask().and_then(|(ask, _)| ask.save.as_ref());
        slot.is_some_and(|slot| slot.to_string() == key.step.as_str())
    };
    let code = &bot.flows.get(&key.flow)?.code;
    code.iter().find(|op| saves(&op.kind)).map(|op| op.key.clone())
}

fn is_question(bot: &Bot, key: &StepKey) -> bool {
    open::question(bot, key).is_some()
}
