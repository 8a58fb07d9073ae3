//! Who could have taken a message, who did, and why, in words for people.

use crate::limits::LOSERS_SHOWN_MAX;
use crate::rehearsal::watched::Watched;
use crate::words::trace::{Candidate, Class, Lost, Trace};
use crate::words::turn::{Outcome, Took};

/// Who took what the visitor did, with the author's line, and those who came next.
#[must_use]
pub fn why(turn: &Watched) -> Vec<String> {
    let Watched { trace, outcome, .. } = turn;
    let winner = trace.contest.iter().find(|one| one.lost.is_none());
    let place = winner.map(|one| format!(" ({}:{})", one.trigger.file, one.trigger.line));
    let by_trigger = matches!(trace.took, Took::Trigger(_) | Took::Fallback(_));
    let place = place.filter(|_| by_trigger).unwrap_or_default();
    let heard = match &turn.tapped {
        Some(tapped) if !tapped.label.is_empty() => format!("[{}]", tapped.label),
        Some(_) | None => format!("\"{}\"", trace.input.text),
    };
    let said = taken(trace, outcome);
    let mut lines = vec![format!("{heard}: {}{place}", said.trim_end_matches('.'))];
    let losers = trace.contest.iter().filter(|one| one.lost.is_some() && one.class != Class::Any);
    lines.extend(losers.take(LOSERS_SHOWN_MAX).map(|one| {
        let [flow, place, how, why] = row(one);
        format!("Not \"{flow}\" ({place}, {how}): {why}")
    }));
    if trace.contest.iter().all(|one| one.class == Class::Any) && by_trigger {
        lines.push("No other trigger matches it".to_owned());
    }
    lines
}

/// A candidate: its flow, its line, how its trigger matches, and why it wins or not.
#[must_use]
pub fn row(one: &Candidate) -> [String; 4] {
    let place = format!("{}:{}", one.trigger.file, one.trigger.line);
    let why = one.lost.as_ref().map_or_else(|| "wins".to_owned(), lost);
    [one.flow.to_string(), place, how(one), why]
}

/// How a trigger matches.
#[must_use]
pub fn how(one: &Candidate) -> String {
    match one.class {
        Class::Exact => "the whole message".to_owned(),
        Class::Anchored => "a regex for the whole message".to_owned(),
        Class::Words => format!("{} letters of it", one.covered),
        Class::Like => format!("{} letters of it, with typos", one.covered),
        Class::Intent => "what Messenger understood".to_owned(),
        Class::Any => "any message".to_owned(),
    }
}

/// Why a candidate did not win.
#[must_use]
pub fn lost(lost: &Lost) -> String {
    match lost {
        Lost::Class => "loses: the winner's kind of trigger is more exact".into(),
        Lost::Edits => "loses: the winner overlooks fewer typos".into(),
        Lost::Confidence => "loses: Messenger is surer of the winner".into(),
        Lost::Covered => "loses: the winner matches more letters".into(),
        Lost::Start => "loses: the winner's words come earlier".into(),
        Lost::Open => "loses: the winner leaves less open".into(),
        Lost::Locale => "loses: the winner's language is nearer to the visitor's".into(),
        Lost::Priority => "loses: the winner has the higher priority".into(),
        Lost::HasIf => "loses: the winner has an `if`".into(),
        Lost::Name => "loses: all is equal, and the winner's name comes first".into(),
        Lost::Condition(condition) => format!("refused: `{condition}` does not hold"),
        Lost::Unclear { condition, why } => {
            format!("refused: `{condition}` cannot be worked out ({why})")
        }
        Lost::After(flow) => format!("refused: it wants \"{flow}\" to have ended just before"),
        Lost::Once => "refused: its `once` is used up".into(),
        Lost::Earlier => "was not asked: something that comes first took the message".into(),
    }
}

/// Who took it in the end.
#[must_use]
pub fn taken(trace: &Trace, outcome: &Outcome) -> String {
    if let Outcome::Skipped(reason) = outcome {
        return format!("The bot leaves it alone: {}.", reason.as_str());
    }
    match &trace.took {
        Took::Trigger(flow) => format!("It starts \"{flow}\"."),
        Took::Tap(flow) => format!("It is what a button says; that leads to \"{flow}\"."),
        Took::Answer(step) => format!("It answers the question {step}."),
        Took::Retry(step) => format!("It is a wrong answer to {step}, which asks again."),
        Took::Cancel => "It is a cancel word: what was open is dropped.".to_owned(),
        Took::Fallback(flow) => {
            format!("Nobody else takes it, so \"{flow}\" does, which takes any message.")
        }
        Took::Human => "A person talks with the visitor; the bot is silent.".to_owned(),
        Took::Timer(key) => format!("Its time has come: {key}."),
        Took::Fetched => "It goes on with what was answered.".to_owned(),
        Took::Operator => "Somebody who runs the bot asked for it.".to_owned(),
        Took::Waits => "It waits until Messenger has told who the visitor is.".to_owned(),
        Took::Nobody => "Nobody takes it, and people would get silence.".to_owned(),
    }
}
