//! Payloads that saywhen makes for destinations and choices (MODEL 3), and reading them back as what
//! they are: a visitor's input.

use serde_json::Map;

use crate::engine::variables::is_shallow;
use crate::flow::model::slot::{Life, Slot};
use crate::limits::units;
use crate::limits::{JSON_DEPTH_MAX, PAYLOAD_UNITS_MAX};
use crate::words::name::{StepKey, Target, Value};

/// What an engine-made payload says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// `go:FLOW[.STEP] {…}`
    Go(Target, Vec<(Slot, Value)>),
    /// `answer:FLOW.STEP value`
    Answer(StepKey, Value),
    /// It begins like one and is none.
    Broken,
}

/// The payload of a destination.
pub(super) fn go(target: &Target, set: &[(Slot, Value)]) -> String {
    if set.is_empty() {
        return format!("go:{target}");
    }
    let values: Map<String, Value> =
        set.iter().map(|(slot, value)| (slot.to_string(), value.clone())).collect();
    format!("go:{target} {}", Value::Object(values))
}

/// The payload of a choice.
pub(super) fn answer(key: &StepKey, value: &Value) -> String {
    format!("answer:{key} {value}")
}

/// Reads a payload; none if it is an author's own. Longer ones than Messenger takes are nobody's.
pub(super) fn read(payload: &str) -> Option<Said> {
    if units::len(payload) > PAYLOAD_UNITS_MAX {
        return Some(Said::Broken);
    }
    if let Some(rest) = payload.strip_prefix("go:") {
        return Some(read_go(rest).unwrap_or(Said::Broken));
    }
    let rest = payload.strip_prefix("answer:")?;
    Some(read_answer(rest).unwrap_or(Said::Broken))
}

fn read_go(rest: &str) -> Option<Said> {
    let (target, values) = rest.split_once(' ').unwrap_or((rest, "{}"));
    let (flow, step) = match target.split_once('.') {
        Some((flow, step)) => (flow, Some(step.into())),
        None => (target, None),
    };
    let Value::Object(values) = compact(values)? else { return None };
    if values.values().any(|value| !is_shallow(value, JSON_DEPTH_MAX)) {
        return None;
    }
    let set = values.into_iter().map(|(name, value)| (slot(&name), value)).collect();
    Some(Said::Go(Target { flow: flow.into(), step }, set))
}

fn read_answer(rest: &str) -> Option<Said> {
    let (key, value) = rest.split_once(' ')?;
    let (flow, step) = key.split_once('.')?;
    let key = StepKey { flow: flow.into(), step: step.into() };
    Some(Said::Answer(key, compact(value)?))
}

/// JSON exactly as it is written here: no spaces, no key twice. Anything else was not made here.
fn compact(json: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(json).ok()?;
    let written = value.to_string();
    (written == json).then_some(value)
}

fn slot(name: &str) -> Slot {
    let lives = [("chat.", Life::Chat), ("user.", Life::User)];
    let found = lives.iter().find_map(|(prefix, life)| Some((name.strip_prefix(prefix)?, *life)));
    let (name, life) = found.unwrap_or((name, Life::Run));
    Slot { life, name: name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target { flow: "pizza".into(), step: Some("size".into()) }
    }

    #[test]
    fn destinations_read_back_as_written() {
        let set = vec![
            (Slot { life: Life::Run, name: "size".into() }, Value::from("L")),
            (Slot { life: Life::User, name: "plan".into() }, Value::from(2)),
        ];
        let payload = go(&target(), &set);
        assert_eq!(payload, r#"go:pizza.size {"size":"L","user.plan":2}"#);
        assert_eq!(read(&payload), Some(Said::Go(target(), set)));
        assert_eq!(read("go:pizza.size"), Some(Said::Go(target(), Vec::new())));
    }

    #[test]
    fn choices_read_back_as_written() {
        let key = StepKey { flow: "pizza".into(), step: "size".into() };
        let payload = answer(&key, &Value::from("L"));
        assert_eq!(payload, r#"answer:pizza.size "L""#);
        assert_eq!(read(&payload), Some(Said::Answer(key, Value::from("L"))));
    }

    #[test]
    fn forged_and_foreign_payloads_are_told_apart() {
        assert_eq!(read("ORDER/77"), None);
        assert_eq!(read("go:pizza {broken"), Some(Said::Broken));
        assert_eq!(read("answer:pizza.size L"), Some(Said::Broken));
        assert_eq!(read("answer:pizza"), Some(Said::Broken));
        for forged in [
            "go:pizza  {\"size\":1}",
            "go:pizza {\"size\":1,\"size\":2}",
            "go:pizza { \"size\":1}",
            "go:pizza [1]",
            "answer:pizza.size  1",
        ] {
            assert_eq!(read(forged), Some(Said::Broken), "{forged}");
        }
        assert_eq!(read(&"x".repeat(PAYLOAD_UNITS_MAX + 1)), Some(Said::Broken));
        let deep = format!("go:pizza {{\"size\":{}{}}}", "[".repeat(100), "]".repeat(100));
        assert_eq!(read(&deep), Some(Said::Broken));
    }
}
