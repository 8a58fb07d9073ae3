//! Buttons and quick replies, rendered: one for each item where they stand for items, and no more
//! than Messenger takes.

use crate::engine::run::Run;
use crate::engine::step::say::{bounded, is_blank};
use crate::flow::model::button::{Button, Contact, Tap};
use crate::limits::{BUTTONS_MAX, QUICK_REPLIES_MAX};
use crate::template::batch::TextId;
use crate::words::name::Channel;
use crate::words::reply::{self, Action, QuickReply};
use crate::words::turn::Fault;

/// What Messenger writes on the button that links an account.
const LOG_IN: &str = "Log In";
/// What Messenger writes on the button that ends that.
const LOG_OUT: &str = "Log Out";

/// Buttons whose condition holds; one without a label, or that leads nowhere, is left out.
pub(in crate::engine) fn buttons(
    run: &mut Run<'_>,
    buttons: &[Button],
) -> Result<Vec<reply::Button>, Fault> {
    let mut made = Vec::with_capacity(buttons.len());
    for own in buttons {
        let into = (&mut made, BUTTONS_MAX.saturating_add(1));
        run.make(own.each.as_ref(), &own.place, into, &mut |run| button(run, own))?;
    }
    run.only(&mut made, BUTTONS_MAX, "buttons");
    Ok(made)
}

/// Quick replies whose condition holds; one without a label is left out.
pub(in crate::engine) fn quick_replies(
    run: &mut Run<'_>,
    replies: &[Button],
) -> Result<Vec<QuickReply>, Fault> {
    let mut made = Vec::with_capacity(replies.len());
    for own in replies {
        let into = (&mut made, QUICK_REPLIES_MAX.saturating_add(1));
        run.make(own.each.as_ref(), &own.place, into, &mut |run| quick_reply(run, own))?;
    }
    run.only(&mut made, QUICK_REPLIES_MAX, "quick replies");
    Ok(made)
}

fn button(run: &mut Run<'_>, button: &Button) -> Result<Option<reply::Button>, Fault> {
    if !shown(run, button)? {
        return Ok(None);
    }
    let label = label(run, button)?;
    let action = action(run, button)?.filter(|_| !is_blank(&label));
    let channel = run.at.key.channel;
    if let Some(what) = action.as_ref().and_then(|action| action.missing_on(channel)) {
        run.note(|| format!("{} shows no {what}; \"{label}\" is left out", channel.name()));
        return Ok(None);
    }
    if action.is_none() {
        run.note(|| "a button without a label, or that leads nowhere, is left out".to_owned());
    }
    Ok(action.map(|action| reply::Button { label, action }))
}

fn label(run: &mut Run<'_>, button: &Button) -> Result<String, Fault> {
    match button.label {
        Some(label) => run.text(label),
        None if matches!(button.tap, Tap::Login(_)) => Ok(LOG_IN.to_owned()),
        None => Ok(LOG_OUT.to_owned()),
    }
}

fn quick_reply(run: &mut Run<'_>, reply: &Button) -> Result<Option<QuickReply>, Fault> {
    if !shown(run, reply)? {
        return Ok(None);
    }
    if let Tap::AskFor(contact) = reply.tap {
        return Ok(match (contact, run.at.key.channel) {
            (Contact::Phone, _) => Some(QuickReply::Phone),
            (Contact::Email, Channel::Messenger) => Some(QuickReply::Email),
            (Contact::Email, Channel::Instagram) => {
                run.note(|| "Instagram proposes nobody's e-mail address".to_owned());
                None
            }
        });
    }
    let label = reply.label.map(|id| run.text(id)).transpose()?.unwrap_or_default();
    let image = reply.image.map(|id| filled(run, id)).transpose()?.flatten();
    let payload = payload(run, reply)?.filter(|_| !is_blank(&label));
    if payload.is_none() {
        run.note(|| "a quick reply without a label is left out".to_owned());
    }
    Ok(payload.map(|payload| QuickReply::Text { label, payload, image }))
}

fn shown(run: &mut Run<'_>, button: &Button) -> Result<bool, Fault> {
    button.condition.as_ref().map_or(Ok(true), |condition| run.holds(condition))
}

/// A text that is sent only if something stands in it.
pub(in crate::engine) fn filled(run: &mut Run<'_>, id: TextId) -> Result<Option<String>, Fault> {
    let text = run.text(id)?;
    Ok((!text.trim().is_empty()).then_some(text))
}

fn action(run: &mut Run<'_>, button: &Button) -> Result<Option<Action>, Fault> {
    Ok(match &button.tap {
        Tap::Link { url, height, extensions } => {
            let (height, extensions) = (height.clone(), *extensions);
            filled(run, *url)?.map(|url| Action::Link { url, height, extensions })
        }
        Tap::Phone(number) => filled(run, *number)?.map(Action::Phone),
        Tap::Login(url) => filled(run, *url)?.map(Action::Login),
        Tap::Logout => Some(Action::Logout),
        Tap::Go { .. } | Tap::Payload(_) | Tap::AskFor(_) => {
            payload(run, button)?.map(Action::Payload)
        }
    })
}

/// What a tap sends; none for what never comes back to us.
fn payload(run: &mut Run<'_>, button: &Button) -> Result<Option<String>, Fault> {
    let payload = match &button.tap {
        Tap::Go { to, set } => {
            let mut values = Vec::with_capacity(set.len());
            for (slot, given) in set {
                values.push((slot.clone(), run.given(given)?));
            }
            let flow = run.top().map(|frame| &frame.flow);
            crate::engine::payload::go(&to.target(flow), &values)
        }
        Tap::Payload(id) => run.text(*id)?,
        Tap::Link { .. } | Tap::Phone(_) | Tap::Login(_) | Tap::Logout | Tap::AskFor(_) => {
            return Ok(None);
        }
    };
    bounded(payload, &button.place).map(Some)
}
