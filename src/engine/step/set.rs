//! `set`: all of a step's values are worked out, then all are written; a failing one writes nothing.

use serde_json::Number;

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
        Assigned::Added(id) => {
            let more = run.eval(*id)?;
            let there = current(run, &assign.slot).unwrap_or_default();
            added(there, more).ok_or_else(|| unlike(op))
        }
    }?;
    sized(&value, &op.place)?;
    run.room(size(&value), &op.place)?;
    run.set(&assign.slot, value);
    Ok(())
}

/// The value of a variable; none while nothing has set it.
pub(in crate::engine) fn current(run: &Run<'_>, slot: &Slot) -> Option<Value> {
    match slot.life {
        Life::Run => run.top()?.vars.get(&slot.name).cloned(),
        Life::Chat => run.state.chat.get(&slot.name).cloned(),
        Life::User => run.state.user.get(&slot.name).cloned(),
    }
}

/// Lets a variable have a value, or none, as if nothing had happened.
pub(in crate::engine) fn restore(run: &mut Run<'_>, slot: &Slot, value: Option<Value>) {
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

/// Numbers are summed up, texts joined, and a list takes one more item; what is not there yet
/// begins as a number's own, or as a list.
fn added(there: Value, more: Value) -> Option<Value> {
    match (there, more) {
        (Value::Array(mut items), more) => {
            items.push(more);
            Some(Value::Array(items))
        }
        (Value::Null, more @ Value::Number(_)) => Some(more),
        (Value::Null, more) => Some(Value::Array(vec![more])),
        (Value::Number(a), Value::Number(b)) => sum(&a, &b),
        (Value::String(text), Value::String(more)) => Some(Value::String(text + &more)),
        (Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_), _) => None,
    }
}

fn sum(a: &Number, b: &Number) -> Option<Value> {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a.checked_add(b).map(Value::from),
        _ => Number::from_f64(a.as_f64()? + b.as_f64()?).map(Value::Number),
    }
}

fn unlike(op: &Op) -> Fault {
    let text = "+= adds numbers to numbers, texts to texts, and anything to a list".to_owned();
    Fault { code: "V604".into(), place: Some(op.place.clone()), text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn adding_keeps_to_one_kind_of_value() {
        let cases = [
            (json!(1), json!(2), Some(json!(3))),
            (json!(1), json!(0.5), Some(json!(1.5))),
            (json!("a"), json!("b"), Some(json!("ab"))),
            (json!(["a"]), json!(["b"]), Some(json!(["a", ["b"]]))),
            (json!(null), json!(2), Some(json!(2))),
            (json!(null), json!("a"), Some(json!(["a"]))),
            (json!(1), json!("2"), None),
            (json!("a"), json!(2), None),
            (json!(i64::MAX), json!(1), None),
        ];
        for (there, more, sum) in cases {
            assert_eq!(added(there.clone(), more.clone()), sum, "{there} += {more}");
        }
    }
}
