//! Handing out inputs and writing what turns decided (PROMISES P3, P4).

use crate::store::claims::Claims;
use crate::store::rows::{Result, Row, Rows};
use crate::store::rules::InputState;
use crate::store::{Committed, Outgoing, StoreError, Work};
use crate::store::{errands, heads};
use crate::words::event::EventKind;
use crate::words::input::{Input, InputKind};
use crate::words::turn::Turn;

pub(super) fn claim(rows: &mut impl Rows, claims: &mut Claims, max: usize) -> Result<Vec<Work>> {
    let ready = rows.ready(max, &|id| claims.is_taken(id))?;
    let mut work = Vec::with_capacity(ready.len());
    for row in ready {
        match hand_out(rows, claims, &row) {
            Ok(found) => work.extend(found),
            Err(StoreError::Corrupt(why)) => {
                tracing::error!(conversation = row.id, why, "a conversation cannot be read");
                claims.take(row.id);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(work)
}

fn hand_out(rows: &mut impl Rows, claims: &mut Claims, row: &Row) -> Result<Option<Work>> {
    let Some(input) = rows.next(row.id, row.fetching)? else { return Ok(None) };
    let mut conversation = rows.state(row.id)?;
    conversation.version = row.version;
    let epoch = claims.take(row.id);
    Ok(Some(Work { key: row.key.clone(), id: row.id, conversation, input, epoch }))
}

pub(super) fn release(claims: &mut Claims, work: &Work) {
    if claims.holds(work.id, work.epoch) {
        claims.free(work.id);
    }
}

pub(super) fn commit(
    rows: &mut impl Rows,
    claims: &mut Claims,
    work: Work,
    turn: Turn,
) -> Result<Committed> {
    if !claims.holds(work.id, work.epoch) {
        return Err(StoreError::Lost);
    }
    let row = rows.row(work.id)?.filter(|row| row.version == work.conversation.version);
    let state = InputState::of(&turn.outcome);
    let Some(mut row) = row else { return lose(claims, work.id) };
    if !rows.finish(row.id, work.input.seq, state)? {
        return lose(claims, work.id);
    }
    rows.journal(row.id, work.input.seq, &turn)?;
    let mut after = turn.after.clone();
    after.version = row.version.saturating_add(1);
    row.version = after.version;
    row.fetching = after.fetching.is_some();
    row.window_until = after.window_until;
    if is_a_sign_of_life(&work.input.kind) {
        row.unreachable = false;
    }
    let head = write(rows, &mut row, work.input.seq, turn)?;
    let input = rows.next(row.id, row.fetching)?;
    row.ready = input.as_ref().map(|input| input.at);
    rows.save_state(&row, &after)?;
    claims.free(row.id);
    let next = input.map(|input: Input| {
        let epoch = claims.take(row.id);
        Work { key: work.key, id: row.id, conversation: after, input, epoch }
    });
    Ok(Committed { next, head, unreachable: row.unreachable })
}

/// Whether the visitor has done something that only somebody can do who can be reached.
fn is_a_sign_of_life(kind: &InputKind) -> bool {
    let InputKind::Visitor(event) = kind else { return false };
    event.kind.opens().is_some() || matches!(event.kind, EventKind::Optin(_))
}

/// The input was dealt with or the conversation has moved on: the claim is worth nothing.
fn lose(claims: &mut Claims, conversation: i64) -> Result<Committed> {
    claims.free(conversation);
    Err(StoreError::Lost)
}

/// Everything that the turn leaves behind, beside the conversation itself.
fn write(rows: &mut impl Rows, row: &mut Row, seq: u64, turn: Turn) -> Result<Option<Outgoing>> {
    for change in &turn.timers {
        rows.change_timer(row.id, change)?;
    }
    errands::append(rows, row, (seq, turn.journal.now), &turn.side)?;
    if let Some(want) = &turn.wants {
        rows.want((row.id, seq), want)?;
    }
    heads::append(rows, row, (seq, turn.journal.now), turn.replies)
}
