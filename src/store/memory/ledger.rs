//! Timers, holds, values and counts in memory.

use std::collections::BTreeMap;

use crate::limits::SWEEP_ROWS_MAX;
use crate::store::counts::Counts;
use crate::store::memory::tables::Tables;
use crate::store::rows::{Ledger, Result, Timer, Timers};
use crate::store::rules::{CallState, InputState, OutState, told};
use crate::store::{History, Hold};
use crate::time::Timestamp;
use crate::words::name::PageId;
use crate::words::turn::{TimerChange, Want, Whom};

impl Timers for Tables {
    fn change_timer(&mut self, conversation: i64, change: &TimerChange) -> Result<()> {
        match change {
            TimerChange::Set { key, serial, due, vars } => {
                let (key, serial, due) = (key.clone(), *serial, *due);
                let timer =
                    Timer { conversation, key: key.clone(), serial, due, vars: vars.clone() };
                self.timers.insert((conversation, key), timer);
            }
            TimerChange::Drop(key) => {
                self.timers.remove(&(conversation, key.clone()));
            }
        }
        Ok(())
    }

    fn clear_timers(&mut self, conversation: i64) -> Result<()> {
        self.timers.retain(|(own, _), _| *own != conversation);
        Ok(())
    }

    fn timers_of(&mut self, conversation: i64) -> Result<Vec<Timer>> {
        Ok(self.timers.values().filter(|t| t.conversation == conversation).cloned().collect())
    }

    fn due_timers(&mut self, now: Timestamp, max: usize) -> Result<Vec<Timer>> {
        let mut due: Vec<_> = self.timers.values().filter(|t| t.due <= now).cloned().collect();
        due.sort_by(|a, b| (a.due, a.conversation, &a.key).cmp(&(b.due, b.conversation, &b.key)));
        due.truncate(max);
        Ok(due)
    }

    fn next_due(&mut self) -> Result<Option<Timestamp>> {
        let rows = self.conversations.values().map(|(row, _)| row);
        let sends = rows.filter_map(|row| match self.held.get(&row.key.page) {
            Some(hold) => row.send.zip(hold.until).map(|(send, until)| send.max(until)),
            None => row.send,
        });
        Ok(sends.chain(self.timers.values().map(|timer| timer.due)).min())
    }
}

impl Ledger for Tables {
    fn want(&mut self, at: (i64, u64), want: &Want) -> Result<()> {
        self.wants.insert(at, (want.clone(), CallState::Waiting, Timestamp::default()));
        Ok(())
    }

    fn wants(
        &mut self,
        state: CallState,
        asked: Option<Whom>,
        max: usize,
    ) -> Result<Vec<((i64, u64), Want)>> {
        let is = |want: &Want| asked.is_none_or(|asked| want.asked() == asked);
        let found = self.wants.iter().filter(|(_, (want, own, _))| *own == state && is(want));
        Ok(found.take(max).map(|(at, (want, ..))| (*at, want.clone())).collect())
    }

    fn want_state(&mut self, at: (i64, u64)) -> Result<Option<CallState>> {
        Ok(self.wants.get(&at).map(|(_, state, _)| *state))
    }

    fn move_want(&mut self, at: (i64, u64), to: CallState, now: Timestamp) -> Result<()> {
        if let Some((_, state, moved)) = self.wants.get_mut(&at) {
            (*state, *moved) = (to, now);
        }
        Ok(())
    }

    fn end_wants(&mut self, conversation: i64, now: Timestamp) -> Result<()> {
        let own = self.wants.range_mut((conversation, 0)..=(conversation, u64::MAX));
        own.for_each(|(_, (_, state, moved))| (*state, *moved) = (CallState::Done, now));
        Ok(())
    }

    fn is_held(&mut self, page: &PageId, now: Timestamp) -> Result<bool> {
        Ok(self.holds(page, now))
    }

    fn held(&mut self, page: &PageId) -> Result<Option<Hold>> {
        Ok(self.held.get(page).cloned())
    }

    fn waiting_for_ever(&mut self, why: &str) -> Result<Vec<PageId>> {
        let waits = |hold: &Hold| hold.why == why && hold.until.is_none();
        Ok(self.held.iter().filter(|(_, hold)| waits(hold)).map(|(page, _)| page.clone()).collect())
    }

    fn hold(&mut self, page: &PageId, hold: Option<&Hold>) -> Result<()> {
        match hold {
            Some(hold) => self.held.insert(page.clone(), hold.clone()),
            None => self.held.remove(page),
        };
        Ok(())
    }

    fn lift(&mut self, why: &str, page: Option<&PageId>) -> Result<usize> {
        let before = self.held.len();
        self.held.retain(|held, hold| hold.why != why || page.is_some_and(|page| page != held));
        Ok(before.saturating_sub(self.held.len()))
    }

    fn meta(&mut self, key: &str) -> Result<Option<String>> {
        Ok(self.meta.get(key).cloned())
    }

    fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.meta.insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn counts(&mut self) -> Result<Counts> {
        let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let mut counts = Counts {
            dead: size(self.dead.len()),
            timers: size(self.timers.len()),
            calls: size(self.wants.values().filter(|w| w.1 != CallState::Done).count()),
            errands: size(self.errands.values().filter(|e| e.0.state.is_open()).count()),
            given_up: size(self.errands.values().filter(|e| e.0.state.is_given_up()).count()),
            held: size(self.held.values().filter(|hold| hold.until.is_none()).count()),
            ..Counts::default()
        };
        for (input, state) in self.inbox.values() {
            match state {
                InputState::Queued => {
                    counts.queued += 1;
                    let oldest = counts.oldest.unwrap_or(input.at);
                    counts.oldest = Some(oldest.min(input.at));
                }
                InputState::Done => counts.done += 1,
                InputState::Skipped(_) => counts.skipped += 1,
                InputState::Dead => counts.dead += 1,
            }
        }
        for kept in self.outbox.values() {
            counts.delivered += u64::from(kept.delivered.is_some());
            counts.read += u64::from(kept.read.is_some());
            match kept.row.state {
                OutState::Waiting | OutState::Parked => counts.waiting += 1,
                OutState::Sending => counts.sending += 1,
                OutState::Uncertain => counts.uncertain += 1,
                OutState::Sent => counts.sent += 1,
                OutState::Expired | OutState::Failed | OutState::Cancelled => counts.unsent += 1,
            }
        }
        Ok(counts)
    }

    fn history(&mut self, conversation: i64) -> Result<History> {
        let inputs = self.inbox.range((conversation, 0)..=(conversation, u64::MAX));
        let inputs = inputs.map(|(_, (input, state))| {
            let (word, why) = state.words();
            (input.clone(), told(word, why))
        });
        let first = (conversation, 0, 0);
        let replies = self.outbox.range(first..=(conversation, u64::MAX, u16::MAX));
        let replies = replies.map(|(_, kept)| {
            let row = &kept.row;
            let state = told(row.state.as_str(), row.why.as_deref());
            (kept.reply.clone(), state, row.tries, row.mid.clone())
        });
        let first = (conversation, 0, 0);
        let sides = self.errands.range(first..=(conversation, u64::MAX, usize::MAX));
        let sides = sides.map(|(_, (row, side))| {
            (side.clone(), told(row.state.as_str(), row.why.as_deref()), row.tries)
        });
        let (inputs, replies) = (inputs.collect(), replies.collect());
        Ok(History { inputs, replies, sides: sides.collect() })
    }

    fn sweep(&mut self, identities: Timestamp, rest: Timestamp) -> Result<usize> {
        let mut gone = drop_some(&mut self.identities, |_, at| *at < identities);
        gone += drop_some(&mut self.turns, |_, at| *at < rest);
        gone += drop_some(&mut self.inbox, |_, (input, state)| {
            input.at < rest && *state != InputState::Queued
        });
        gone += drop_some(&mut self.wants, |_, (_, state, moved)| {
            *state == CallState::Done && *moved < rest
        });
        gone += drop_some(&mut self.errands, |_, (row, _)| row.settled.is_some_and(|at| at < rest));
        let (places, mids) = (&mut self.places, &mut self.mids);
        gone += drop_some(&mut self.outbox, |_, kept| {
            let old = kept.row.settled.is_some_and(|at| at < rest);
            if old {
                places.remove(&kept.row.id);
                kept.row.mid.as_ref().map(|mid| mids.remove(mid));
            }
            old
        });
        let before = self.dead.len();
        self.dead.retain(|(_, at, _)| *at >= rest);
        Ok(gone + before - self.dead.len())
    }
}

/// Removes up to `SWEEP_ROWS_MAX` of those that are old; how many.
fn drop_some<K: Ord, V>(rows: &mut BTreeMap<K, V>, mut old: impl FnMut(&K, &V) -> bool) -> usize {
    let before = rows.len();
    let mut left = SWEEP_ROWS_MAX;
    rows.retain(|key, value| {
        let goes = left > 0 && old(key, value);
        left -= usize::from(goes);
        !goes
    });
    before - rows.len()
}
