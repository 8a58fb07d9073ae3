//! Timers become inputs when their time has come (MODEL 8.1).

use crate::store::accept::queue;
use crate::store::rows::{Result, Rows};
use crate::store::rules::InputState;
use crate::time::Timestamp;
use crate::words::input::InputKind;
use crate::words::turn::TimerChange;

pub(super) fn due(rows: &mut impl Rows, now: Timestamp, max: usize) -> Result<usize> {
    let timers = rows.due_timers(now, max)?;
    let moved = timers.len();
    for timer in timers {
        let Some(row) = rows.row(timer.conversation)? else { continue };
        rows.change_timer(row.id, &TimerChange::Drop(timer.key.clone()))?;
        let kind = InputKind::Timer { key: timer.key, serial: timer.serial, vars: timer.vars };
        queue(rows, &row.key, (now, InputState::Queued), kind)?;
    }
    Ok(moved)
}
