//! Taking what Meta told: once each, in order, in one transaction (PROMISES P1-P4).

use crate::store::heads;
use crate::store::rows::{Receipt, Result, Rows};
use crate::store::rules::{InputState, Moved, named_reply, passes_fetch};
use crate::store::{Accepted, NO_IDENTITY};
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, What};
use crate::words::event::Echo;
use crate::words::input::{Input, InputKind};
use crate::words::name::{ConversationKey, Mid};

pub(super) fn accept(
    rows: &mut impl Rows,
    now: Timestamp,
    batch: Vec<Arrival>,
) -> Result<Accepted> {
    let mut accepted = Accepted::default();
    for arrival in batch {
        let compared = arrival.identity != NO_IDENTITY;
        if compared && !rows.remember(arrival.identity, now)? {
            accepted.duplicates += 1;
            continue;
        }
        take(rows, now, arrival, &mut accepted)?;
    }
    Ok(accepted)
}

fn take(
    rows: &mut impl Rows,
    now: Timestamp,
    arrival: Arrival,
    accepted: &mut Accepted,
) -> Result<()> {
    let Arrival { key, at, what, identity: _ } = arrival;
    match what {
        What::Event(event) => {
            queue(rows, &key, (at, InputState::Queued), InputKind::Visitor(event))?;
            accepted.queued += 1;
        }
        What::Skipped(event, reason) => {
            let state = InputState::Skipped(reason);
            queue(rows, &key, (at, state), InputKind::Visitor(event))?;
            accepted.skipped += 1;
        }
        What::Dead(fault) => {
            rows.bury(&key, at, &fault)?;
            accepted.dead += 1;
        }
        What::Echo(echo, mid) => hear(rows, now, (&echo, mid), accepted)?,
        What::Receipt { read, mids, watermark } => {
            let receipt = Receipt { read, mids: &mids, watermark };
            let found = match rows.find(&key)? {
                Some(row) => rows.receive(&row, &receipt, now)?,
                None => 0,
            };
            tally(accepted, found > 0);
        }
    }
    Ok(())
}

fn tally(accepted: &mut Accepted, found: bool) {
    if found {
        accepted.settled += 1;
    } else {
        accepted.counted += 1;
    }
}

/// Gives an input the conversation's next number and its place in the queue.
pub(super) fn queue(
    rows: &mut impl Rows,
    key: &ConversationKey,
    (at, state): (Timestamp, InputState),
    kind: InputKind,
) -> Result<()> {
    let mut row = rows.enter(key)?;
    row.seq += 1;
    let handed_out = state == InputState::Queued && (!row.fetching || passes_fetch(&kind));
    if handed_out && row.ready.is_none() {
        row.ready = Some(at);
    }
    rows.push(row.id, &Input { seq: row.seq, at, kind }, state)?;
    rows.save(&row)
}

/// An echo that names one of our replies, or has the mid of one, settles it. Any other echo is a
/// colleague's or another app's; it is only counted, since nothing here reacts to people yet.
fn hear(
    rows: &mut impl Rows,
    now: Timestamp,
    (echo, mid): (&Echo, Option<Mid>),
    accepted: &mut Accepted,
) -> Result<()> {
    let named = match named_reply(echo.metadata.as_deref()) {
        Some(id) => rows.out(id)?,
        None => None,
    };
    let found = match (named, &mid) {
        (Some(out), _) => Some(out),
        (None, Some(mid)) => rows.out_by_mid(mid)?,
        (None, None) => None,
    };
    let Some(mut out) = found else {
        accepted.counted += 1;
        return Ok(());
    };
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
