//! Taking what Meta told: once each, in order, in one transaction (PROMISES P1-P4).

use crate::store::echo::{self, Heard, OWN_APP};
use crate::store::rows::{Receipt, Result, Rows};
use crate::store::rules::{InputState, passes_fetch};
use crate::store::{Accepted, NO_IDENTITY, heads, merge, sends};
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, What};
use crate::words::event::{Event, EventKind, ThreadChange};
use crate::words::input::{Input, InputKind};
use crate::words::name::ConversationKey;
use crate::words::turn::Reason;

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
        What::Event(mut event) => {
            let thread = match &mut event.kind {
                EventKind::Thread(change) => whose(rows, change)?,
                _ => Thread::AsBefore,
            };
            before(rows, &key, &event, accepted)?;
            queue(rows, &key, (at, InputState::Queued), InputKind::Visitor(event))?;
            accepted.queued += 1;
            match thread {
                Thread::Lost => echo::silence(rows, &key, now)?,
                Thread::Ours => accepted.wake_sends |= heads::unpark(rows, &key, now)?,
                Thread::AsBefore => {}
            }
        }
        What::Skipped(event, reason) => {
            if reason == Reason::Unwanted {
                before(rows, &key, &event, accepted)?;
            }
            let state = InputState::Skipped(reason);
            queue(rows, &key, (at, state), InputKind::Visitor(event))?;
            accepted.skipped += 1;
        }
        What::App { name, with } => {
            let input = InputKind::App { name, with };
            queue(rows, &key, (at, InputState::Queued), input)?;
            accepted.queued += 1;
        }
        What::Dead(fault) => {
            rows.bury(&key, at, &fault)?;
            accepted.dead += 1;
        }
        What::Echo(event) => echo::hear(rows, now, Heard { key, at, event }, accepted)?,
        What::Receipt { read, mids, watermark, event } => {
            let receipt = Receipt { read, mids: &mids, watermark };
            let found = match rows.find(&key)? {
                Some(row) => rows.receive(&row, &receipt, now)?,
                None => 0,
            };
            tally(accepted, found > 0);
            if let Some(event) = event {
                queue(rows, &key, (at, InputState::Queued), InputKind::Visitor(event))?;
                accepted.queued += 1;
            }
        }
    }
    Ok(())
}

/// What an event says beside what it is for its conversation: who the visitor was before, what Meta
/// decided about the Page.
fn before(
    rows: &mut impl Rows,
    key: &ConversationKey,
    event: &Event,
    accepted: &mut Accepted,
) -> Result<()> {
    if let EventKind::Policy { action, .. } = &event.kind {
        accepted.wake_sends |= sends::policy(rows, &key.page, action)?;
    }
    event.prior.as_ref().map_or(Ok(()), |prior| merge::prior(rows, key, prior))
}

/// What becomes of a thread.
enum Thread {
    /// Another app has it now.
    Lost,
    /// The bot may write.
    Ours,
    /// Nothing, as far as is known.
    AsBefore,
}

/// Says of a thread that changed hands whether it is our own app's now, as far as that is known.
fn whose(rows: &mut impl Rows, change: &mut ThreadChange) -> Result<Thread> {
    let own = rows.meta(OWN_APP)?;
    let same = |to: &Option<String>| Some(Some(own.as_ref()?) == to.as_ref());
    Ok(match change {
        ThreadChange::Pass { to, ours, .. } => {
            *ours = same(to);
            if *ours == Some(false) { Thread::Lost } else { Thread::Ours }
        }
        ThreadChange::Take { to, ours, .. } => {
            *ours = same(to);
            if *ours == Some(true) { Thread::Ours } else { Thread::Lost }
        }
        ThreadChange::Release => Thread::Ours,
        ThreadChange::Request { .. } | ThreadChange::Roles(_) => Thread::AsBefore,
    })
}

/// Counts an echo or a receipt by whether it found its reply.
pub(super) fn tally(accepted: &mut Accepted, found: bool) {
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
