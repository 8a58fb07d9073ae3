//! Outward calls that turns want: handed out once, and answered ahead of all that arrived meanwhile
//! (PROMISES P4, P19).

use crate::store::Call;
use crate::store::accept::queue;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{CallState, InputState};
use crate::time::Timestamp;
use crate::words::input::{Answer, InputKind};
use crate::words::turn::Whom;

pub(super) fn calls(
    rows: &mut impl Rows,
    now: Timestamp,
    (asked, max): (Whom, usize),
) -> Result<Vec<Call>> {
    let mut calls = Vec::new();
    for (at, want) in rows.wants(CallState::Waiting, Some(asked), max)? {
        let Some(row) = rows.row(at.0)? else { continue };
        let fetching = rows.state(row.id)?.fetching.filter(|own| &own.fetch == want.fetch());
        match fetching.filter(|fetching| fetching.until > now) {
            Some(fetching) => {
                rows.move_want(at, CallState::Calling, now)?;
                let (key, until) = (row.key, fetching.until);
                calls.push(Call { key, conversation: at.0, seq: at.1, want, until });
            }
            // Nobody waits for it any more.
            None => rows.move_want(at, CallState::Done, now)?,
        }
    }
    Ok(calls)
}

pub(super) fn answer(
    rows: &mut impl Rows,
    now: Timestamp,
    call: &Call,
    answer: Answer,
) -> Result<bool> {
    let at = (call.conversation, call.seq);
    if rows.want_state(at)? != Some(CallState::Calling) {
        return Ok(false);
    }
    rows.move_want(at, CallState::Done, now)?;
    let kind = InputKind::Fetched { fetch: call.want.fetch().clone(), answer };
    queue(rows, &call.key, (now, InputState::Queued), kind)?;
    Ok(true)
}

/// What another life was calling is called again if that does no harm; otherwise it counts as a call
/// that was not answered in time.
pub(super) fn recover(rows: &mut impl Rows, now: Timestamp) -> Result<()> {
    for (at, want) in rows.wants(CallState::Calling, None, usize::MAX)? {
        if want.is_repeatable() {
            rows.move_want(at, CallState::Waiting, now)?;
            continue;
        }
        rows.move_want(at, CallState::Done, now)?;
        if let Some(row) = rows.row(at.0)? {
            let kind = InputKind::Fetched { fetch: want.fetch().clone(), answer: Answer::Timeout };
            queue(rows, &row.key, (now, InputState::Queued), kind)?;
        }
    }
    Ok(())
}
