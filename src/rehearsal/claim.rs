//! `Then:`: what holds now.

use crate::engine;
use crate::rehearsal::given::plain;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::told;
use crate::script::line::{Claim, Ended};
use crate::script::print;
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;
use crate::words::conversation::MuteReason;
use crate::words::name::{FlowName, Value};
use crate::words::turn::Side;

/// Nothing if it holds.
pub(super) fn check(stage: &Stage<'_>, claim: &Claim, span: Span) -> Option<Diagnostic> {
    match claim {
        Claim::Flow(name, ended) => flow(stage, name, *ended, span),
        Claim::Var(path, value) => variable(stage, path, value, span),
        Claim::Tag(tag) => tagged(stage, tag, span),
        Claim::Called { method, path, times } => called(stage, (method, path), *times, span),
        Claim::Tracked(name) => left(stage, (name, "tracked"), event, span),
        Claim::Notified(name) => left(stage, (name, "notified"), webhook, span),
        Claim::HandedOver => handed_over(stage, span),
    }
}

fn flow(stage: &Stage<'_>, name: &FlowName, ended: Ended, span: Span) -> Option<Diagnostic> {
    let now = stage.conversation();
    let top = now.stack.last().map(|frame| &frame.flow);
    let open = now.stack.iter().any(|frame| &frame.flow == name);
    let ran = stage.ran.contains(name);
    let (holds, what) = match ended {
        Ended::No => (top == Some(name), top.map_or("none", FlowName::as_str)),
        Ended::Yes if open => (false, "still open"),
        Ended::Yes => (ran, "it never ran"),
    };
    let ended = if ended == Ended::Yes { " ended" } else { "" };
    (!holds).then(|| told::wrong(span, format!("flow is not {name}{ended}")).label(what))
}

fn variable(stage: &Stage<'_>, path: &str, value: &Value, span: Span) -> Option<Diagnostic> {
    let found = found(stage, path);
    let same = match &found {
        Some(found) => same(found, value),
        None => value.is_null(),
    };
    let shown =
        found.map_or("not set".to_owned(), |found| format!("it is {}", print::value(&found)));
    let wanted = print::value(value);
    (!same).then(|| told::wrong(span, format!("{path} is not {wanted}")).label(shown))
}

/// What a text would read there; plain variables also of runs below, and of those that ended.
fn found(stage: &Stage<'_>, path: &str) -> Option<Value> {
    let now = stage.conversation();
    let (root, inner) = path.split_once('.').unwrap_or((path, ""));
    let open = || now.stack.iter().rev().find_map(|frame| frame.vars.get(root));
    let ended = || now.parked.iter().rev().find_map(|run| run.vars.get(root));
    let value = engine::look(stage.bot(), (stage.channel, now), stage.now, root)
        .or_else(|| open().or_else(ended).cloned())?;
    inner.split('.').filter(|key| !key.is_empty()).try_fold(value, |value, key| match value {
        Value::Object(mut map) => map.remove(key),
        Value::Array(mut list) => {
            let index = key.parse().ok().filter(|index| *index < list.len())?;
            Some(list.swap_remove(index))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Equal, or written alike without quotes, so that `3` in a test is also the text "3" and 3.0.
fn same(found: &Value, wanted: &Value) -> bool {
    let number = |value: &Value| value.as_f64();
    let equal = |(a, b): (f64, f64)| a.total_cmp(&b).is_eq();
    found == wanted
        || number(found).zip(number(wanted)).is_some_and(equal)
        || plain(found) == plain(wanted)
}

fn tagged(stage: &Stage<'_>, tag: &str, span: Span) -> Option<Diagnostic> {
    let tags = found(stage, "user.tags").unwrap_or_default();
    let has = tags.as_array().is_some_and(|tags| tags.iter().any(|own| own == tag));
    (!has).then(|| {
        told::wrong(span, format!("user.tags has no {tag}"))
            .label(format!("it is {}", print::value(&tags)))
    })
}

fn called(
    stage: &Stage<'_>,
    (method, path): (&str, &str),
    times: Option<u32>,
    span: Span,
) -> Option<Diagnostic> {
    let fits = |address: &str| {
        let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
        let own = behind.find('/').and_then(|at| behind.get(at..)).unwrap_or("/");
        let bare = |text: &str| text.split('?').next() == Some(path);
        [address, own].iter().any(|text| *text == path || bare(text))
    };
    let calls = stage.calls.iter().filter(|(own, address)| own == method && fits(address)).count();
    let holds = match times {
        Some(times) => usize::try_from(times) == Ok(calls),
        None => calls > 0,
    };
    let all: Vec<_> = stage.calls.iter().map(|(own, address)| format!("{own} {address}")).collect();
    let shown = if all.is_empty() { "nothing was".to_owned() } else { all.join(", ") };
    (!holds).then(|| {
        told::wrong(span, format!("{method} {path} was called {calls} times")).label(shown)
    })
}

fn left(
    stage: &Stage<'_>,
    (name, what): (&str, &str),
    which: fn(&Side) -> Option<&str>,
    span: Span,
) -> Option<Diagnostic> {
    let names: Vec<&str> = stage.side.iter().filter_map(which).collect();
    let shown = if names.is_empty() { "nothing was".to_owned() } else { names.join(", ") };
    let wrong = || told::wrong(span, format!("{name} was not {what}")).label(shown);
    (!names.contains(&name)).then(wrong)
}

/// The name of what was counted.
fn event(side: &Side) -> Option<&str> {
    match side {
        Side::Track { name, .. } => Some(name),
        Side::Notify { .. } | Side::Log { .. } | Side::Tag { .. } => None,
    }
}

/// The webhook that was told something.
fn webhook(side: &Side) -> Option<&str> {
    match side {
        Side::Notify { name, .. } => Some(name),
        Side::Track { .. } | Side::Log { .. } | Side::Tag { .. } => None,
    }
}

fn handed_over(stage: &Stage<'_>, span: Span) -> Option<Diagnostic> {
    let mute = stage.conversation().mute.as_ref();
    let mute = mute.filter(|mute| mute.until.is_none_or(|until| until > stage.now));
    let why = mute.map(|mute| mute.why);
    let shown = match why {
        Some(MuteReason::Handover) => return None,
        Some(MuteReason::Human) => "silent because a person answered",
        Some(MuteReason::ThreadLost) => "silent because another app has the thread",
        Some(MuteReason::Breaker) => "silent because it spoke too often",
        None => "the bot speaks",
    };
    Some(told::wrong(span, "The conversation was not handed over").label(shown))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bot::Bot;
    use crate::limits::WINDOW;
    use crate::source::{Source, Sources};
    use crate::words::conversation::Mute;

    #[test]
    fn a_conversation_is_handed_over_until_somebody_gives_it_back() {
        let text = "a:\n  when: any message\n  say: hi\n";
        let file = Source { path: "flows/a.yaml".into(), text: text.into() };
        let bot = Bot::compile(Arc::new(Sources::new(vec![file]))).0.unwrap();
        let holds = |until, why| {
            let mut stage = Stage::new(&bot);
            stage.own().mute = Some(Mute { until, why });
            check(&stage, &Claim::HandedOver, Span::default()).is_none()
        };
        let now = Stage::new(&bot).now;
        assert!(holds(None, MuteReason::Handover));
        assert!(holds(Some(now.plus(WINDOW)), MuteReason::Handover));
        assert!(!holds(Some(now), MuteReason::Handover));
        assert!(!holds(None, MuteReason::Human));
    }
}
