//! Whether a reply is the bubble that a test expects.

use serde_json::Value;

use crate::rehearsal::said::Said;
use crate::rehearsal::written;
use crate::script::bubble::{Bubble, Card, Expect, Label};
use crate::words::reply::{self, Action, Button, MediaKind, QuickReply, ReplyKind};

/// Whether it is; what a test does not say is not compared.
pub(super) fn fits(bubble: &Bubble, said: &Said) -> bool {
    let kind = &said.reply.kind;
    let spoken = |name: &String| said.speakers().any(|own| own.eq_ignore_ascii_case(name));
    says(&bubble.expect, said)
        && bubble.speaker.as_ref().is_none_or(spoken)
        && (!bubble.privately || said.private)
        && (bubble.cards.is_empty() || shows_cards(&bubble.cards, kind))
        && bubble.labels.as_ref().is_none_or(|labels| has(labels, &below(bubble, said)))
}

/// Whether it is an action, such as a reaction, that the test asks for in Meta's words.
pub(super) fn fits_action(bubble: &Bubble, said: &Said) -> bool {
    matches!(bubble.expect, Expect::Raw(_)) && fits(bubble, said)
}

fn says(expect: &Expect, said: &Said) -> bool {
    let kind = &said.reply.kind;
    let text = kind.words();
    let is = |test: &dyn Fn(&str) -> bool| text.is_some_and(test);
    match expect {
        Expect::Exact(own) => is(&|text| text == own),
        Expect::Contains(part) => is(&|text| text.contains(part.as_str())),
        Expect::Regex(regex) => {
            let regex = regex::Regex::new(regex);
            is(&|text| regex.as_ref().is_ok_and(|regex| regex.is_match(text)))
        }
        Expect::OneOf(texts) => is(&|text| texts.iter().any(|own| own == text)),
        Expect::Not(part) => is(&|text| !text.contains(part.as_str())),
        Expect::Any => true,
        Expect::Media(own, addresses) => shows(*own, addresses, kind),
        Expect::Raw(given) => holds(given, &said.message()) || holds(given, said.body()),
        Expect::Cards => matches!(kind, ReplyKind::Cards { .. }),
    }
}

fn shows(own: MediaKind, addresses: &[String], kind: &ReplyKind) -> bool {
    if let ReplyKind::Media { kind, sources, .. } = kind {
        return *kind == own && sources.iter().map(written::address).eq(addresses.iter().cloned());
    }
    false
}

/// Whether everything that is given is there; lists are given whole.
fn holds(given: &Value, there: &Value) -> bool {
    match (given, there) {
        (Value::Object(given), Value::Object(there)) => {
            given.iter().all(|(key, given)| there.get(key).is_some_and(|there| holds(given, there)))
        }
        (Value::Array(given), Value::Array(there)) => {
            given.len() == there.len() && given.iter().zip(there).all(|(a, b)| holds(a, b))
        }
        _ => given == there,
    }
}

/// Whether these are all cards, in order; parts that are not written are not compared.
fn shows_cards(own: &[Card], kind: &ReplyKind) -> bool {
    let ReplyKind::Cards { cards, .. } = kind else { return false };
    let same = |(own, card): (&Card, &reply::Card)| {
        let there = written::parts(card);
        let parts = own.parts.iter().enumerate();
        let mut parts = parts.filter(|(_, part)| !part.is_empty());
        parts.all(|(at, part)| there.get(at) == Some(part))
            && own.labels.as_ref().is_none_or(|labels| has(labels, &buttons(&card.buttons)))
    };
    own.len() == cards.len() && own.iter().zip(cards).all(same)
}

/// What stands on a label, and all ways to write where it leads.
type Offer = (String, Vec<String>);

/// What can be tapped below a bubble; buttons of cards that the test shows are theirs.
fn below(bubble: &Bubble, said: &Said) -> Vec<Offer> {
    let own = if bubble.cards.is_empty() { buttons(&said.buttons()) } else { Vec::new() };
    let quick = said.quick_replies().into_iter().filter_map(|one| match one {
        QuickReply::Text { label, payload, .. } => Some((label, ways(&payload))),
        QuickReply::Phone | QuickReply::Email => None,
    });
    own.into_iter().chain(quick).collect()
}

fn buttons(buttons: &[Button]) -> Vec<Offer> {
    let offer = |button: &Button| {
        let leads = match &button.action {
            Action::Payload(payload) => ways(payload),
            Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => {
                written::leads(&button.action).into_iter().collect()
            }
        };
        (button.label.clone(), leads)
    };
    buttons.iter().map(offer).collect()
}

/// Whether these are all labels, in order; where one leads is compared if the test says so.
fn has(labels: &[Label], there: &[Offer]) -> bool {
    let same = |(label, (text, leads)): (&Label, &Offer)| {
        &label.text == text && label.leads.as_ref().is_none_or(|own| leads.contains(own))
    };
    labels.len() == there.len() && labels.iter().zip(there).all(same)
}

/// How a test may write a payload: as it is, as a destination, as that without what it sets, and as
/// the bare word that it means.
fn ways(payload: &str) -> Vec<String> {
    let target = payload.strip_prefix("go:").unwrap_or(payload);
    let bare = if target == payload { payload } else { target.split(' ').next().unwrap_or(target) };
    let ways = [payload, target, bare].map(str::to_owned);
    ways.into_iter().chain(written::destination(payload)).collect()
}
