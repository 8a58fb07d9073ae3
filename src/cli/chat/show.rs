//! What the bot remembers, and why it answered so.

use crate::cli::colour::Paint;
use crate::cli::contest;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::talk::Happened;
use crate::rehearsal::watched::Watched;
use crate::script::line::{Act, LineKind};
use crate::script::print;
use crate::words::conversation::Profile;
use crate::words::name::Vars;
use crate::words::turn::{Fault, Outcome};

/// Everything that is remembered, by where it lives.
pub(super) fn vars(stage: &Stage<'_>) -> String {
    let now = stage.conversation();
    let mut lines = Vec::new();
    for frame in now.stack.iter().rev() {
        let asks = if frame.open.is_some() { ", where an answer is waited for" } else { "" };
        lines.push(format!("in {}{asks}", frame.at));
        lines.extend(block("", &frame.vars));
    }
    if now.stack.is_empty() {
        lines.push("No flow is open.".to_owned());
    }
    lines.extend(block("chat.", &now.chat));
    lines.extend(block("user.", &now.user));
    if let Profile::Known { fields, .. } = &now.profile {
        let told = fields.iter().filter(|(_, value)| value.as_str() != Some(""));
        let told = told.map(|(name, value)| (name.clone(), value.clone()));
        lines.extend(block("user.", &told.collect()));
    }
    lines.extend(now.locale.iter().map(|locale| format!("  language: {locale}")));
    lines.push(clock(stage));
    lines.join("\n")
}

/// What the clock shows where the bot is at home. It moves as the conversation does, so that a
/// recorded one goes the same way every day.
pub(super) fn clock(stage: &Stage<'_>) -> String {
    let shown = stage.bot().settings.zone.local(stage.now);
    format!("It is {}", shown.strftime("%A, %-d %B %Y, %H:%M"))
}

fn block(prefix: &str, vars: &Vars) -> Vec<String> {
    let line = |(name, value): (&_, &_)| format!("  {prefix}{name} = {}", print::value(value));
    vars.iter().map(line).collect()
}

/// How the last answer came about.
pub(super) fn why(last: Option<&Happened>, paint: Paint) -> String {
    let Some(last) = last else { return "Nothing has happened yet.".to_owned() };
    let what = match &last.line {
        LineKind::You(Act::Say(text)) => text.clone(),
        other => print::line(other),
    };
    let turns = last.watched.iter().map(|turn| {
        let open = turn.trace.stack_before.last().map(ToString::to_string);
        let head = contest::show(turn, &what, open.as_deref(), paint);
        format!("{head}\n{}", steps(turn))
    });
    let all: Vec<String> = turns.collect();
    if all.is_empty() { "The bot had nothing to do.".to_owned() } else { all.join("\n") }
}

/// The steps that ran, each once in a row.
fn steps(turn: &Watched) -> String {
    let mut lines: Vec<String> = Vec::new();
    for step in &turn.trace.steps {
        let place = format!("{}:{}", step.place.file, step.place.line);
        let held = step.condition.as_ref().map(|(text, holds)| {
            format!("  if: {text} {}", if *holds { "holds" } else { "does not hold" })
        });
        let line = format!("  {place}  {}{}", step.key, held.unwrap_or_default());
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    if let Outcome::Done { faults, .. } = &turn.outcome {
        lines.extend(faults.iter().map(fault));
    }
    lines.join("\n")
}

/// A step that failed.
pub(super) fn fault(fault: &Fault) -> String {
    let place = fault.place.as_ref();
    let place = place.map(|place| format!("{}:{}: ", place.file, place.line)).unwrap_or_default();
    format!("A step failed: {place}{} [{}]", fault.text, fault.code)
}
