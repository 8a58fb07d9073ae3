//! Turns of real conversations once more, with an edited bot: what people would have seen otherwise.

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::engine;
use crate::rehearsal::said::Said;
use crate::rehearsal::{retold, written};
use crate::script::line::{Act, LineKind};
use crate::script::print;
use crate::source::Place;
use crate::words::event::{Event, EventKind};
use crate::words::input::{Answer, Input, InputKind};
use crate::words::name::ConversationKey;
use crate::words::recorded::Recorded;
use crate::words::reply::Reply;
use crate::words::turn::{Dice, Moment, Outcome, Took, Turn, Want};

/// A turn that goes otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Whose conversation.
    pub key: ConversationKey,
    /// The turn's number in it.
    pub seq: u64,
    /// What the visitor did, in a few words.
    pub heard: String,
    /// What was said.
    pub before: Vec<String>,
    /// What would be said.
    pub after: Vec<String>,
}

/// Turns that go otherwise for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// One sentence.
    pub what: String,
    /// The author's line that makes the difference.
    pub place: Option<Place>,
    /// The turns.
    pub turns: Vec<Changed>,
}

/// Holds all turns once more; causes with the most turns come first.
#[must_use]
pub fn replay(bot: &Bot, recorded: &[Recorded], step: &mut dyn FnMut()) -> Vec<Cause> {
    let mut causes: BTreeMap<(String, String), Cause> = BTreeMap::new();
    for old in recorded {
        step();
        let Some((what, place, changed)) = one(bot, old) else { continue };
        let line = place.as_ref().map(|place| format!("{}:{}", place.file, place.line));
        let cause = causes
            .entry((line.unwrap_or_default(), what.clone()))
            .or_insert_with(|| Cause { what, place, turns: Vec::new() });
        cause.turns.push(changed);
    }
    let mut causes: Vec<Cause> = causes.into_values().collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.turns.len()));
    causes
}

/// What differs in one turn, if anything that people see does.
fn one(bot: &Bot, old: &Recorded) -> Option<(String, Option<Place>, Changed)> {
    if matches!(old.outcome, Outcome::Done { took: Took::Waits, .. }) {
        // It said nothing; what was said once Meta had told is another turn.
        return None;
    }
    let dice = Dice::Seed(old.seed);
    let at = Moment { key: old.key.clone(), now: old.now, dice, tracing: true };
    let mut new = engine::turn(bot, &old.before, &old.input, &at);
    if let Some(Want::Profile { fetch, .. }) = &new.wants {
        // Nobody knows what Meta would have told.
        let kind = InputKind::Fetched { fetch: fetch.clone(), answer: Answer::Timeout };
        new = engine::turn(bot, &new.after, &Input { kind, ..old.input.clone() }, &at);
    }
    let (before, after) = (lines(bot, &old.key, &old.replies), lines(bot, &old.key, &new.replies));
    if before == after {
        return None;
    }
    let (what, place) = why(old, &new, (&before, &after));
    let changed = Changed {
        key: old.key.clone(),
        seq: old.input.seq,
        heard: heard(&old.input.kind),
        before,
        after,
    };
    Some((what, place, changed))
}

/// Bubbles as tests write them, so that lines of files play no part.
fn lines(bot: &Bot, key: &ConversationKey, replies: &[Reply]) -> Vec<String> {
    let line = |reply: &Reply| match Said::new(bot, key, reply.clone()) {
        Ok(said) => written::one_line(written::bubble(&said)),
        Err(error) => error.to_string(),
    };
    replies.iter().map(line).collect()
}

/// The line that makes the difference.
fn why(
    old: &Recorded,
    new: &Turn,
    (before, after): (&[String], &[String]),
) -> (String, Option<Place>) {
    if let (Some(was), Some(is)) = (taker(&old.outcome), taker(&new.outcome))
        && was != is
    {
        let candidates = new.trace.iter().flat_map(|trace| &trace.contest);
        let won = candidates.into_iter().find(|one| one.lost.is_none());
        let first = || new.replies.first().map(|reply| reply.place.clone());
        let place = won.map(|one| one.trigger.clone()).or_else(first);
        return (format!("taken by {is} instead of {was}"), place);
    }
    if let Outcome::Done { faults, .. } = &new.outcome
        && let Some(fault) = faults.first()
    {
        return (format!("a step fails: {}", fault.text), fault.place.clone());
    }
    let same = before.iter().zip(after).take_while(|(before, after)| before == after).count();
    match (new.replies.get(same), old.replies.get(same)) {
        (Some(reply), Some(_)) => ("says something else".into(), Some(reply.place.clone())),
        (Some(reply), None) => ("says more".into(), Some(reply.place.clone())),
        (None, Some(_)) => {
            let steps = new.trace.iter().flat_map(|trace| &trace.steps);
            let last = steps.last().map(|step| step.place.clone());
            ("says less".into(), last)
        }
        (None, None) => ("goes otherwise".into(), None),
    }
}

fn taker(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Done { took, .. } => Some(took.to_string()),
        Outcome::Skipped(_) | Outcome::Dead(_) => None,
    }
}

/// What the turn was about, for people.
fn heard(kind: &InputKind) -> String {
    match kind {
        InputKind::Visitor(event) => did(event),
        InputKind::Timer { .. } => "(time passed)".to_owned(),
        InputKind::Fetched { .. } => "(another server answered)".to_owned(),
        InputKind::Operator(_) => "(an operator)".to_owned(),
        InputKind::App { name, .. } => format!("(app {name})"),
    }
}

/// What somebody did: their words, `[Label]`, or the line that a test would have.
fn did(event: &Event) -> String {
    if let EventKind::Text(text) = &event.kind {
        return text.text.clone();
    }
    if let EventKind::Tap(tap) = &event.kind {
        let label = tap.label.as_ref().or(tap.payload.as_ref());
        return format!("[{}]", label.map_or("", String::as_str));
    }
    match retold::did(event) {
        Some(LineKind::You(Act::Say(text))) => text,
        Some(line) => print::line(&line),
        None => "(an event)".to_owned(),
    }
}
