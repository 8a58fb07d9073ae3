//! Messages that left in the Page's name: ours, which an echo settles, and those of people and other
//! apps, after which the bot is silent (MODEL 9.5, 9.6).

use crate::store::accept::{queue, tally};
use crate::store::heads;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{InputState, METADATA, Moved, OutRow, OutState, named_reply};
use crate::store::{Accepted, StoreError};
use crate::time::Timestamp;
use crate::words::event::{Echo, Event, EventKind};
use crate::words::input::InputKind;
use crate::words::name::{ConversationKey, Mid, Value};
use crate::words::reply::ReplyKind;

/// Where the number of our own app is remembered, learnt from the echoes of our own replies.
const OWN_APP: &str = "app";
/// Why replies are not sent any more.
const HUMAN: &str = "human";

/// An echo, and where it was heard.
pub(super) struct Heard {
    pub(super) key: ConversationKey,
    pub(super) at: Timestamp,
    pub(super) echo: Echo,
    pub(super) mid: Option<Mid>,
}

/// An echo that names one of our replies, or has the mid of one, settles it. Any other of our own
/// app's is only counted; so are all others until our app is known by an echo that names a reply.
pub(super) fn hear(
    rows: &mut impl Rows,
    now: Timestamp,
    heard: Heard,
    accepted: &mut Accepted,
) -> Result<()> {
    let named = match named_reply(heard.echo.metadata.as_deref()) {
        Some(id) => rows.out(id)?,
        None => None,
    };
    if let (Some(_), Some(app)) = (&named, &heard.echo.app)
        && rows.meta(OWN_APP)?.as_ref() != Some(app)
    {
        rows.set_meta(OWN_APP, app)?;
    }
    let found = match (named, &heard.mid) {
        (Some(out), _) => Some(out),
        (None, Some(mid)) => rows.out_by_mid(mid)?,
        (None, None) => None,
    };
    match found {
        Some(out) => settle(rows, now, (out, heard.mid), accepted),
        None => stranger(rows, now, heard, accepted),
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

/// A message that is no reply of ours: if it is certain that another app or a person sent it, the
/// conversation hears of it.
fn stranger(
    rows: &mut impl Rows,
    now: Timestamp,
    heard: Heard,
    accepted: &mut Accepted,
) -> Result<()> {
    let Heard { key, at, echo, mid } = heard;
    let marked = echo.metadata.as_deref().is_some_and(|data| data.starts_with(METADATA));
    let own = rows.meta(OWN_APP)?;
    if marked || own.is_none() || own == echo.app {
        accepted.counted += 1;
        return Ok(());
    }
    let kind = EventKind::HumanEcho(echo);
    let event = Event { mid, sent_at: None, kind, referral: None, nlp: None, raw: Value::Null };
    queue(rows, &key, (at, InputState::Queued), InputKind::Visitor(Box::new(event)))?;
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
