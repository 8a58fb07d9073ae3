//! Whether a reply is the bubble that a test expects.

use crate::rehearsal::told;
use crate::script::bubble::{Bubble, Expect, Label};
use crate::words::name::PersonaName;
use crate::words::reply::{Action, MediaKind, QuickReply, Reply, ReplyKind};

/// Whether it is; what a test does not say is not compared.
pub(super) fn fits(bubble: &Bubble, reply: &Reply) -> bool {
    let speaker = reply.persona.as_ref().map(PersonaName::as_str);
    says(&bubble.expect, &reply.kind)
        && bubble.speaker.as_ref().is_none_or(|name| speaker == Some(name))
        && bubble.labels.as_ref().is_none_or(|labels| has(labels, &reply.kind))
}

fn says(expect: &Expect, kind: &ReplyKind) -> bool {
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
        Expect::Raw(_) | Expect::Cards => false,
    }
}

fn shows(own: MediaKind, addresses: &[String], kind: &ReplyKind) -> bool {
    if let ReplyKind::Media { kind, sources, .. } = kind {
        return *kind == own && sources.iter().map(told::address).eq(addresses.iter().cloned());
    }
    false
}

/// Whether these are all labels, in order; where one leads is compared if the test says so.
fn has(labels: &[Label], kind: &ReplyKind) -> bool {
    let (buttons, quick) = (kind.buttons(), kind.quick_replies());
    let buttons = buttons.into_iter().map(|button| {
        let leads = match &button.action {
            Action::Payload(payload) => ways(payload),
            Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => {
                told::leads(&button.action).into_iter().collect()
            }
        };
        (&button.label, leads)
    });
    let quick = quick.iter().filter_map(|one| match one {
        QuickReply::Text { label, payload, .. } => Some((label, ways(payload))),
        QuickReply::Phone | QuickReply::Email => None,
    });
    let there: Vec<(&String, Vec<String>)> = buttons.chain(quick).collect();
    let same = |(label, (text, leads)): (&Label, &(&String, Vec<String>))| {
        &label.text == *text && label.leads.as_ref().is_none_or(|own| leads.contains(own))
    };
    labels.len() == there.len() && labels.iter().zip(&there).all(same)
}

/// How a test may write a payload: as it is, as a destination, and as that without what it sets.
fn ways(payload: &str) -> Vec<String> {
    let target = payload.strip_prefix("go:").unwrap_or(payload);
    let bare = if target == payload { payload } else { target.split(' ').next().unwrap_or(target) };
    [payload, target, bare].map(str::to_owned).to_vec()
}
