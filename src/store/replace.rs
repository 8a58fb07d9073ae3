//! Putting a conversation somewhere else, for somebody who tries a bot out (MODEL 11).

use crate::store::Stand;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{InputState, OutState};
use crate::time::Timestamp;
use crate::words::name::ConversationKey;
use crate::words::turn::Reason;

/// Why replies are cancelled that waited.
const REPLACED: &str = "replaced";

pub(super) fn replace(
    rows: &mut impl Rows,
    now: Timestamp,
    key: &ConversationKey,
    stand: Stand,
) -> Result<u64> {
    let Stand { mut conversation, timers, seq, hears } = stand;
    let mut row = rows.enter(key)?;
    while !hears && let Some(input) = rows.next(row.id, false)? {
        rows.finish(row.id, input.seq, InputState::Skipped(Reason::Stale))?;
    }
    for mut reply in rows.open(row.id)? {
        reply.end(OutState::Cancelled, REPLACED, now);
        rows.update(&reply)?;
    }
    rows.end_wants(row.id, now)?;
    rows.clear_timers(row.id)?;
    for timer in &timers {
        rows.change_timer(row.id, timer)?;
    }
    row.version = row.version.saturating_add(1);
    row.seq = row.seq.max(seq);
    row.fetching = conversation.fetching.is_some();
    row.ready = rows.next(row.id, row.fetching)?.map(|input| input.at);
    row.send = None;
    row.window_until = conversation.window_until;
    conversation.version = row.version;
    rows.save_state(&row, &conversation)?;
    Ok(row.version)
}
