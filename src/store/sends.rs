//! Handing out replies and writing what became of them (PROMISES P5, P6).

use crate::limits::POLICY_WAIT;
use crate::store::rows::{Result, Rows};
use crate::store::rules::{Moved, OutState, UNREACHABLE};
use crate::store::{Hold, Outgoing, Recovered, Settled};
use crate::store::{calls, errands, heads};
use crate::time::Timestamp;
use crate::words::name::PageId;

impl Hold {
    /// Why a Page waits that Meta has blocked, until Meta unblocks it.
    pub const BLOCKED: &str = "blocked";
    /// Why a Page waits whose send Meta has refused for what it did.
    pub const POLICY: &str = "policy";
}

pub(super) fn sends(rows: &mut impl Rows, now: Timestamp, max: usize) -> Result<Vec<Outgoing>> {
    let mut claimed = Vec::new();
    for mut row in rows.due_heads(now, max)? {
        claimed.extend(heads::claim(rows, &mut row, now)?);
        rows.save(&row)?;
    }
    Ok(claimed)
}

pub(super) fn settle(
    rows: &mut impl Rows,
    now: Timestamp,
    done: Vec<Settled>,
) -> Result<Vec<Outgoing>> {
    let mut claimed = Vec::new();
    for settled in done {
        claimed.extend(settle_one(rows, now, settled)?);
    }
    Ok(claimed)
}

fn settle_one(rows: &mut impl Rows, now: Timestamp, settled: Settled) -> Result<Option<Outgoing>> {
    let Some(mut out) = rows.out(settled.id)? else { return Ok(None) };
    let moved = out.settle(settled.fate, now);
    if moved != Moved::Not {
        rows.update(&out)?;
    }
    let Some(before) = rows.row(out.conversation)? else { return Ok(None) };
    let mut row = before.clone();
    if moved == Moved::Unreachable {
        row.unreachable = true;
        cancel_all(rows, out.conversation, now)?;
    }
    let next = if moved == Moved::GivenBack {
        heads::arm(rows, &mut row, now)?;
        None
    } else {
        heads::claim(rows, &mut row, now)?
    };
    if row != before {
        rows.save(&row)?;
    }
    Ok(next)
}

/// Nobody can be reached there: what is left of the conversation's replies is not tried.
fn cancel_all(rows: &mut impl Rows, conversation: i64, now: Timestamp) -> Result<()> {
    for mut open in rows.open(conversation)? {
        open.end(OutState::Cancelled, UNREACHABLE, now);
        rows.update(&open)?;
    }
    Ok(())
}

pub(super) fn recover(rows: &mut impl Rows, now: Timestamp) -> Result<Recovered> {
    let counts = rows.counts()?;
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let found = Recovered {
        accepted: size(counts.queued),
        waiting: size(counts.waiting),
        sending: size(counts.sending),
    };
    for mut out in rows.in_flight()? {
        out.survive(now);
        rows.update(&out)?;
        if let Some(mut row) = rows.row(out.conversation)? {
            heads::arm(rows, &mut row, now)?;
            rows.save(&row)?;
        }
    }
    remember_blocks(rows, now)?;
    calls::recover(rows, now)?;
    errands::recover(rows, now)?;
    Ok(found)
}

/// A Page that Meta has blocked stays so in another life. Nobody listened meanwhile, so that the end of
/// it may have been missed: after a while it is tried.
fn remember_blocks(rows: &mut impl Rows, now: Timestamp) -> Result<()> {
    for page in rows.waiting_for_ever(Hold::BLOCKED)? {
        let until = Some(now.plus(POLICY_WAIT));
        rows.hold(&page, Some(&Hold { why: Hold::BLOCKED.to_owned(), until }))?;
    }
    Ok(())
}

/// What Meta decided about a Page: nothing is sent while it is blocked (platform.md A4). Whether its
/// replies go on now.
pub(super) fn policy(rows: &mut impl Rows, page: &PageId, action: &str) -> Result<bool> {
    match action {
        "block" => {
            rows.hold(page, Some(&Hold { why: Hold::BLOCKED.to_owned(), until: None }))?;
            Ok(false)
        }
        "unblock" => {
            let by_policy = |held: &Hold| held.why == Hold::BLOCKED || held.why == Hold::POLICY;
            let held = rows.held(page)?.is_some_and(|held| by_policy(&held));
            if held {
                rows.hold(page, None)?;
            }
            Ok(held)
        }
        _ => Ok(false),
    }
}

/// Holds a Page, unless it is held for longer already: a pause of a moment must not end a hold that
/// waits for somebody.
pub(super) fn hold(rows: &mut impl Rows, page: &PageId, hold: Option<&Hold>) -> Result<()> {
    let longer = |held: Hold, new: &Hold| {
        held.until.is_none() || new.until.is_some_and(|until| held.until >= Some(until))
    };
    if let (Some(new), Some(held)) = (hold, rows.held(page)?)
        && longer(held, new)
    {
        return Ok(());
    }
    rows.hold(page, hold)
}
