//! Why a turn went as it did, for the page.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::fake::Call;
use crate::flow::model::slot::Slot;
use crate::rehearsal::again::Take;
use crate::rehearsal::contest;
use crate::rehearsal::said::Said;
use crate::source::Place;
use crate::studio::map::block;
use crate::studio::tape::Tape;
use crate::studio::travel::raw;
use crate::studio::view::spot;
use crate::words::conversation::Conversation;
use crate::words::input::{Answer, InputKind};
use crate::words::name::{ConversationKey, OutboxId};
use crate::words::reply::Reply;
use crate::words::trace::{Candidate, StepTrace, Trace};
use crate::words::turn::{Fault, Outcome, Took, Want};

/// The version of the Graph API that a command for the terminal calls.
const GRAPH: &str = "https://graph.facebook.com/v26.0/me";

/// What became of replies, as the store has it.
pub(super) type States = BTreeMap<OutboxId, String>;

/// All that is known of a turn; none if it was not traced.
pub(super) fn why(
    bot: &Bot,
    key: &ConversationKey,
    (past, position): (&Tape, usize),
    states: &States,
) -> Option<Value> {
    let take = past.takes.get(position)?;
    let later = past.takes.get(position..).unwrap_or_default();
    let trace = take.turn.trace.as_ref()?;
    let open = take.before.stack.last().filter(|frame| frame.open.is_some());
    let sends = take.turn.replies.iter().flat_map(|reply| match past.sends.get(&reply.id) {
        Some(calls) => calls.iter().map(send).collect(),
        None => unseen(bot, key, reply, states).into_iter().collect::<Vec<_>>(),
    });
    Some(json!({
        "turn": take.input.seq,
        "at": take.turn.journal.now,
        "took": trace.took.to_string(),
        "said": contest::taken(trace, &take.turn.outcome),
        "seen": {"text": trace.input.text, "folded": trace.input.folded},
        "event": raw(take),
        "open": open.map(|frame| &frame.at),
        "stack": {"before": trace.stack_before, "after": trace.stack_after},
        "contest": trace.contest.iter().map(candidate).collect::<Vec<_>>(),
        "question": question(bot, trace),
        "steps": steps(bot, trace),
        "vars": vars(bot, take, trace),
        "calls": calls(take, later),
        "then": answered(take, later).map(|(came, _)| came.input.seq),
        "sends": sends.collect::<Vec<_>>(),
        "ticks": trace.ticks,
        "micros": take.micros,
        "faults": faults(&take.turn.outcome).into_iter().map(fault).collect::<Vec<_>>(),
    }))
}

fn candidate(one: &Candidate) -> Value {
    let why = match &one.lost {
        Some(lost) => contest::lost(lost),
        None => format!("wins: {}", contest::how(one)),
    };
    json!({
        "flow": one.flow,
        "place": spot(&one.trigger),
        "class": one.class,
        "covered": one.covered,
        "start": one.start,
        "won": one.lost.is_none(),
        "why": why,
    })
}

/// The open question that took what was said, if one did, and what its answer wrote.
fn question(bot: &Bot, trace: &Trace) -> Value {
    let (Took::Answer(step) | Took::Retry(step)) = &trace.took else { return Value::Null };
    let flow = bot.flows.get(&step.flow);
    let place = flow.and_then(|flow| Some(&flow.code.iter().find(|op| op.key == *step)?.place));
    json!({
        "key": step,
        "place": place.map(spot),
        "lines": place.map(|place| lines(bot, place)),
        "taken": matches!(trace.took, Took::Answer(_)),
        "writes": trace.answer,
    })
}

fn steps(bot: &Bot, trace: &Trace) -> Vec<Value> {
    let step = |step: &StepTrace| {
        json!({
            "key": step.key,
            "place": spot(&step.place),
            "lines": lines(bot, &step.place),
            "condition": step.condition,
            "reads": step.reads,
            "writes": step.writes,
            "replies": step.replies.1,
            "notes": step.notes,
        })
    };
    trace
        .steps
        .iter()
        .enumerate()
        .filter(|(at, one)| !is_return(one, trace, *at))
        .map(|(_, one)| step(one))
        .collect()
}

/// Whether a step only leads on behind the branches that it had led into before, or behind an answer.
fn is_return(one: &StepTrace, trace: &Trace, at: usize) -> bool {
    let does = one.condition.is_some() || one.replies.1 > 0;
    let told = !(one.reads.is_empty() && one.writes.is_empty() && one.notes.is_empty());
    // A question that was answered is told of already.
    let answered = matches!(&trace.took, Took::Answer(step) if *step == one.key);
    let before = || trace.steps.iter().take(at).any(|before| before.key == one.key);
    !does && !told && (answered || before())
}

/// The author's lines of a step.
fn lines(bot: &Bot, place: &Place) -> String {
    let source = bot.sources.iter().find(|(_, source)| source.path == place.file);
    source.map(|(_, source)| block(&source.text, place.line)).unwrap_or_default()
}

/// Variables that are something else now, and those of a run that is over since it wrote them.
fn vars(bot: &Bot, take: &Take, trace: &Trace) -> Vec<Value> {
    let (mut was, now) = (all(&take.before), all(&take.turn.after));
    let mut changed = BTreeMap::new();
    for (slot, now) in now {
        let was = was.remove(&slot).or_else(|| default(bot, &slot.1));
        if was.as_ref() != Some(&now) {
            let row = json!({"name": slot.1, "was": was, "now": now});
            changed.insert(slot, row);
        }
    }
    let written: Vec<_> = trace.steps.iter().flat_map(|step| &step.writes).collect();
    let mut written: BTreeMap<&String, &Value> =
        trace.answer.iter().chain(written).map(|(name, value)| (name, value)).collect();
    written.retain(|name, _| !changed.keys().any(|(_, other)| other == *name));
    for (slot, was) in was {
        let now = written.remove(&slot.1).filter(|_| slot.0.is_some());
        let row = match now {
            Some(now) => json!({"name": slot.1, "was": was, "now": now, "over": true}),
            None => json!({"name": slot.1, "was": was, "now": null}),
        };
        changed.insert(slot, row);
    }
    let kept = all(&take.turn.after);
    for (name, now) in written {
        let there = kept.keys().any(|(_, other)| other == name);
        if !there && !name.contains('.') {
            let row = json!({"name": name, "was": null, "now": now, "over": true});
            changed.insert((Some(u64::MAX), name.clone()), row);
        }
    }
    changed.into_values().collect()
}

/// What bot.yaml says that a variable is to begin with.
fn default(bot: &Bot, name: &str) -> Option<Value> {
    let own = |slot: &Slot| slot.to_string() == name;
    let (_, declared) = bot.settings.variables.iter().find(|(slot, _)| own(slot))?;
    Some(declared.default.clone()).filter(|value| !value.is_null())
}

/// All variables by their names, those of a run beside its number: what waits below an
/// interruption has its own still.
fn all(state: &Conversation) -> BTreeMap<(Option<u64>, String), Value> {
    let named = |root: &'static str| {
        move |(name, value): (_, &Value)| ((None, format!("{root}{name}")), value.clone())
    };
    let own = state.stack.iter().flat_map(|frame| {
        let run = frame.run;
        frame.vars.iter().map(move |(name, value)| ((Some(run), name.to_string()), value.clone()))
    });
    let chat = state.chat.iter().map(named("chat."));
    chat.chain(state.user.iter().map(named("user."))).chain(own).collect()
}

/// The turn that goes on with what another system answered, and the answer.
fn answered<'t>(take: &Take, later: &'t [Take]) -> Option<(&'t Take, &'t Answer)> {
    let asked = match take.turn.wants.as_ref()? {
        Want::Http(request) => &request.fetch,
        Want::Profile { fetch, .. } => fetch,
    };
    later.iter().find_map(|take| match &take.input.kind {
        InputKind::Fetched { fetch, answer } if fetch == asked => Some((take, answer)),
        _ => None,
    })
}

/// The outward call that the turn wants, with what came of it since.
fn calls(take: &Take, later: &[Take]) -> Vec<Value> {
    let (method, address) = match &take.turn.wants {
        Some(Want::Http(request)) => (request.method.clone(), request.address()),
        Some(Want::Profile { fields, .. }) => ("GET".to_owned(), fields.join(",")),
        None => return Vec::new(),
    };
    let came = answered(take, later);
    let (status, why) = match came.map(|(_, answer)| answer) {
        Some(Answer::Status { code, .. }) => (Some(*code), None),
        Some(Answer::Timeout) => (None, Some("no answer in time".to_owned())),
        Some(Answer::Refused { why }) => (None, Some(why.clone())),
        Some(Answer::Profile(_)) => (Some(200), None),
        None => (None, None),
    };
    let ms = came.map(|(came, _)| came.input.at.since(take.turn.journal.now).0);
    vec![json!({"method": method, "address": address, "status": status, "why": why, "ms": ms,
        "answered": came.is_some()})]
}

fn send(call: &Call) -> Value {
    let curl = curl(&call.edge, &call.body);
    json!({"body": call.body, "status": call.status, "state": null, "curl": curl})
}

/// The call of a reply as it is made: nobody has seen it yet, or it was an earlier `dev` that did.
fn unseen(bot: &Bot, key: &ConversationKey, reply: &Reply, states: &States) -> Option<Value> {
    let said = Said::new(bot, key, reply.clone()).ok()?;
    let (edge, body) = (said.edge(), said.body());
    let state = states.get(&reply.id);
    Some(json!({"body": body, "status": null, "state": state, "curl": curl(edge, body)}))
}

/// The call as a command for the terminal; the shell puts the token in.
fn curl(edge: &str, body: &Value) -> String {
    let body = body.to_string().replace('\'', r"'\''");
    format!(
        "curl -X POST '{GRAPH}/{edge}' -H \"Authorization: Bearer $PAGE_ACCESS_TOKEN\" \
         -H 'Content-Type: application/json' -d '{body}'"
    )
}

fn faults(outcome: &Outcome) -> Vec<&Fault> {
    match outcome {
        Outcome::Done { faults, .. } => faults.iter().collect(),
        Outcome::Dead(fault) => vec![fault],
        Outcome::Skipped(_) => Vec::new(),
    }
}

fn fault(fault: &Fault) -> Value {
    json!({"code": fault.code, "text": fault.text, "place": fault.place.as_ref().map(spot)})
}
