//! The stack of open runs: beginning, going elsewhere, ending, coming back (MODEL 6).

use crate::bot::Bot;
use crate::bot::op::{OpKind, Pc};
use crate::engine::exec::Next;
use crate::engine::question::detour;
use crate::engine::run::Run;
use crate::engine::{failure, human, later, open};
use crate::flow::model::control::Call;
use crate::flow::model::slot::Slot;
use crate::limits::{DETOURS_MAX, PARKED_MAX, STACK_MAX};
use crate::source::Place;
use crate::words::conversation::{self, Entered, Frame, Loop};
use crate::words::name::{FlowName, StepKey, Target, Value, Vars};
use crate::words::turn::{Fault, TimerChange};

/// Starts a flow by a trigger or a tap (6.3): over an open question it is a detour; a flow that is
/// already open starts afresh in its own place.
pub(super) fn start(run: &mut Run<'_>, flow: &FlowName, vars: Vars, entered: Entered) -> Pc {
    let open = run.state.stack.iter().position(|frame| &frame.flow == flow);
    if let Some(index) = open {
        let kept = run.state.stack.get(index).map(|frame| frame.entered.clone());
        park_from(run, index);
        return push(run, flow, vars, kept.unwrap_or(entered));
    }
    if entered != Entered::Detour {
        detour::make_way(run);
    }
    let waits = entered == Entered::Trigger && !run.state.stack.is_empty();
    push(run, flow, vars, if waits { Entered::Detour } else { entered })
}

/// Follows a tap to a step (6.4): in the run that is open, else in a run that had ended, else anew.
pub(super) fn tap(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Option<Pc> {
    let Some(step) = &target.step else {
        let pc = start(run, &target.flow, Vars::new(), Entered::Tap);
        assign(run, set);
        return Some(pc);
    };
    let key = StepKey { flow: target.flow.clone(), step: step.clone() };
    let pc = run.bot.find(&key)?;
    if let Some(index) = run.state.stack.iter().position(|frame| frame.flow == target.flow) {
        park_from(run, index.saturating_add(1));
        open::close(run);
        leave_loops(run, Some(pc));
    } else {
        detour::make_way(run);
        let vars = unpark(run, &target.flow);
        push(run, &target.flow, vars, Entered::Tap);
    }
    run.sent_to = Some(key);
    assign(run, set);
    Some(pc)
}

/// Goes on elsewhere (6.4): within the flow its variables stay, another flow replaces it.
pub(super) fn goto(run: &mut Run<'_>, target: &Target, with: Vars) -> Next {
    let Some(target) = run.bot.resolve(target) else { return Next::Ended };
    let flow = target.flow.clone();
    run.sent_to = target.step.as_ref().map(|step| StepKey { flow, step: step.clone() });
    let pc = run.sent_to.as_ref().map_or(Some(Pc(0)), |key| run.bot.find(key));
    open::close(run);
    let same = run.top().is_some_and(|frame| frame.flow == target.flow);
    if same {
        leave_loops(run, pc);
        if let Some(frame) = run.top_mut() {
            frame.vars.extend(with);
        }
    } else {
        replace(run, &target.flow, with, None);
    }
    pc.map_or(Next::Ended, Next::At)
}

/// How many of the repeats that are under way a position lies in.
pub(super) fn loops_around(run: &Run<'_>, pc: Pc) -> usize {
    let Some(frame) = run.top() else { return 0 };
    let bodies = run.bot.flows.get(&frame.flow).map(|flow| flow.rounds.as_slice());
    let bodies = bodies.unwrap_or_default();
    let around = |under_way: &&Loop| {
        bodies.iter().any(|body| body.step == under_way.step.step && body.holds(pc))
    };
    frame.loops.iter().filter(around).count()
}

/// Leaves the repeats of the run on top in which a position does not lie.
pub(super) fn leave_loops(run: &mut Run<'_>, pc: Option<Pc>) {
    let bot = run.bot;
    let Some(frame) = run.top_mut() else { return };
    let bodies = bot.flows.get(&frame.flow).map(|flow| flow.rounds.as_slice()).unwrap_or_default();
    let around = |step: &StepKey| {
        bodies.iter().any(|body| body.step == step.step && pc.is_some_and(|pc| body.holds(pc)))
    };
    frame.loops.retain(|around_it| around(&around_it.step));
}

/// Puts another flow in the place of the one on top; how that was entered is kept unless told.
pub(super) fn replace(run: &mut Run<'_>, flow: &FlowName, vars: Vars, entered: Option<Entered>) {
    let top = run.state.stack.len().saturating_sub(1);
    let kept = run.top().map_or(Entered::Goto, later::kept);
    park_from(run, top);
    push(run, flow, vars, entered.unwrap_or(kept));
}

/// Ends the run on top (6.2).
pub(super) fn leave(run: &mut Run<'_>) -> Next {
    leave_with(run, Value::Null)
}

/// Ends the run on top, with a value for whoever called it: the caller goes on, a question below is
/// asked again.
pub(super) fn leave_with(run: &mut Run<'_>, value: Value) -> Next {
    let top = run.state.stack.len().saturating_sub(1);
    let Some(over) = run.top() else { return Next::Rest };
    let (entered, aside) = (over.entered.clone(), later::is_aside(over));
    run.state.topic = Some(over.flow.clone());
    park_from(run, top);
    if let Some(next) = go_on(run, value) {
        return next;
    }
    // What was open waits until the bot speaks again (6.2).
    if human::is_silent(run) {
        return Next::Rest;
    }
    match if aside { later::leave(run) } else { open::ask_again(run) } {
        Ok(()) => Next::Rest,
        Err(fault) if entered == Entered::Error => failure::apologise(run, fault),
        Err(fault) => failure::over(run, fault),
    }
}

/// Goes on in the run on top if no question of it is open: behind its call, or with the question
/// that took the place of a call which an edit has removed.
pub(super) fn go_on(run: &mut Run<'_>, value: Value) -> Option<Next> {
    let bot = run.bot;
    let frame = run.top()?;
    let Some((pc, call)) = called(bot, &frame.at) else {
        let closed = open::question(bot, &frame.at).filter(|_| frame.open.is_none());
        return closed.map(|asked| Next::At(asked.pc));
    };
    if let Some(slot) = &call.save {
        run.set(slot, value);
    }
    Some(Next::At(pc.next()))
}

/// The code of a step, if it is a call.
pub(super) fn called<'a>(bot: &'a Bot, key: &StepKey) -> Option<(Pc, &'a Call)> {
    let first = bot.find(key)?;
    // An `if` on the call stands before it, under the same key.
    [first, first.next()].into_iter().find_map(|pc| {
        let op = bot.op(&key.flow, pc).filter(|op| &op.key == key)?;
        if let OpKind::Call(call) = &op.kind { Some((pc, call)) } else { None }
    })
}

/// Ends the run on top and all that waits beneath it.
pub(super) fn end_all(run: &mut Run<'_>) -> Next {
    run.state.topic = run.top().map(|frame| frame.flow.clone());
    park_from(run, 0);
    Next::Rest
}

/// Begins a flow on top, for the run below to go on with what it returns.
pub(super) fn call(
    run: &mut Run<'_>,
    flow: &FlowName,
    vars: Vars,
    place: &Place,
) -> Result<Next, Fault> {
    if run.state.stack.len() >= STACK_MAX {
        let text = format!("flows that call one another lie more than {STACK_MAX} deep");
        return Err(Fault { code: "F813".into(), place: Some(place.clone()), text });
    }
    Ok(Next::At(push(run, flow, vars, Entered::Call)))
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

/// Parks the frame at `index`, and those below it that wait for what it would have returned.
pub(super) fn park_waiting(run: &mut Run<'_>, index: usize) {
    let mut index = index;
    loop {
        let called = run.state.stack.get(index).is_some_and(|frame| frame.entered == Entered::Call);
        park_one(run, index);
        match index.checked_sub(1).filter(|_| called) {
            Some(below) => index = below,
            None => return,
        }
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
    let waiting = run.state.stack.iter().filter(|frame| frame.open.is_some()).count();
    if waiting > DETOURS_MAX || run.state.stack.len() >= STACK_MAX {
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
