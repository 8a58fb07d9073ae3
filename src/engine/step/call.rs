//! `call` and `return`: another flow runs on top; what it returns is the caller's.

use crate::bot::op::Op;
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::engine::stack;
use crate::engine::variables::{size, sized};
use crate::flow::model::control::Call;
use crate::template::batch::ExprId;
use crate::words::name::{Value, Vars};
use crate::words::turn::Fault;

/// Begins the other flow; its params that nothing is given for are empty.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, call: &Call) -> Result<Next, Fault> {
    let given = run.all_given(&call.with)?;
    given.values().try_for_each(|value| sized(value, &op.place))?;
    run.room(given.values().map(size).sum(), &op.place)?;
    let params = run.bot.flows.get(&call.flow).map(|flow| flow.params.as_slice());
    let empty = params.unwrap_or_default().iter().map(|name| (name.clone(), Value::from("")));
    let mut vars: Vars = empty.collect();
    vars.extend(given);
    stack::call(run, &call.flow, vars, &op.place)
}

/// Ends the flow with a value.
pub(in crate::engine) fn give_back(
    run: &mut Run<'_>,
    op: &Op,
    value: Option<ExprId>,
) -> Result<Next, Fault> {
    let value = value.map(|id| run.eval(id)).transpose()?.unwrap_or_default();
    sized(&value, &op.place)?;
    Ok(stack::leave_with(run, value))
}
