//! A step failed (MODEL 6.9): the nearest `on_error` runs, else one short apology; the conversation
//! stays usable either way.

use serde_json::json;

use crate::bot::op::{Op, Pc};
use crate::engine::exec::Next;
use crate::engine::question::{nudge, stock};
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::{open, stack};
use crate::flow::model::own_word::OwnWord;
use crate::limits::{RESCUE_STEPS, RESCUE_TICKS};
use crate::source::Place;
use crate::words::conversation::Entered;
use crate::words::name::{FlowName, VarName, Vars};
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Deals with a failed step of the run on top; that run cannot go on.
pub(super) fn handle(run: &mut Run<'_>, op: &Op, fault: Fault) -> Next {
    if nudge::back_to_question(run) {
        return over(run, fault);
    }
    let Some(flow) = rescuer(run, Some(op)) else {
        apologise(run, fault);
        return Next::Ended;
    };
    let vars = about(&fault);
    provide(run);
    run.faults.push(fault);
    stack::replace(run, &flow, vars, Some(Entered::Error));
    Next::At(Pc(0))
}

/// Deals with a failure that leaves the run on top as it was: a question stays open, below the
/// `on_error` flow.
pub(super) fn over(run: &mut Run<'_>, fault: Fault) -> Next {
    let bot = run.bot;
    let op = run.top().and_then(|frame| open::asked(bot, frame)).map(|asked| asked.op);
    let Some(flow) = rescuer(run, op) else { return apologise(run, fault) };
    let vars = about(&fault);
    provide(run);
    run.faults.push(fault);
    Next::At(stack::push(run, &flow, vars, Entered::Error))
}

/// As [`over`], and runs what comes of it.
pub(super) fn beside(run: &mut Run<'_>, fault: Fault) {
    let next = over(run, fault);
    open::resume(run, next);
}

/// Step, flow, bot: the first that names a flow; none while an `on_error` flow itself is failing.
fn rescuer(run: &Run<'_>, op: Option<&Op>) -> Option<FlowName> {
    let frame = run.top();
    if frame.is_some_and(|frame| frame.entered == Entered::Error) {
        return None;
    }
    let of_step = op.and_then(|op| op.on_error.as_ref());
    let of_flow = op.and_then(|op| run.bot.flows.get(&op.key.flow)?.on_error.as_ref());
    let named = of_step.or(of_flow).or(run.bot.settings.on_error.as_ref())?;
    let open = run.state.stack.iter().any(|frame| &frame.flow == named);
    (!open).then(|| named.clone())
}

/// What failed by spending the budgets must not silence the flow that says so; once a turn, so that
/// two flows cannot rescue each other for ever.
fn provide(run: &mut Run<'_>) {
    if run.rescue.is_none() {
        let more = RESCUE_TICKS.saturating_sub(run.budget.ticks);
        run.rescue = Some(more);
        run.budget.ticks = run.budget.ticks.saturating_add(more);
        run.steps_left = run.steps_left.max(RESCUE_STEPS);
    }
}

fn about(fault: &Fault) -> Vars {
    let place = fault.place.as_ref().map(ToString::to_string).unwrap_or_default();
    Vars::from([(VarName::from("error"), json!({"text": fault.text, "place": place}))])
}

/// Says the stock sentence, and leaves it at that.
pub(super) fn apologise(run: &mut Run<'_>, fault: Fault) -> Next {
    let place = fault.place.clone().unwrap_or_else(Place::unknown);
    run.faults.push(fault);
    let text = stock::say(run, OwnWord::Apology);
    let said = run.emit(
        &Voice { place: &place, persona: None },
        ReplyKind::Text { text, quick_replies: Vec::new() },
    );
    run.faults.extend(said.err());
    Next::Rest
}
