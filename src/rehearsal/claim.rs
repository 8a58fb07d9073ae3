//! `Then:`: what holds now.

use crate::rehearsal::stage::Stage;
use crate::rehearsal::told;
use crate::script::line::{Claim, Ended};
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;
use crate::words::name::{FlowName, Value};

/// Nothing if it holds.
pub(super) fn check(stage: &Stage<'_>, claim: &Claim, span: Span) -> Option<Diagnostic> {
    match claim {
        Claim::Flow(name, ended) => flow(stage, name, *ended, span),
        Claim::Var(path, value) => variable(stage, path, value, span),
        Claim::Tag(_) => Some(told::not_yet(span, "user.tags")),
        Claim::Called { .. } => Some(told::not_yet(span, "called")),
        Claim::Tracked(_) => Some(told::not_yet(span, "tracked")),
        Claim::HandedOver => Some(told::not_yet(span, "handed over")),
    }
}

fn flow(stage: &Stage<'_>, name: &FlowName, ended: Ended, span: Span) -> Option<Diagnostic> {
    let now = &stage.conversation;
    let top = now.stack.last().map(|frame| &frame.flow);
    let open = now.stack.iter().any(|frame| &frame.flow == name);
    let was = now.parked.iter().any(|run| &run.flow == name);
    let (holds, what) = match ended {
        Ended::No => (top == Some(name), top.map_or("none", FlowName::as_str)),
        Ended::Yes if open => (false, "still open"),
        Ended::Yes => (was, "it never ran"),
    };
    (!holds).then(|| told::wrong(span, format!("flow is not {name}")).label(what))
}

fn variable(stage: &Stage<'_>, path: &str, value: &Value, span: Span) -> Option<Diagnostic> {
    let now = &stage.conversation;
    let found = if let Some(name) = path.strip_prefix("chat.") {
        if name == "misses" { Some(Value::from(now.misses)) } else { now.chat.get(name).cloned() }
    } else if let Some(name) = path.strip_prefix("user.") {
        now.user.get(name).cloned()
    } else {
        let open = now.stack.iter().rev().find_map(|frame| frame.vars.get(path));
        open.or_else(|| now.parked.iter().rev().find_map(|run| run.vars.get(path))).cloned()
    };
    let same = match &found {
        Some(found) => found == value || plain(found) == plain(value),
        None => value.is_null(),
    };
    let shown = found.map_or("not set".to_owned(), |found| format!("it is {found}"));
    (!same).then(|| told::wrong(span, format!("{path} is not {value}")).label(shown))
}

/// A value as it is written without quotes, so that `3` in a test is also the text "3".
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
