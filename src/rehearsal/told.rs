//! What is said of a line that did not hold.

use crate::bot::Bot;
use crate::script::bubble::Label;
use crate::script::line::LineKind;
use crate::script::{bubble, print};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::reply::{Action, MediaSource, QuickReply, Reply, ReplyKind};

/// The bot said something else.
pub(super) fn other(bot: &Bot, span: Span, reply: Option<&Reply>) -> Diagnostic {
    let told = Diagnostic::error(Code("X1101"), span, "The bot said something else");
    let Some(reply) = reply else { return told.label("it said nothing more") };
    let place = &reply.place;
    let line = source_line(bot, reply);
    told.label(format!("it said: {}", shown(reply)))
        .note(format!("because of {}:{}{line}", place.file, place.line))
        .fix("accept the new answer: saywhen test --update")
}

/// The bot said something that no line of the test expects.
pub(super) fn unexpected(bot: &Bot, span: Span, reply: &Reply) -> Diagnostic {
    Diagnostic {
        headline: "The bot says more than the test expects".to_owned(),
        ..other(bot, span, Some(reply))
    }
}

/// Nothing on the screen has this label.
pub(super) fn no_label<'a>(
    span: Span,
    label: &str,
    labels: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let there: Vec<&str> = labels.collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
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

/// A reply as the notation writes it, on one line.
fn shown(reply: &Reply) -> String {
    let line = print::line(&LineKind::Bot(expected(reply)));
    let text = line.strip_prefix("Bot").unwrap_or(&line).trim_start_matches([':', ' ']);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bubble that a test would have to expect.
pub(super) fn expected(reply: &Reply) -> bubble::Bubble {
    let (buttons, quick) = (reply.kind.buttons(), reply.kind.quick_replies());
    let buttons = buttons.into_iter().map(|button| (button.label.clone(), leads(&button.action)));
    let quick = quick.iter().filter_map(|one| match one {
        QuickReply::Text { label, .. } => Some((label.clone(), None)),
        QuickReply::Phone | QuickReply::Email => None,
    });
    let labels: Vec<Label> = buttons
        .chain(quick)
        .map(|(text, leads)| Label { span: Span::default(), text, leads })
        .collect();
    let labels = (!labels.is_empty()).then_some(labels);
    let expect = match (&reply.kind, reply.kind.words()) {
        (_, Some(text)) => bubble::Expect::Exact(text.to_owned()),
        (ReplyKind::Media { kind, sources, .. }, None) => {
            bubble::Expect::Media(*kind, sources.iter().map(address).collect())
        }
        (_, None) => bubble::Expect::Any,
    };
    bubble::Bubble { speaker: None, privately: false, expect, labels, cards: Vec::new() }
}

/// Where a button leads, as authors write it.
pub(super) fn leads(action: &Action) -> Option<String> {
    match action {
        Action::Payload(payload) => {
            let target = payload.strip_prefix("go:").map(|go| go.split(' ').next().unwrap_or(go));
            Some(target.unwrap_or(payload).to_owned())
        }
        Action::Link { url, .. } | Action::Login(url) => Some(url.clone()),
        Action::Phone(number) => Some(format!("tel:{number}")),
        Action::Logout => None,
    }
}

pub(super) fn address(source: &MediaSource) -> String {
    match source {
        MediaSource::Url(text) | MediaSource::Local(text) | MediaSource::Attachment(text) => {
            text.clone()
        }
    }
}

/// The author's own line that said it.
fn source_line(bot: &Bot, reply: &Reply) -> String {
    let file = bot.sources.iter().find(|(_, source)| source.path == reply.place.file);
    let index = usize::try_from(reply.place.line).unwrap_or(0).saturating_sub(1);
    let line = file.and_then(|(_, source)| source.text.lines().nth(index));
    line.map(|line| format!(": {}", line.trim())).unwrap_or_default()
}
