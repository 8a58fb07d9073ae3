//! The contest for a message, as people read it.

use serde_json::{Value, json};

use crate::cli::colour::Paint;
use crate::rehearsal::contest::{row, taken};
use crate::rehearsal::said::Said;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::watched::Watched;
use crate::rehearsal::written;
use crate::script::line::LineKind;
use crate::script::print;
use crate::words::trace::{Candidate, Trace};

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
