//! Messages that left in the Page's name: ours, which an echo settles, and those of people and other
//! apps, after which the bot is silent (MODEL 9.5, 9.6).

use crate::store::Accepted;
use crate::store::accept::{queue, tally};
use crate::store::alike::{doubted, kind};
use crate::store::heads;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{InputState, METADATA, Moved, OutRow, OutState, named_reply};
use crate::time::Timestamp;
use crate::words::event::{Echo, Event, EventKind};
use crate::words::input::InputKind;
use crate::words::name::{Channel, ConversationKey, Mid};
use crate::words::reply::ReplyKind;
use crate::words::turn::Reason;

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

/// An echo that names one of our replies, or has the mid of one, settles it. One that names none, of
/// our own app's or on Instagram, settles the oldest reply of its kind that nobody knows about;
/// others of our own app's are only counted. So are all others on Messenger until our app is known,
/// but for those of an inbox.
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
    let known = match (named, &mid) {
        (Some(out), _) => Some(out),
        (None, Some(mid)) => rows.out_by_mid(mid)?,
        (None, None) => None,
    };
    if let (Some(_), Some(app)) = (&known, &echo.app)
        && rows.meta(OWN_APP)?.as_ref() != Some(app)
    {
        rows.set_meta(OWN_APP, app)?;
    }
    if let Some(out) = known {
        return settle(rows, now, (out, mid), accepted);
    }
    let channel = heard.key.channel;
    let whose = whose(rows, channel, echo)?;
    if (whose == Whose::Ours || channel == Channel::Instagram)
        && let Some(out) = doubted(rows, now, &heard.key, echo)?
    {
        return settle(rows, now, (out, mid), accepted);
    }
    match whose {
        Whose::Others => stranger(rows, now, heard, accepted),
        Whose::Ours | Whose::Unknown => {
            accepted.counted += 1;
            Ok(())
        }
    }
}

/// Who sent what an echo tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    /// A person or another app, for certain.
    Others,
    Unknown,
}

fn whose(rows: &mut impl Rows, channel: Channel, echo: &Echo) -> Result<Whose> {
    if echo.metadata.as_deref().is_some_and(|data| data.starts_with(METADATA)) {
        // A reply that has been swept, or one of another store's.
        return Ok(Whose::Unknown);
    }
    if echo.inbox {
        return Ok(Whose::Others);
    }
    Ok(match (rows.meta(OWN_APP)?, &echo.app) {
        (Some(own), Some(app)) if own == *app => Whose::Ours,
        // Instagram's echoes name no app, so that waiting for its number would be in vain.
        (None, None) if channel == Channel::Instagram => Whose::Others,
        (None, _) => Whose::Unknown,
        (Some(_), _) => Whose::Others,
    })
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

/// A message of another app or a person: the conversation hears of it, unless another app has the
/// thread.
fn stranger(
    rows: &mut impl Rows,
    now: Timestamp,
    heard: Heard,
    accepted: &mut Accepted,
) -> Result<()> {
    let Heard { key, at, event } = heard;
    if event.standby {
        let state = InputState::Skipped(Reason::Standby);
        accepted.skipped += 1;
        return queue(rows, &key, (at, state), InputKind::Visitor(event));
    }
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
    Ok(matches!(kind(rows, out)?, Some(ReplyKind::Thread(_))))
}
