//! Answers of other servers: the run that waits for one goes on behind its step, or in the arm for
//! what went wrong (MODEL 4, 7).

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind, Pc};
use crate::engine::exec::Next;
use crate::engine::route::done;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::engine::{exec, failure, human, open, reload, stack};
use crate::flow::model::http::{Failing, Http};
use crate::words::conversation::Conversation;
use crate::words::input::{Answer, InputKind};
use crate::words::name::{FetchId, StepKey, TimerKey, Value};
use crate::words::turn::{Fault, Outcome, Reason, TimerChange, Took};

/// How the key of a call's deadline begins.
const DEADLINE: &str = "deadline:";

/// The timer that ends waiting for a call.
pub(super) fn deadline(fetch: &FetchId) -> TimerKey {
    TimerKey::new(format!("{DEADLINE}{fetch}"))
}

/// The call whose waiting a timer ends, if it does.
pub(super) fn deadline_of(key: &TimerKey) -> Option<FetchId> {
    key.as_str().strip_prefix(DEADLINE).map(FetchId::from)
}

/// Whether an input is what a conversation waits for.
pub(super) fn answers(before: &Conversation, kind: &InputKind) -> bool {
    let waits = |fetch: &FetchId| before.fetching.as_ref().is_some_and(|f| &f.fetch == fetch);
    match kind {
        InputKind::Fetched { fetch, .. } => waits(fetch),
        InputKind::Timer { key, .. } => deadline_of(key).is_some_and(|fetch| waits(&fetch)),
        InputKind::Visitor(_) | InputKind::Operator(_) | InputKind::App { .. } => false,
    }
}

/// The code of a step, if it is a call of another server.
pub(super) fn called<'a>(bot: &'a Bot, key: &StepKey) -> Option<(Pc, &'a Op)> {
    let first = bot.find(key)?;
    // An `if` on the call stands before it, under the same key.
    [first, first.next()].into_iter().find_map(|pc| {
        let op = bot.op(&key.flow, pc).filter(|op| &op.key == key)?;
        matches!(op.kind, OpKind::Http(..)).then_some((pc, op))
    })
}

/// Waits no longer for the call that is under way.
pub(super) fn give_up(run: &mut Run<'_>) {
    run.wants = None;
    if let Some(fetching) = run.state.fetching.take() {
        run.timers.push(TimerChange::Drop(deadline(&fetching.fetch)));
    }
}

/// Goes on with an answer. A bot that is silent hears it, and says nothing.
pub(super) fn answered(run: &mut Run<'_>, fetch: &FetchId, answer: &Answer) -> Outcome {
    if run.state.fetching.as_ref().is_none_or(|fetching| &fetching.fetch != fetch) {
        return Outcome::Skipped(Reason::Stale);
    }
    give_up(run);
    let silent = human::is_silent(run);
    let waiting = run.top().map(|frame| frame.run);
    reload::settle(run);
    let same = run.wants.is_none() && run.top().map(|frame| frame.run) == waiting;
    let bot = run.bot;
    let found = run.top().filter(|frame| same && frame.open.is_none());
    if let Some((pc, op)) = found.and_then(|frame| called(bot, &frame.at)) {
        go_on(run, (pc, op), answer);
    }
    if silent {
        run.replies.clear();
    }
    done(Took::Fetched)
}

fn go_on(run: &mut Run<'_>, (pc, op): (Pc, &Op), answer: &Answer) {
    let OpKind::Http(http, arms) = &op.kind else { return };
    stack::leave_loops(run, Some(pc));
    exec::trace(run, op, pc);
    let next = match good(http, answer) {
        Ok(body) => match save(run, op, http, body) {
            Ok(()) => Next::At(pc.next()),
            Err(fault) => failure::handle(run, op, fault),
        },
        Err(wrong) => match arm(arms, &wrong) {
            Some(arm) => Next::At(arm),
            None => failure::handle(run, op, fault(op, http, &wrong)),
        },
    };
    open::resume(run, next);
}

/// What went wrong with a call: cases from the narrowest on, and a few words.
struct Wrong {
    cases: Vec<Failing>,
    text: String,
}

/// The body of a good answer.
fn good<'a>(http: &Http, answer: &'a Answer) -> Result<&'a Value, Wrong> {
    let wrong = |cases: &[Failing], text: String| Err(Wrong { cases: cases.to_vec(), text });
    let (code, body) = match answer {
        Answer::Status { code, body } => (*code, body),
        Answer::Timeout => return wrong(&[Failing::Timeout], "did not answer in time".to_owned()),
        Answer::Refused { why } => {
            return wrong(&[], format!("gave no answer that can be used: {why}"));
        }
        Answer::Profile(_) => return wrong(&[], "answered something else".to_owned()),
    };
    if !(200..300).contains(&code) {
        let cases = [Failing::Status(code), Failing::Class(code / 100)];
        return wrong(&cases, format!("answered {code}"));
    }
    let missing = http.expect.iter().find(|path| !has(body, path));
    missing.map_or(Ok(body), |path| wrong(&[], format!("answered without \"{path}\"")))
}

/// Whether there is something behind a path with dots.
fn has(body: &Value, path: &str) -> bool {
    let found = path.split('.').try_fold(body, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => value.get(key),
    });
    found.is_some_and(|value| !value.is_null())
}

fn arm(arms: &[(Failing, Pc)], wrong: &Wrong) -> Option<Pc> {
    let cases = wrong.cases.iter().chain(&[Failing::Any]);
    cases.into_iter().find_map(|case| arms.iter().find(|(arm, _)| arm == case)).map(|(_, pc)| *pc)
}

fn save(run: &mut Run<'_>, op: &Op, http: &Http, body: &Value) -> Result<(), Fault> {
    let Some(slot) = &http.save else { return Ok(()) };
    sized(body, &op.place)?;
    run.room(size(body), &op.place)?;
    run.set(slot, if body.is_null() { Value::from("") } else { body.clone() });
    Ok(())
}

fn fault(op: &Op, http: &Http, wrong: &Wrong) -> Fault {
    let text = format!("the server of this {} {}", http.method, wrong.text);
    Fault { code: "F817".into(), place: Some(op.place.clone()), text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_narrowest_arm_is_taken() {
        let arms =
            [(Failing::Any, Pc(1)), (Failing::Class(4), Pc(2)), (Failing::Status(404), Pc(3))];
        let taken =
            |cases: &[Failing]| arm(&arms, &Wrong { cases: cases.to_vec(), text: String::new() });
        assert_eq!(taken(&[Failing::Status(404), Failing::Class(4)]), Some(Pc(3)));
        assert_eq!(taken(&[Failing::Status(400), Failing::Class(4)]), Some(Pc(2)));
        assert_eq!(taken(&[Failing::Status(500), Failing::Class(5)]), Some(Pc(1)));
        assert_eq!(taken(&[Failing::Timeout]), Some(Pc(1)));
        assert_eq!(arm(&[], &Wrong { cases: vec![], text: String::new() }), None);
    }

    #[test]
    fn expected_fields_lie_behind_dots() {
        let body = json!({"items": [{"id": 3}], "none": null});
        assert!(has(&body, "items") && has(&body, "items.0.id"));
        assert!(!has(&body, "none") && !has(&body, "items.1") && !has(&body, "id"));
    }
}
