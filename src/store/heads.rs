//! Which reply of a conversation goes next (MODEL 9).

use crate::store::rows::{Result, Row, Rows};
use crate::store::rules::{OutRow, OutState, UNREACHABLE};
use crate::store::{Outgoing, StoreError};
use crate::time::Timestamp;
use crate::words::name::ConversationKey;
use crate::words::reply::Reply;

/// The conversation's first open reply, its pause begun, after all that nobody needs any more has
/// expired; `row.send` says when it is due.
pub(super) fn arm(rows: &mut impl Rows, row: &mut Row, now: Timestamp) -> Result<Option<OutRow>> {
    while let Some(mut head) = rows.head(row.id)? {
        if is_overtaken(rows, &head, now)? {
            head.end(OutState::Expired, "old", now);
            rows.update(&head)?;
            continue;
        }
        if head.start_pause(now) {
            rows.update(&head)?;
        }
        row.send = head.due();
        return Ok(Some(head));
    }
    row.send = None;
    Ok(None)
}

/// An old reply with a reply of a later turn behind it (P6).
fn is_overtaken(rows: &mut impl Rows, head: &OutRow, now: Timestamp) -> Result<bool> {
    if !head.is_old(now) {
        return Ok(false);
    }
    let last = rows.open(head.conversation)?.pop();
    Ok(last.is_some_and(|last| last.seq > head.seq))
}

/// Claims the conversation's first open reply if it is due and its Page is not held.
pub(super) fn claim(
    rows: &mut impl Rows,
    row: &mut Row,
    now: Timestamp,
) -> Result<Option<Outgoing>> {
    while let Some(mut head) = arm(rows, row, now)? {
        let due = row.send.is_some_and(|due| due <= now);
        if !due || rows.is_held(&row.key.page, now)? {
            return Ok(None);
        }
        match rows.reply(head.id) {
            Ok(reply) => return mark_sending(rows, row, head, reply, now).map(Some),
            Err(StoreError::Corrupt(why)) => {
                tracing::error!(reply = %head.id, why, "a reply cannot be read and is given up");
                head.end(OutState::Failed, "corrupt", now);
                rows.update(&head)?;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

fn mark_sending(
    rows: &mut impl Rows,
    row: &mut Row,
    mut head: OutRow,
    reply: Reply,
    now: Timestamp,
) -> Result<Outgoing> {
    head.claim(now);
    rows.update(&head)?;
    row.send = None;
    Ok(head.outgoing(row.key.clone(), reply, row.window_until))
}

/// Appends a turn's replies. The first one is claimed at once where nothing stands before it.
pub(super) fn append(
    rows: &mut impl Rows,
    row: &mut Row,
    turn: (u64, Timestamp),
    replies: Vec<Reply>,
) -> Result<Option<Outgoing>> {
    let (seq, now) = turn;
    if replies.is_empty() {
        return Ok(None);
    }
    if row.unreachable {
        return give_up(rows, row.id, turn, &replies).map(|()| None);
    }
    let older = rows.head(row.id)?;
    let held = rows.is_held(&row.key.page, now)?;
    let mut first = None;
    for (index, reply) in replies.into_iter().enumerate() {
        let mut out = OutRow::new(row.id, seq, &reply, now);
        if index > 0 || older.is_some() {
            rows.insert(&out, &reply)?;
            continue;
        }
        out.start_pause(now);
        if out.pause.0 == 0 && !held {
            out.claim(now);
        }
        rows.insert(&out, &reply)?;
        row.send = out.due();
        if out.state == OutState::Sending {
            first = Some(out.outgoing(row.key.clone(), reply, row.window_until));
        }
    }
    match older {
        Some(older) => claim_older(rows, row, older, now),
        None => Ok(first),
    }
}

/// Writes down replies to somebody who cannot be reached, none of which is tried.
fn give_up(
    rows: &mut impl Rows,
    conversation: i64,
    (seq, now): (u64, Timestamp),
    replies: &[Reply],
) -> Result<()> {
    for reply in replies {
        let mut out = OutRow::new(conversation, seq, reply, now);
        rows.insert(&out, reply)?;
        out.end(OutState::Cancelled, UNREACHABLE, now);
        rows.update(&out)?;
    }
    Ok(())
}

/// The thread is ours again: what was parked goes on. Whether there is something to send now.
pub(super) fn unpark(rows: &mut impl Rows, key: &ConversationKey, now: Timestamp) -> Result<bool> {
    let Some(mut row) = rows.find(key)? else { return Ok(false) };
    let Some(mut head) = rows.head(row.id)?.filter(|head| head.state == OutState::Parked) else {
        return Ok(false);
    };
    head.unpark(now);
    rows.update(&head)?;
    arm(rows, &mut row, now)?;
    rows.save(&row)?;
    Ok(row.send.is_some())
}

/// A new turn has spoken behind an open reply: that one goes on, or is overtaken.
fn claim_older(
    rows: &mut impl Rows,
    row: &mut Row,
    mut older: OutRow,
    now: Timestamp,
) -> Result<Option<Outgoing>> {
    if older.unpark(now) {
        rows.update(&older)?;
    }
    claim(rows, row, now)
}
