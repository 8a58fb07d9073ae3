//! A reply as the notation writes it.

use crate::rehearsal::said::Said;
use crate::script::bubble::{Bubble, Card, Expect, Label};
use crate::script::line::LineKind;
use crate::script::print;
use crate::source::Span;
use crate::words::name::Target;
use crate::words::reply::{self, Action, Button, MediaSource, QuickReply, ReplyKind};
use crate::words::way::Way;

/// The bubble that a test would have to expect.
#[must_use]
pub fn bubble(said: &Said) -> Bubble {
    let kind = &said.reply.kind;
    let expect = match (kind, kind.words()) {
        (_, Some(text)) => Expect::Exact(text.to_owned()),
        (ReplyKind::Media { kind, sources, .. }, None) => {
            Expect::Media(*kind, sources.iter().map(address).collect())
        }
        (ReplyKind::Cards { .. }, None) => Expect::Cards,
        (_, None) if said.is_bubble() => Expect::Raw(said.message()),
        (_, None) => Expect::Raw(said.action()),
    };
    let (labels, cards) = if let ReplyKind::Cards { cards, .. } = kind {
        (quick(said), cards.iter().map(card).collect())
    } else if said.in_our_words() {
        (buttons(&said.buttons()).into_iter().chain(quick(said)).collect(), Vec::new())
    } else {
        (Vec::new(), Vec::new())
    };
    let labels = Some(labels).filter(|labels| !labels.is_empty());
    let speaker = said.speakers().next().map(str::to_owned);
    Bubble { speaker, privately: said.private, expect, labels, cards }
}

/// On one line.
#[must_use]
pub fn one_line(bubble: Bubble) -> String {
    let line = print::line(&LineKind::Bot(bubble));
    let text = line.strip_prefix("Bot:").unwrap_or(&line);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Labels with commas between them.
#[must_use]
pub fn list(labels: &[String]) -> String {
    if labels.is_empty() { "none".to_owned() } else { labels.join(", ") }
}

fn buttons(buttons: &[Button]) -> Vec<Label> {
    let one = |button: &Button| label(button.label.clone(), leads(&button.action));
    buttons.iter().map(one).collect()
}

fn quick(said: &Said) -> Vec<Label> {
    let quick = said.quick_replies().into_iter().filter_map(|one| match one {
        QuickReply::Text { label, .. } => Some(label),
        QuickReply::Phone | QuickReply::Email => None,
    });
    quick.map(|text| label(text, None)).collect()
}

fn label(text: String, leads: Option<String>) -> Label {
    Label { span: Span::default(), text, leads }
}

fn card(card: &reply::Card) -> Card {
    let labels = buttons(&card.buttons);
    let labels = Some(labels).filter(|labels| !labels.is_empty());
    Card { span: Span::default(), parts: parts(card), labels }
}

/// Title, subtitle and picture, as far as there are any.
pub(super) fn parts(card: &reply::Card) -> Vec<String> {
    let subtitle = card.subtitle.clone().unwrap_or_default();
    let image = card.image.as_ref().map(address).unwrap_or_default();
    let mut parts = vec![card.title.clone(), subtitle, image];
    while parts.len() > 1 && parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

/// Where a button leads, as authors write it.
pub(super) fn leads(action: &Action) -> Option<String> {
    match action {
        Action::Payload(payload) => Some(destination(payload).unwrap_or_else(|| payload.clone())),
        Action::Link { url, .. } | Action::Login(url) => Some(url.clone()),
        Action::Phone(number) => Some(format!("tel:{number}")),
        Action::Logout => None,
    }
}

/// The destination of a payload of saywhen's own, in the author's word: `end`, not `pizza.end`.
pub(super) fn destination(payload: &str) -> Option<String> {
    let go = payload.strip_prefix("go:")?;
    let go = go.split(' ').next().unwrap_or(go);
    let (flow, step) = go.split_once('.').map_or((go, None), |(flow, step)| (flow, Some(step)));
    let target = Target { flow: flow.into(), step: step.map(Into::into) };
    Some(Way::of_target(&target).0.word().unwrap_or(go).to_owned())
}

pub(super) fn address(source: &MediaSource) -> String {
    match source {
        MediaSource::Url(text) | MediaSource::Local(text) | MediaSource::Attachment(text) => {
            text.clone()
        }
    }
}
