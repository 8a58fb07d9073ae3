//! Whether an answer may count: `min`, `max`, `must`.

use std::cmp::Ordering;

use crate::engine::answer::Picked;
use crate::engine::open::Asked;
use crate::engine::run::Run;
use crate::engine::visitor::Visitor;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Reason;
use crate::flow::model::set::Given;
use crate::pattern::answer::Type;
use crate::words::name::{Value, Vars};
use crate::words::turn::Fault;

/// What is wrong with an answer, or an item of a list; nothing if it may count.
pub(in crate::engine) fn weigh(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    picked: &Picked,
) -> Result<Option<Reason>, Fault> {
    let ask = asked.ask;
    if !ask.takes.list {
        let (kind, value) = measure(picked);
        if let Some(reason) = beyond(run, asked, kind, &value)? {
            return Ok(Some(reason));
        }
    }
    let Some(must) = &ask.holds.must else { return Ok(None) };
    let with = Vars::from([("value".into(), picked.value.clone())]);
    Ok((!run.holds_with(must, &with)?).then_some(Reason::Must))
}

/// Whether so many items are too few or too many.
pub(in crate::engine) fn count(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    items: usize,
) -> Result<Option<Reason>, Fault> {
    beyond(run, asked, AnswerKind::Said(Type::Integer), &Value::from(items))
}

/// A bound of the question as a number or a value of a type; none if it has none, or none for this
/// type.
pub(in crate::engine) fn bound(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    (reason, kind): (Reason, AnswerKind),
) -> Result<Option<Value>, Fault> {
    let ask = asked.ask;
    let id = match reason {
        Reason::Min => ask.holds.min,
        Reason::Max => ask.holds.max,
        Reason::Type | Reason::Must => None,
    };
    let Some(id) = id else { return Ok(None) };
    let text = match run.given(&Given::Text(id))? {
        Value::String(text) => text,
        value => return Ok(Some(value)),
    };
    let visitor = Visitor::of(run);
    let read = |kind: AnswerKind| kind.parse(&text, &visitor.hint());
    if let Some(value) = read(kind) {
        return Ok(Some(value));
    }
    if ask.takes.kinds.iter().any(|other| other.is_ordered() && read(*other).is_some()) {
        return Ok(None);
    }
    let text =
        format!("\"{}\" came out as something that is not {}", reason.as_str(), kind.called());
    Err(Fault { code: "K205".into(), place: Some(asked.op.place.clone()), text })
}

fn beyond(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    kind: AnswerKind,
    value: &Value,
) -> Result<Option<Reason>, Fault> {
    if !kind.is_ordered() {
        return Ok(None);
    }
    for (reason, wrong) in [(Reason::Min, Ordering::Less), (Reason::Max, Ordering::Greater)] {
        let bound = bound(run, asked, (reason, kind))?;
        let order = bound.and_then(|bound| kind.compare(value, &bound));
        if order == Some(wrong) {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

/// What bounds look at: of a text its letters.
fn measure(picked: &Picked) -> (AnswerKind, Value) {
    match (&picked.value, picked.kind) {
        (Value::String(text), AnswerKind::TEXT) => {
            (AnswerKind::Said(Type::Integer), Value::from(text.chars().count()))
        }
        (value, kind) => (kind, value.clone()),
    }
}
