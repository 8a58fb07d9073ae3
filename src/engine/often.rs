//! The `once` of a flow: it runs once for each visitor, day or conversation (MODEL 13).

use crate::bot::profile::TIMEZONE;
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::engine::{stack, visitor};
use crate::flow::model::often::{Often, Per};
use crate::words::name::{FlowName, StepKey, Target, Vars};

/// Whether a flow has had its turn; days are the visitor's own.
pub(super) fn is_over(run: &Run<'_>, flow: &FlowName, per: Per) -> bool {
    let Some(at) = run.state.once.get(&key(flow)) else { return false };
    match per {
        Per::User | Per::Conversation => true,
        Per::Day => {
            run.consults(TIMEZONE);
            let zone = visitor::zone(run.bot, &run.state, run.at.now);
            zone.local(*at).date() == zone.local(run.at.now).date()
        }
    }
}

/// Enters a flow: the first time is marked, all other times lead elsewhere, or nowhere.
pub(super) fn enter(run: &mut Run<'_>, flow: &FlowName, often: &Often) -> Next {
    if !is_over(run, flow, often.per) {
        run.state.once.insert(key(flow), run.at.now);
        return Next::On;
    }
    let otherwise = often.otherwise.clone();
    let target = otherwise.map(|flow| Target { flow, step: None });
    target.map_or(Next::Ended, |target| stack::goto(run, &target, Vars::new()))
}

/// A conversation begins anew: what ran once in it may run again.
pub(super) fn begin_anew(run: &mut Run<'_>) {
    let bot = run.bot;
    run.state.once.retain(|key, _| {
        let flow = bot.flows.get(&key.flow).filter(|_| key.step.as_str().is_empty());
        let often = flow.and_then(|flow| flow.often.as_ref());
        often.is_none_or(|often| often.per != Per::Conversation)
    });
}

/// A flow of its own among the steps that run once.
fn key(flow: &FlowName) -> StepKey {
    StepKey { flow: flow.clone(), step: "".into() }
}
