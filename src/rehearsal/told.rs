//! What is said of a line that did not hold.

use crate::bot::Bot;
use crate::rehearsal::said::Said;
use crate::rehearsal::written;
use crate::script::line::{Line, LineKind};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::turn::Fault;

/// The bot said something else than a line expects.
pub(super) fn other(bot: &Bot, line: &Line, said: Option<&Said>) -> Diagnostic {
    let expected = match &line.kind {
        // Only the line's beginning is shown beside the caret.
        LineKind::Bot(bubble) if !line.gaps.is_empty() => {
            format!("expected: {}\n", written::one_line(bubble.clone()))
        }
        _ => String::new(),
    };
    let told = Diagnostic::error(Code("X1101"), line.span, "The bot said something else");
    match said {
        Some(said) => because(bot, told, said, &expected),
        None => told.label("it said nothing more").note(expected.trim_end()),
    }
}

/// The bot said something that no line of the test expects.
pub(super) fn unexpected(bot: &Bot, span: Span, said: &Said) -> Diagnostic {
    let what = "The bot says more than the test expects";
    because(bot, Diagnostic::error(Code("X1101"), span, what), said, "")
}

fn because(bot: &Bot, told: Diagnostic, said: &Said, expected: &str) -> Diagnostic {
    let place = &said.reply.place;
    let line = source_line(bot, said);
    told.label(format!("it said: {}", written::one_line(written::bubble(said))))
        .note(format!("{expected}because of {}:{}{line}", place.file, place.line))
        .fix("accept the new answer: saywhen test --update")
}

/// With the step that failed before, if one did.
pub(super) fn after(told: Diagnostic, fault: Option<&Fault>) -> Diagnostic {
    let Some(fault) = fault else { return told };
    let place = fault.place.as_ref().map(|place| format!("{}:{}: ", place.file, place.line));
    let failed = format!("a step failed: {}{}", place.unwrap_or_default(), fault.text);
    let note = if told.note.is_empty() { failed } else { format!("{}\n{failed}", told.note) };
    told.note(note)
}

/// Nothing on the screen has this label.
pub(super) fn no_label(span: Span, label: &str, there: &[String]) -> Diagnostic {
    let there = written::list(there);
    let headline = format!("There is no button \"{label}\" on screen (there is: {there})");
    Diagnostic::error(Code("X1102"), span, headline)
}

/// The notation has it, the runner does not yet.
pub(super) fn not_yet(span: Span, what: &str) -> Diagnostic {
    let headline = format!("saywhen understands \"{what}\" but cannot run it yet");
    Diagnostic::error(Code("K299"), span, headline)
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
