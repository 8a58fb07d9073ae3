//! One visitor under two names: who wrote by a plugin first, as `ref:U`, and then by an id of the
//! Page's. What is known of the first goes over to the second, before the message that says so.

use crate::store::StoreError;
use crate::store::accept::queue;
use crate::store::rows::{Result, Rows};
use crate::store::rules::InputState;
use crate::words::aside::Prior;
use crate::words::conversation::Conversation;
use crate::words::name::{ConversationKey, VisitorId};
use crate::words::turn::{Reason, TimerChange};

/// Lets a conversation take over that of the name by which Meta knew its visitor before.
///
/// Both are one version on afterwards: a turn that is under way on either is done again. Replies that
/// are on their way to the older name stay there; Messenger knows whom it means.
pub(super) fn prior(rows: &mut impl Rows, key: &ConversationKey, prior: &Prior) -> Result<()> {
    let Some(identifier) = &prior.identifier else { return Ok(()) };
    let visitor = VisitorId::new(format!("ref:{identifier}"));
    let Some(mut old) = rows.find(&ConversationKey { visitor, ..key.clone() })? else {
        return Ok(());
    };
    let mut row = rows.enter(key)?;
    if row.id == old.id {
        return Ok(());
    }
    let (mut state, before) = match (rows.state(row.id), rows.state(old.id)) {
        (Ok(state), Ok(before)) => (state, before),
        (Err(StoreError::Corrupt(why)), _) | (_, Err(StoreError::Corrupt(why))) => {
            tracing::error!(why, "what was known of a visitor before is not taken over");
            return Ok(());
        }
        (Err(other), _) | (_, Err(other)) => return Err(other),
    };
    let fresh = row.version == 0;
    let clocks = state.take_over(before, fresh);
    for key in &clocks.end {
        rows.change_timer(row.id, &TimerChange::Drop(key.clone()))?;
    }
    for timer in rows.timers_of(old.id)? {
        rows.change_timer(old.id, &TimerChange::Drop(timer.key.clone()))?;
        if clocks.bring(&timer.key) {
            let (key, serial, due, vars) = (timer.key, timer.serial, timer.due, timer.vars);
            rows.change_timer(row.id, &TimerChange::Set { key, serial, due, vars })?;
        }
    }
    row.version += 1;
    old.version += 1;
    state.version = row.version;
    row.fetching = state.fetching.is_some();
    rows.save_state(&row, &state)?;
    // What nobody has worked on yet is worked on where the visitor is now.
    while let Some(input) = rows.next(old.id, false)? {
        rows.finish(old.id, input.seq, InputState::Skipped(Reason::Moved))?;
        queue(rows, key, (input.at, InputState::Queued), input.kind)?;
    }
    (old.ready, old.fetching) = (None, false);
    rows.save_state(&old, &Conversation { version: old.version, ..Conversation::default() })
}
