//! A conversation meets a bot that was edited meanwhile (MODEL 2.4): every frame finds its step, or
//! the nearest question that still exists, or is dropped.

use crate::bot::Bot;
use crate::bot::op::OpKind;
use crate::engine::run::Run;
use crate::engine::{failure, open, stack};
use crate::words::conversation::Frame;
use crate::words::name::{StepKey, Target};

/// Puts every frame onto a step of this bot; a question that was found in place of another is asked
/// again before the input is routed to it.
pub(super) fn settle(run: &mut Run<'_>) {
    if run.state.bot.as_ref() == Some(&run.bot.hash) {
        return;
    }
    let mut moved_on_top = false;
    for index in (0..run.state.stack.len()).rev() {
        let top = index.saturating_add(1) == run.state.stack.len();
        let Some(frame) = run.state.stack.get_mut(index) else { continue };
        match find(run.bot, frame) {
            Found::There => {}
            Found::Instead(key) => {
                frame.flow = key.flow.clone();
                frame.at = key;
                moved_on_top |= top;
            }
            Found::Gone => stack::park_one(run, index),
        }
    }
    run.state.parked.retain(|old| run.bot.flows.contains_key(&old.flow));
    if moved_on_top && let Err(fault) = open::ask_again(run) {
        failure::beside(run, fault);
    }
}

enum Found {
    There,
    Instead(StepKey),
    Gone,
}

fn find(bot: &Bot, frame: &Frame) -> Found {
    let now = Target { flow: frame.at.flow.clone(), step: Some(frame.at.step.clone()) };
    if let Some(Target { flow, step: Some(step) }) = bot.moved.get(&now) {
        let key = StepKey { flow: flow.clone(), step: step.clone() };
        if is_question(bot, &key) {
            return Found::Instead(key);
        }
    }
    if is_question(bot, &frame.at) {
        return Found::There;
    }
    let earlier = frame.asked.iter().rev().find(|key| is_question(bot, key));
    earlier.cloned().map_or(Found::Gone, Found::Instead)
}

fn is_question(bot: &Bot, key: &StepKey) -> bool {
    let Some(first) = bot.find(key) else { return false };
    [first, first.next()].into_iter().any(|pc| {
        let op = bot.op(&key.flow, pc).filter(|op| &op.key == key);
        matches!(op.map(|op| &op.kind), Some(OpKind::Ask(..)))
    })
}
