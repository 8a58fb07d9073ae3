//! `seen`, `react`: what the bot does to the visitor's message.

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::words::channel::reaction_on_instagram;
use crate::words::event::{Event, EventKind};
use crate::words::name::{Channel, Mid};
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Marks it as seen.
pub(in crate::engine) fn seen(run: &mut Run<'_>, op: &Op) -> Result<(), Fault> {
    run.emit(&Voice::of(op), ReplyKind::Seen)
}

/// Reacts to it; nothing happens where there is no message of the visitor's, or no such reaction.
pub(in crate::engine) fn react(run: &mut Run<'_>, op: &Op, reaction: &str) -> Result<(), Fault> {
    let Some(mid) = run.event.and_then(message) else { return Ok(()) };
    let here = run.at.key.channel;
    if here == Channel::Instagram && reaction_on_instagram(reaction).is_none() {
        run.note(|| format!("Instagram has no reaction \"{reaction}\""));
        return Ok(());
    }
    let reaction = Some(reaction.to_owned());
    run.emit(&Voice::of(op), ReplyKind::React { mid: mid.clone(), reaction })
}

/// The visitor's own message; other events may speak of a message of ours.
fn message(event: &Event) -> Option<&Mid> {
    match event.kind {
        EventKind::Text(_)
        | EventKind::Tap(_)
        | EventKind::Attachments(_)
        | EventKind::Edited { .. }
        | EventKind::Command { .. } => event.mid.as_ref(),
        EventKind::Reaction(_)
        | EventKind::Referral
        | EventKind::Optin(_)
        | EventKind::Read { .. }
        | EventKind::Delivered { .. }
        | EventKind::Deleted
        | EventKind::AccountLink { .. }
        | EventKind::Thread(_)
        | EventKind::HumanEcho(_)
        | EventKind::Comment(_)
        | EventKind::Post(_)
        | EventKind::Feedback { .. }
        | EventKind::Order { .. }
        | EventKind::Rated { .. }
        | EventKind::Form { .. }
        | EventKind::CustomerData { .. }
        | EventKind::Coupon { .. }
        | EventKind::Game(_)
        | EventKind::Wall(_)
        | EventKind::Label { .. }
        | EventKind::Unsupported
        | EventKind::Policy { .. }
        | EventKind::Unknown { .. } => None,
    }
}
