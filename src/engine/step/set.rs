//! `set`: all of a step's values are worked out, then all are written; a failing one writes nothing.

use crate::bot::op::Op;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::flow::model::set::{Assign, Assigned};
use crate::flow::model::slot::{Life, Slot};
use crate::words::name::Value;
use crate::words::turn::Fault;

/// Sets the variables, in order; a later one sees what an earlier one set.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, assigns: &[Assign]) -> Result<(), Fault> {
    let mut undo: Vec<(&Slot, Option<Value>)> = Vec::with_capacity(assigns.len());
    for assign in assigns {
        undo.push((&assign.slot, current(run, &assign.slot)));
        if let Err(fault) = one(run, op, assign) {
            undo.into_iter().rev().for_each(|(slot, value)| restore(run, slot, value));
            return Err(fault);
        }
    }
    Ok(())
}

fn one(run: &mut Run<'_>, op: &Op, assign: &Assign) -> Result<(), Fault> {
    let value = match &assign.value {
        Assigned::Expr(id) => run.eval(*id),
        Assigned::Given(given) => run.given(given),
    }?;
    sized(&value, &op.place)?;
    run.room(size(&value), &op.place)?;
    run.set(&assign.slot, value);
    Ok(())
}

fn current(run: &Run<'_>, slot: &Slot) -> Option<Value> {
    match slot.life {
        Life::Run => run.top()?.vars.get(&slot.name).cloned(),
        Life::Chat => run.state.chat.get(&slot.name).cloned(),
        Life::User => run.state.user.get(&slot.name).cloned(),
    }
}

fn restore(run: &mut Run<'_>, slot: &Slot, value: Option<Value>) {
    let vars = match slot.life {
        Life::Chat => Some(&mut run.state.chat),
        Life::User => Some(&mut run.state.user),
        Life::Run => run.state.stack.last_mut().map(|frame| &mut frame.vars),
    };
    let Some(vars) = vars else { return };
    match value {
        Some(value) => vars.insert(slot.name.clone(), value),
        None => vars.remove(&slot.name),
    };
}
