//! What is said of a line that did not hold.

use crate::bot::Bot;
use crate::rehearsal::said::Said;
use crate::rehearsal::watched::Watched;
use crate::rehearsal::{contest, differ, written};
use crate::script::bubble::Bubble;
use crate::script::line::{Line, LineKind};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::turn::Fault;

/// The bot said something else than a line expects.
pub(super) fn other(bot: &Bot, line: &Line, said: Option<&Said>) -> Diagnostic {
    let told = Diagnostic::error(Code("X1101"), line.span, "The bot said something else");
    let Some(said) = said else { return told.label("it said nothing more").fix(ACCEPT) };
    let got = written::bubble(said);
    let told = told.label(format!("it said: {}", written::one_line(got.clone())));
    let note = match &line.kind {
        LineKind::Bot(bubble) => {
            let got = written::one_line(as_far_as(bubble, got));
            let expected = written::one_line(bubble.clone());
            let (expected, got) = differ::marked(&expected, &got);
            format!("expected: {expected}\n     got: {got}\n{}", because(bot, said))
        }
        LineKind::Nothing
        | LineKind::Include(_)
        | LineKind::Given(_)
        | LineKind::You(_)
        | LineKind::App(..)
        | LineKind::Person(_)
        | LineKind::After(_)
        | LineKind::Then(_) => because(bot, said),
    };
    told.note(note).fix(ACCEPT)
}

/// The bot said something that no line of the test expects.
pub(super) fn unexpected(bot: &Bot, span: Span, said: &Said) -> Diagnostic {
    let what = "The bot says more than the test expects";
    Diagnostic::error(Code("X1101"), span, what)
        .label(format!("it said: {}", written::one_line(written::bubble(said))))
        .note(because(bot, said))
        .fix(ACCEPT)
}

/// What the bot said, without labels and destinations that the test does not look at.
fn as_far_as(expected: &Bubble, mut got: Bubble) -> Bubble {
    let Some(own) = &expected.labels else { return Bubble { labels: None, ..got } };
    for (at, label) in got.labels.iter_mut().flatten().enumerate() {
        if own.get(at).is_some_and(|own| own.leads.is_none()) {
            label.leads = None;
        }
    }
    got
}

/// How to take what the bot says now.
const ACCEPT: &str = "accept the new answer: the same command with --update";

/// The step that said it.
fn because(bot: &Bot, said: &Said) -> String {
    let place = &said.reply.place;
    format!("because of {}:{}{}", place.file, place.line, source_line(bot, said))
}

/// With who took what the visitor did before, and who did not.
pub(super) fn taken(told: Diagnostic, watched: &[Watched]) -> Diagnostic {
    let heard = watched.iter().find(|turn| !turn.trace.input.text.is_empty());
    heard.map(contest::why).unwrap_or_default().into_iter().fold(told, with_line)
}

/// With one more line about why.
fn with_line(told: Diagnostic, line: String) -> Diagnostic {
    let note = if told.note.is_empty() { line } else { format!("{}\n{line}", told.note) };
    told.note(note)
}

/// With the step that failed before, if one did.
pub(super) fn after(told: Diagnostic, fault: Option<&Fault>) -> Diagnostic {
    let Some(fault) = fault else { return told };
    let place = fault.place.as_ref().map(|place| format!("{}:{}: ", place.file, place.line));
    let failed = format!("a step failed: {}{}", place.unwrap_or_default(), fault.text);
    with_line(told, failed)
}

/// Nothing on the screen has this label.
pub(super) fn no_label(span: Span, label: &str, there: &[String]) -> Diagnostic {
    let there = written::list(there);
    let headline = format!("There is no button \"{label}\" on screen (there is: {there})");
    Diagnostic::error(Code("X1102"), span, headline)
}

/// A claim does not hold.
pub(super) fn wrong(span: Span, what: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code("X1103"), span, what)
}

/// The author's own line that said it.
fn source_line(bot: &Bot, said: &Said) -> String {
    let place = &said.reply.place;
    let file = bot.sources.iter().find(|(_, source)| source.path == place.file);
    let index = usize::try_from(place.line).unwrap_or(0).saturating_sub(1);
    let line = file.and_then(|(_, source)| source.text.lines().nth(index));
    line.map(|line| format!(": {}", line.trim())).unwrap_or_default()
}
