//! The contest for a message, as people read it.

use serde_json::{Value, json};

use crate::cli::colour::Paint;
use crate::rehearsal::said::Said;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::watched::Watched;
use crate::rehearsal::written;
use crate::script::line::LineKind;
use crate::script::print;
use crate::words::trace::{Candidate, Class, Lost, Trace};
use crate::words::turn::{Outcome, Took};

/// The question that is open before the message comes.
pub(super) fn open(stage: &Stage<'_>) -> Option<String> {
    let now = stage.conversation();
    let frame = now.stack.last().filter(|frame| frame.open.is_some())?;
    Some(frame.at.to_string())
}

/// For other programs.
pub(super) fn json(stage: &Stage<'_>) -> Value {
    let first = stage.watched.first();
    let bubbles = stage.said.iter().filter(|said| said.is_bubble());
    let said: Vec<String> =
        bubbles.map(|said| print::line(&LineKind::Bot(written::bubble(said)))).collect();
    json!({
        "trace": first.map(|turn| &turn.trace),
        "outcome": first.map(|turn| &turn.outcome),
        "says": said,
    })
}

/// For people.
pub(super) fn show(turn: &Watched, text: &str, open: Option<&str>, paint: Paint) -> String {
    let Watched { trace, outcome, .. } = turn;
    let mut lines = vec![paint.strong(&format!("\"{text}\""))];
    if trace.input.folded != text {
        lines.push(paint.faint(&format!("rules see: {}", trace.input.folded)));
    }
    lines.push(match open {
        Some(step) => format!("Before it, {step} has asked something."),
        None => "Before it, nothing is open.".to_owned(),
    });
    lines.push(String::new());
    lines.extend(table(trace, paint));
    lines.push(taken(trace, outcome));
    lines.join("\n")
}

/// The bot's answer, in the notation of tests.
pub(super) fn answers<'s>(said: impl Iterator<Item = &'s Said>) -> Vec<String> {
    let bubbles = said.filter(|said| said.is_bubble());
    let lines = bubbles.map(|said| {
        let place = &said.reply.place;
        let line = print::line(&LineKind::Bot(written::bubble(said)));
        format!("{line}  # {}:{}", place.file, place.line)
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { vec![print::line(&LineKind::Nothing)] } else { lines }
}

/// Everybody who could have taken it.
fn table(trace: &Trace, paint: Paint) -> Vec<String> {
    if trace.contest.is_empty() {
        return vec!["No trigger matches.".to_owned()];
    }
    let rows: Vec<[String; 4]> = trace.contest.iter().map(row).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    let line = |([flow, place, how, why], one): (&[String; 4], &Candidate)| {
        let text = format!("{flow:first$}  {place:second$}  {how:third$}  {why}");
        match one.lost {
            None => paint.good(&format!("+ {text}")),
            Some(_) => format!("- {text}"),
        }
    };
    let lines = rows.iter().zip(&trace.contest).map(line).chain([String::new()]);
    lines.collect()
}

fn row(one: &Candidate) -> [String; 4] {
    let place = format!("{}:{}", one.trigger.file, one.trigger.line);
    let how = match one.class {
        Class::Exact => "the whole message".to_owned(),
        Class::Anchored => "a regex for the whole message".to_owned(),
        Class::Words => format!("{} letters of it", one.covered),
        Class::Like => format!("{} letters of it, with typos", one.covered),
        Class::Intent => "what Messenger understood".to_owned(),
        Class::Any => "any message".to_owned(),
    };
    let why = one.lost.as_ref().map_or_else(|| "wins".to_owned(), lost);
    [one.flow.to_string(), place, how, why]
}

fn lost(lost: &Lost) -> String {
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
fn taken(trace: &Trace, outcome: &Outcome) -> String {
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
        Took::Timer(_) | Took::Fetched | Took::Operator => format!("Taken by {}.", trace.took),
        Took::Waits => "It waits until Messenger has told who the visitor is.".to_owned(),
        Took::Nobody => "Nobody takes it, and people would get silence.".to_owned(),
    }
}
