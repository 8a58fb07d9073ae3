//! `switch`: the case that a value is.

use crate::bot::op::Pc;
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::template::batch::ExprId;
use crate::words::name::Value;
use crate::words::turn::Fault;

/// Goes on at the case, or behind them all.
pub(in crate::engine) fn run(
    run: &mut Run<'_>,
    on: ExprId,
    cases: &[(String, Pc)],
    otherwise: Pc,
) -> Result<Next, Fault> {
    run.saw(on);
    let value = run.eval(on)?;
    let found = cases.iter().find(|(case, _)| is(&value, case));
    Ok(Next::At(found.map_or(otherwise, |(_, pc)| *pc)))
}

/// Whether a value is a case as its author writes it.
fn is(value: &Value, case: &str) -> bool {
    match value {
        Value::String(text) => {
            text == case || (["true", "false"].contains(&case) && word(text) == case)
        }
        Value::Bool(truth) => case == if *truth { "true" } else { "false" },
        Value::Number(number) => number.to_string() == case,
        Value::Null => case.is_empty() || case == "none",
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// A text that says yes or no, as truth is written in cases.
fn word(text: &str) -> &str {
    match text {
        "yes" => "true",
        "no" => "false",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_as_they_are_written() {
        for (value, case) in [
            (Value::from("Large"), "Large"),
            (Value::from(3), "3"),
            (Value::from(2.5), "2.5"),
            (Value::from(true), "true"),
            (Value::from("yes"), "true"),
            (Value::Null, "none"),
        ] {
            assert!(is(&value, case), "{value} {case}");
        }
        for (value, case) in
            [(Value::from("large"), "Large"), (Value::from(1), "true"), (Value::from("3 "), "3")]
        {
            assert!(!is(&value, case), "{value} {case}");
        }
    }
}
