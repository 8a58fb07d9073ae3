//! `repeat` and `while`: rounds. What a repeat goes over is worked out once, a `while` each round.

use crate::bot::op::{Op, OpKind, Pc};
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::flow::model::control::{Over, Rounds};
use crate::flow::model::slot::{Life, Slot};
use crate::limits::LOOP_ITEMS_MAX;
use crate::words::conversation::Loop;
use crate::words::name::Value;
use crate::words::turn::Fault;

/// Begins the first round, or goes on behind the last.
pub(in crate::engine) fn begin(
    run: &mut Run<'_>,
    op: &Op,
    rounds: &Rounds,
    behind: Pc,
) -> Result<Next, Fault> {
    let items = match &rounds.over {
        Over::Items(_, list) => items(run, op, *list, rounds.max)?,
        Over::Times(_) | Over::While(_) => Vec::new(),
    };
    run.room(items.iter().map(size).sum(), &op.place)?;
    if let Some(frame) = run.top_mut() {
        frame.loops.retain(|around| around.step != op.key);
        frame.loops.push(Loop { step: op.key.clone(), items, index: 0, rounds: None });
    }
    let times = match &rounds.over {
        Over::Times(times) => Some(count(run, op, *times)?.min(rounds.max)),
        Over::Items(..) | Over::While(_) => None,
    };
    if let Some(around) = run.top_mut().and_then(|frame| frame.loops.last_mut()) {
        around.rounds = times;
    }
    round(run, op, rounds, behind)
}

/// Begins the next round of the repeat at `top`; a repeat that an edit has cut is left.
pub(in crate::engine) fn again(run: &mut Run<'_>, op: &Op, top: Pc) -> Result<Next, Fault> {
    let bot = run.bot;
    let begun = bot.op(&op.key.flow, top).map(|op| &op.kind);
    let Some(OpKind::Rounds(rounds, behind)) = begun else { return Ok(Next::On) };
    let around = run.top_mut().and_then(|frame| frame.loops.last_mut());
    match around.filter(|around| around.step == op.key) {
        Some(around) => around.index = around.index.saturating_add(1),
        None => return Ok(Next::On),
    }
    Ok(match round(run, op, rounds, *behind)? {
        Next::On => Next::At(top.next()),
        other => other,
    })
}

/// Whether there is a round at the index where the repeat stands, with its item set.
fn round(run: &mut Run<'_>, op: &Op, rounds: &Rounds, behind: Pc) -> Result<Next, Fault> {
    let Some(around) = run.top().and_then(|frame| frame.loops.last()) else {
        return Ok(Next::At(behind));
    };
    let (index, times) = (around.index, around.rounds);
    let item = usize::try_from(index).ok().and_then(|index| around.items.get(index)).cloned();
    let goes_on = index < rounds.max
        && match &rounds.over {
            Over::Items(..) => item.is_some(),
            Over::Times(_) => times.is_some_and(|times| index < times),
            Over::While(condition) => run.holds(condition)?,
        };
    if !goes_on {
        run.top_mut().and_then(|frame| frame.loops.pop());
        return Ok(Next::At(behind));
    }
    if let (Over::Items(name, _), Some(item)) = (&rounds.over, item) {
        sized(&item, &op.place)?;
        run.set(&Slot { life: Life::Run, name: name.clone() }, item);
    }
    Ok(Next::On)
}

/// Goes back to these rounds of the repeats that are under way, outermost first.
pub(in crate::engine) fn back_to(run: &mut Run<'_>, indexes: &[u32]) {
    let bot = run.bot;
    let Some(frame) = run.top_mut().filter(|frame| frame.loops.len() == indexes.len()) else {
        return;
    };
    let mut given = Vec::new();
    for (around, index) in frame.loops.iter_mut().zip(indexes) {
        around.index = *index;
        let item = usize::try_from(*index).ok().and_then(|index| around.items.get(index));
        let named = bot.flows.get(&around.step.flow).and_then(|flow| {
            let pc = flow.steps.get(&around.step.step)?;
            let OpKind::Rounds(rounds, _) = &bot.op(&around.step.flow, *pc)?.kind else {
                return None;
            };
            let Over::Items(name, _) = &rounds.over else { return None };
            Some(name.clone())
        });
        given.extend(named.zip(item.cloned()));
    }
    for (name, item) in given {
        run.set(&Slot { life: Life::Run, name }, item);
    }
}

fn items(
    run: &mut Run<'_>,
    op: &Op,
    list: crate::template::batch::ExprId,
    max: u32,
) -> Result<Vec<Value>, Fault> {
    let max = usize::try_from(max).unwrap_or(usize::MAX).min(LOOP_ITEMS_MAX);
    match run.list(list, max)? {
        Value::Array(items) => Ok(items),
        Value::Null => Ok(Vec::new()),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_) => {
            Err(wrong(op, "a repeat goes over a list, and this is none"))
        }
    }
}

fn count(run: &mut Run<'_>, op: &Op, times: crate::template::batch::ExprId) -> Result<u32, Fault> {
    let value = run.eval(times)?;
    let number =
        value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    let none = || wrong(op, "a repeat goes so many times, and this is no whole number");
    number.map(|number| u32::try_from(number).unwrap_or(u32::MAX)).ok_or_else(none)
}

fn wrong(op: &Op, text: &str) -> Fault {
    Fault { code: "V604".into(), place: Some(op.place.clone()), text: text.to_owned() }
}
