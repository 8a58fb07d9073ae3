//! What an open question remembers of the answer so far: in the run's variables, under a name that
//! no author can write (MODEL 13).

use serde::{Deserialize, Serialize};

use crate::engine::run::Run;
use crate::words::conversation::Frame;
use crate::words::name::{StepKey, StepName, Value, VarName};
use crate::words::way::Way;

/// The answer so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::engine) struct Notes {
    /// Items of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::engine) items: Vec<Value>,
    /// The answer that is to be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::engine) kept: Option<Kept>,
    /// Whether it has been answered before it was asked: whoever comes upon it goes on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::engine) answered: bool,
}

/// An answer that does not count yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::engine) struct Kept {
    /// What will be saved.
    pub(in crate::engine) value: Value,
    /// Where it leads.
    pub(in crate::engine) goto: Option<Way>,
}

/// How the names begin; authors' names begin with a letter.
const HIDDEN: &str = "_ask.";

fn name(step: &StepName) -> VarName {
    VarName::new(format!("{HIDDEN}{step}"))
}

/// What a run remembers of one of its questions.
pub(in crate::engine) fn of(frame: &Frame, key: &StepKey) -> Notes {
    let value = frame.vars.get(&name(&key.step));
    value.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

/// What the run on top remembers of the question that it rests on.
pub(in crate::engine) fn on_top(run: &Run<'_>) -> Notes {
    run.top().map(|frame| of(frame, &frame.at)).unwrap_or_default()
}

/// Remembers it for the run on top.
pub(in crate::engine) fn keep(run: &mut Run<'_>, key: &StepKey, notes: &Notes) {
    let Some(frame) = run.top_mut() else { return };
    let name = name(&key.step);
    if *notes == Notes::default() {
        frame.vars.remove(&name);
    } else if let Ok(value) = serde_json::to_value(notes) {
        frame.vars.insert(name, value);
    }
}

/// Forgets it.
pub(in crate::engine) fn forget(run: &mut Run<'_>, key: &StepKey) {
    keep(run, key, &Notes::default());
}
