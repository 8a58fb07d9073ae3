//! The map of the bot, the lines behind it, and the way of a conversation.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use warp::reply::Response;

use crate::bot::Bot;
use crate::chart::Tests;
use crate::engine;
use crate::limits::MAP_TURNS_MAX;
use crate::rehearsal::{chats, suite};
use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::map::{self, Runs};
use crate::studio::routes::Asked;
use crate::studio::routes::answer::{self, broken, failed};
use crate::words::recorded::Recorded;
use crate::words::trace::Trace;
use crate::words::turn::{Dice, Moment};

/// All flows or one, coloured by traffic or by what the tests come to.
pub(super) async fn map<S: Store>(desk: Arc<Desk<S>>, asked: Asked) -> Response {
    let drawn = tokio::task::spawn_blocking(move || {
        let bot = desk.live.bot();
        let flow = asked.get("flow").filter(|flow| !flow.is_empty());
        let tested = asked.get("colour").is_some_and(|colour| colour == "tests");
        let tests: Tests = tested.then(|| covered(&bot));
        map::drawn(&bot, flow.as_deref(), &runs(&bot, &desk.past.turns()), &tests)
    });
    match drawn.await {
        Ok(Some(drawn)) => answer::json(&drawn),
        Ok(None) => failed("there is no such flow"),
        Err(error) => broken(error),
    }
}

fn covered(bot: &Bot) -> BTreeMap<(crate::words::name::FlowName, u32), u32> {
    let (chats, _) = chats::read(bot);
    let played = suite::all(bot, &chats, true, &|| {});
    suite::covered(bot, &played).lines()
}

/// How often steps ran in the newest turns that the store remembers, by the bot as it is now.
fn runs(bot: &Bot, past: &[Recorded]) -> Runs {
    let mut runs = Runs::new();
    for old in past.iter().rev().take(MAP_TURNS_MAX) {
        let dice = Dice::Seed(old.seed);
        let at = Moment { key: old.key.clone(), now: old.now, dice, tracing: true };
        let trace = engine::turn(bot, &old.before, &old.input, &at).trace;
        for step in steps(trace.as_ref()) {
            let times = runs.entry(step).or_default();
            *times = times.saturating_add(1);
        }
    }
    runs
}

/// The steps of a turn, each once for every time that the conversation came to it.
fn steps(trace: Option<&Trace>) -> Vec<String> {
    let mut steps: Vec<String> =
        trace.iter().flat_map(|trace| &trace.steps).map(|step| step.key.to_string()).collect();
    steps.dedup();
    steps
}

/// The steps that a conversation went through, in order.
pub(super) fn path<S: Store>(desk: &Desk<S>, asked: &Asked) -> Response {
    let tape = desk.tape(&asked.get("visitor").unwrap_or_default());
    let mut nodes: Vec<String> =
        tape.takes.iter().flat_map(|take| steps(take.turn.trace.as_ref())).collect();
    nodes.dedup();
    answer::json(&json!({ "nodes": nodes }))
}

/// The lines of the step that stands on a line.
pub(super) fn lines<S: Store>(desk: &Desk<S>, asked: &Asked) -> Response {
    let bot = desk.live.bot();
    let (file, line) = (asked.get("file").unwrap_or_default(), asked.get("line"));
    let source = bot.sources.iter().find(|(_, source)| *source.path == *file);
    let line = line.and_then(|line| line.parse::<u32>().ok());
    let (Some((_, source)), Some(line)) = (source, line) else {
        return failed("there is no such line");
    };
    let text = map::block(&source.text, line);
    answer::json(&json!({"file": file, "line": line, "text": text}))
}
