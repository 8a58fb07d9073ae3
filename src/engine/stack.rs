//! The stack of open runs: beginning, going elsewhere, ending, coming back (MODEL 6).

use crate::bot::op::Pc;
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::engine::{failure, open};
use crate::flow::model::slot::Slot;
use crate::limits::{DETOURS_MAX, PARKED_MAX, STACK_MAX};
use crate::words::conversation::{self, Entered, Frame};
use crate::words::name::{FlowName, StepKey, Target, Value, Vars};
use crate::words::turn::TimerChange;

/// Starts a flow by a trigger or a tap (6.3): over an open question it is a detour; a flow that is
/// already open starts afresh in its own place.
pub(super) fn start(run: &mut Run<'_>, flow: &FlowName, vars: Vars, entered: Entered) -> Pc {
    let open = run.state.stack.iter().position(|frame| &frame.flow == flow);
    let entered = match open {
        Some(index) => {
            let kept = run.state.stack.get(index).map(|frame| frame.entered.clone());
            park_from(run, index);
            kept.unwrap_or(entered)
        }
        None if entered == Entered::Trigger && !run.state.stack.is_empty() => Entered::Detour,
        None => entered,
    };
    push(run, flow, vars, entered)
}

/// Follows a tap to a step (6.4): in the run that is open, else in a run that had ended, else anew.
pub(super) fn tap(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Option<Pc> {
    let Some(step) = &target.step else {
        let pc = start(run, &target.flow, Vars::new(), Entered::Tap);
        assign(run, set);
        return Some(pc);
    };
    let pc = run.bot.find(&StepKey { flow: target.flow.clone(), step: step.clone() })?;
    if let Some(index) = run.state.stack.iter().position(|frame| frame.flow == target.flow) {
        park_from(run, index.saturating_add(1));
        open::close(run);
    } else {
        let vars = unpark(run, &target.flow);
        push(run, &target.flow, vars, Entered::Tap);
    }
    assign(run, set);
    Some(pc)
}

/// Goes on elsewhere (6.4): within the flow its variables stay, another flow replaces it.
pub(super) fn goto(run: &mut Run<'_>, target: &Target, with: Vars) -> Next {
    let Some(target) = run.bot.resolve(target) else { return Next::Ended };
    let pc = target.step.as_ref().map_or(Some(Pc(0)), |step| {
        run.bot.find(&StepKey { flow: target.flow.clone(), step: step.clone() })
    });
    open::close(run);
    let same = run.top().is_some_and(|frame| frame.flow == target.flow);
    if same {
        if let Some(frame) = run.top_mut() {
            frame.loops.clear();
            frame.vars.extend(with);
        }
    } else {
        replace(run, &target.flow, with, None);
    }
    pc.map_or(Next::Ended, Next::At)
}

/// Puts another flow in the place of the one on top; how that was entered is kept unless told.
pub(super) fn replace(run: &mut Run<'_>, flow: &FlowName, vars: Vars, entered: Option<Entered>) {
    let top = run.state.stack.len().saturating_sub(1);
    let kept = run.top().map_or(Entered::Goto, |frame| frame.entered.clone());
    park_from(run, top);
    push(run, flow, vars, entered.unwrap_or(kept));
}

/// Ends the run on top (6.2): it is parked, and a question below is asked again.
pub(super) fn leave(run: &mut Run<'_>) -> Next {
    let top = run.state.stack.len().saturating_sub(1);
    let Some(over) = run.top() else { return Next::Rest };
    let failed = over.entered == Entered::Error;
    run.state.topic = Some(over.flow.clone());
    park_from(run, top);
    match open::ask_again(run) {
        Ok(()) => Next::Rest,
        Err(fault) if failed => failure::apologise(run, fault),
        Err(fault) => failure::over(run, fault),
    }
}

/// Drops everything that is open, for good (6.5).
pub(super) fn drop_all(run: &mut Run<'_>) {
    for frame in std::mem::take(&mut run.state.stack) {
        forget_timers(run, &frame);
    }
}

/// Takes a frame out of wherever it lies, for good (2.4).
pub(super) fn drop_one(run: &mut Run<'_>, index: usize) {
    if index < run.state.stack.len() {
        let frame = run.state.stack.remove(index);
        forget_timers(run, &frame);
    }
}

/// Parks the frame at `index` and all above it.
pub(super) fn park_from(run: &mut Run<'_>, index: usize) {
    while run.state.stack.len() > index {
        let Some(frame) = run.state.stack.pop() else { return };
        park(run, frame);
    }
}

/// Takes a frame out of wherever it lies and parks it.
pub(super) fn park_one(run: &mut Run<'_>, index: usize) {
    if index < run.state.stack.len() {
        let frame = run.state.stack.remove(index);
        park(run, frame);
    }
}

fn park(run: &mut Run<'_>, frame: Frame) {
    forget_timers(run, &frame);
    run.state.previous = Some(frame.flow.clone());
    let parked = &mut run.state.parked;
    parked.retain(|old| old.flow != frame.flow);
    parked.push(conversation::Run { flow: frame.flow, vars: frame.vars, at: run.at.now });
    let surplus = parked.len().saturating_sub(PARKED_MAX);
    parked.drain(..surplus);
}

fn unpark(run: &mut Run<'_>, flow: &FlowName) -> Vars {
    let parked = &mut run.state.parked;
    let found = parked.iter().rposition(|old| &old.flow == flow);
    found.map(|index| parked.remove(index).vars).unwrap_or_default()
}

/// Puts a run on top of whatever is open.
pub(super) fn push(run: &mut Run<'_>, flow: &FlowName, vars: Vars, entered: Entered) -> Pc {
    let too_deep = run.state.stack.len() > DETOURS_MAX || run.state.stack.len() >= STACK_MAX;
    if too_deep {
        park_one(run, 0);
    }
    if let Some(below) = run.top() {
        run.state.previous = Some(below.flow.clone());
    }
    run.state.runs = run.state.runs.saturating_add(1);
    run.state.stack.push(Frame {
        run: run.state.runs,
        flow: flow.clone(),
        at: StepKey { flow: flow.clone(), step: "".into() },
        vars,
        loops: Vec::new(),
        asked: Vec::new(),
        open: None,
        entered,
        timers: Vec::new(),
    });
    Pc(0)
}

fn assign(run: &mut Run<'_>, set: Vec<(Slot, Value)>) {
    for (slot, value) in set {
        run.set(&slot, value);
    }
}

fn forget_timers(run: &mut Run<'_>, frame: &Frame) {
    run.timers.extend(frame.timers.iter().cloned().map(TimerChange::Drop));
}
