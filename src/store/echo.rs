//! Messages that left in the Page's name: ours, which an echo settles, and those of people and other
//! apps, after which the bot is silent (MODEL 9.5, 9.6).

use crate::store::accept::{queue, tally};
use crate::store::heads;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{InputState, METADATA, Moved, OutRow, OutState, named_reply};
use crate::store::{Accepted, StoreError};
use crate::time::Timestamp;
use crate::words::event::{AttachmentKind, Echo, Event, EventKind};
use crate::words::input::InputKind;
use crate::words::name::{Channel, ConversationKey, Mid, Value};
use crate::words::reply::{MediaKind, ReplyKind};

/// Where the number of our own app is remembered, learnt from Graph or from the echoes of our own
/// replies.
pub const OWN_APP: &str = "app";
/// Why replies are not sent any more.
const HUMAN: &str = "human";

/// An echo, and where it was heard.
pub(super) struct Heard {
    pub(super) key: ConversationKey,
    pub(super) at: Timestamp,
    pub(super) event: Box<Event>,
}

/// An echo that names one of our replies, or has the mid of one, settles it. One of our own app's
/// that names none settles the oldest reply of its kind that nobody knows about; others of our own
/// app's are only counted. So are all others until our app is known, but for those of an inbox.
pub(super) fn hear(
    rows: &mut impl Rows,
    now: Timestamp,
    heard: Heard,
    accepted: &mut Accepted,
) -> Result<()> {
    let EventKind::HumanEcho(echo) = &heard.event.kind else { return Ok(()) };
    let mid = heard.event.mid.clone();
    let named = match named_reply(echo.metadata.as_deref()) {
        Some(id) => rows.out(id)?,
        None => None,
    };
    if let (Some(_), Some(app)) = (&named, &echo.app)
        && rows.meta(OWN_APP)?.as_ref() != Some(app)
    {
        rows.set_meta(OWN_APP, app)?;
    }
    let found = match (named, &mid) {
        (Some(out), _) => Some(out),
        (None, Some(mid)) => rows.out_by_mid(mid)?,
        (None, None) => None,
    };
    if let Some(out) = found {
        return settle(rows, now, (out, mid), accepted);
    }
    // Instagram's echoes name no reply, and may come before the answer to the call.
    if heard.key.channel == Channel::Instagram
        && let Some(out) = doubted(rows, &heard.key, echo)?
    {
        return settle(rows, now, (out, mid), accepted);
    }
    match whose(rows, echo)? {
        Whose::Others => stranger(rows, now, heard, accepted),
        Whose::Unknown => {
            accepted.counted += 1;
            Ok(())
        }
        Whose::Ours => {
            if let Some(out) = doubted(rows, &heard.key, echo)? {
                return settle(rows, now, (out, mid), accepted);
            }
            accepted.counted += 1;
            Ok(())
        }
    }
}

/// Who sent what an echo tells of.
enum Whose {
    Ours,
    /// A person or another app, for certain.
    Others,
    Unknown,
}

fn whose(rows: &mut impl Rows, echo: &Echo) -> Result<Whose> {
    if echo.metadata.as_deref().is_some_and(|data| data.starts_with(METADATA)) {
        // A reply that has been swept, or one of another store's.
        return Ok(Whose::Unknown);
    }
    if echo.inbox {
        return Ok(Whose::Others);
    }
    Ok(match rows.meta(OWN_APP)? {
        None => Whose::Unknown,
        Some(own) if echo.app.as_ref() == Some(&own) => Whose::Ours,
        Some(_) => Whose::Others,
    })
}

/// The oldest reply of a conversation that is of an echo's kind, and of which nobody knows whether
/// Messenger has it. On Instagram that is so while it is being sent, too.
fn doubted(rows: &mut impl Rows, key: &ConversationKey, echo: &Echo) -> Result<Option<OutRow>> {
    let Some(row) = rows.find(key)? else { return Ok(None) };
    for out in rows.open(row.id)? {
        let sending = out.state == OutState::Sending && key.channel == Channel::Instagram;
        if (sending || out.state == OutState::Uncertain)
            && looks_like(&rows.reply(out.id)?.kind, echo)
        {
            return Ok(Some(out));
        }
    }
    Ok(None)
}

/// Whether a reply may be what an echo tells of: its words, where both have some, or the kind of its
/// attachment.
fn looks_like(reply: &ReplyKind, echo: &Echo) -> bool {
    let first = echo.attachments.first().map(|attachment| attachment.kind);
    match reply {
        ReplyKind::Text { text, .. } => first.is_none() && echo.text.as_ref() == Some(text),
        ReplyKind::Media { kind, buttons, .. } if buttons.is_empty() => {
            let kind = match kind {
                MediaKind::Image => AttachmentKind::Image,
                MediaKind::Video => AttachmentKind::Video,
                MediaKind::Audio => AttachmentKind::Audio,
                MediaKind::File => AttachmentKind::File,
            };
            first == Some(kind)
        }
        ReplyKind::Sticker(_) => first == Some(AttachmentKind::Sticker),
        ReplyKind::Buttons { .. }
        | ReplyKind::Cards { .. }
        | ReplyKind::Media { .. }
        | ReplyKind::Receipt(_)
        | ReplyKind::Coupon(_)
        | ReplyKind::Products(_)
        | ReplyKind::Feedback(_)
        | ReplyKind::Optin(_)
        | ReplyKind::Grid(_)
        | ReplyKind::Utility(_) => {
            matches!(first, Some(AttachmentKind::Template | AttachmentKind::Fallback))
        }
        // An author's own message may be anything.
        ReplyKind::Raw(message) => {
            message.get("text").and_then(Value::as_str) == echo.text.as_deref()
        }
        ReplyKind::Seen | ReplyKind::React { .. } | ReplyKind::Thread(_) => false,
    }
}

fn settle(
    rows: &mut impl Rows,
    now: Timestamp,
    (mut out, mid): (OutRow, Option<Mid>),
    accepted: &mut Accepted,
) -> Result<()> {
    let moved = out.confirm(mid, now);
    if moved != Moved::Not {
        rows.update(&out)?;
    }
    tally(accepted, moved == Moved::Freed);
    if moved == Moved::Freed
        && let Some(before) = rows.row(out.conversation)?
    {
        let mut row = before.clone();
        accepted.wake_sends |= heads::arm(rows, &mut row, now)?.is_some_and(|h| h.due().is_some());
        if row != before {
            rows.save(&row)?;
        }
    }
    Ok(())
}

/// A message of another app or a person: the conversation hears of it.
fn stranger(
    rows: &mut impl Rows,
    now: Timestamp,
    heard: Heard,
    accepted: &mut Accepted,
) -> Result<()> {
    let Heard { key, at, event } = heard;
    queue(rows, &key, (at, InputState::Queued), InputKind::Visitor(event))?;
    accepted.queued += 1;
    silence(rows, &key, now)
}

/// Somebody else talks with the visitor: what still waits to be said is not said any more, but for
/// changes of the thread.
pub(super) fn silence(rows: &mut impl Rows, key: &ConversationKey, now: Timestamp) -> Result<()> {
    let Some(before) = rows.find(key)? else { return Ok(()) };
    for mut out in rows.open(before.id)? {
        let waits = matches!(out.state, OutState::Waiting | OutState::Parked);
        if waits && !is_about_the_thread(rows, &out)? {
            out.end(OutState::Cancelled, HUMAN, now);
            rows.update(&out)?;
        }
    }
    let mut row = before.clone();
    heads::arm(rows, &mut row, now)?;
    if row != before {
        rows.save(&row)?;
    }
    Ok(())
}

fn is_about_the_thread(rows: &mut impl Rows, out: &OutRow) -> Result<bool> {
    match rows.reply(out.id) {
        Ok(reply) => Ok(matches!(reply.kind, ReplyKind::Thread(_))),
        Err(StoreError::Corrupt(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
