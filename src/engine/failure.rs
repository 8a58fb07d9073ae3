//! A step failed (MODEL 6.9): the nearest `on_error` runs, else one short apology; the conversation
//! stays usable either way.

use serde_json::json;

use crate::bot::op::Pc;
use crate::engine::exec::Next;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::stack;
use crate::source::Place;
use crate::words::conversation::Entered;
use crate::words::name::{FlowName, StepKey, VarName, Vars};
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// What people read when nobody else has a word for it.
const APOLOGY: &str = "Sorry, something went wrong on our side. Please try again.";

/// Which step failed.
pub(super) struct At<'a> {
    /// Its own `on_error`.
    pub(super) on_error: Option<&'a FlowName>,
    /// Its key.
    pub(super) key: &'a StepKey,
}

/// Deals with a failed step of the run on top; that run cannot go on.
pub(super) fn handle(run: &mut Run<'_>, at: &At<'_>, fault: Fault) -> Next {
    let rescue = rescuer(run, at);
    let vars = about(&fault);
    let place = fault.place.clone();
    run.faults.push(fault);
    if let Some(flow) = rescue {
        stack::replace(run, &flow, vars, Some(Entered::Error));
        Next::At(Pc(0))
    } else {
        apologise(run, place);
        Next::Ended
    }
}

/// Deals with a failure over an open question: it stays open.
pub(super) fn beside(run: &mut Run<'_>, fault: Fault) {
    let place = fault.place.clone();
    run.faults.push(fault);
    apologise(run, place);
}

/// Step, flow, bot: the first that names a flow; none while an `on_error` flow itself is failing.
fn rescuer(run: &Run<'_>, at: &At<'_>) -> Option<FlowName> {
    let frame = run.top()?;
    if frame.entered == Entered::Error {
        return None;
    }
    let of_flow = run.bot.flows.get(&at.key.flow).and_then(|flow| flow.on_error.as_ref());
    let named = at.on_error.or(of_flow).or(run.bot.settings.on_error.as_ref())?;
    (named != &frame.flow).then(|| named.clone())
}

fn about(fault: &Fault) -> Vars {
    let place = fault.place.as_ref().map(ToString::to_string).unwrap_or_default();
    Vars::from([(VarName::from("error"), json!({"text": fault.text, "place": place}))])
}

fn apologise(run: &mut Run<'_>, place: Option<Place>) {
    let place = place.unwrap_or_else(Place::unknown);
    let text = APOLOGY.to_owned();
    let said = run.emit(
        &Voice { place: &place, persona: None },
        ReplyKind::Text { text, quick_replies: Vec::new() },
    );
    if let Err(fault) = said {
        run.faults.push(fault);
    }
}
