//! Replies in memory.

use crate::store::StoreError;
use crate::store::memory::tables::{Kept, Tables};
use crate::store::rows::{Outbox, Receipt, Result, Row};
use crate::store::rules::{OutRow, OutState};
use crate::time::Timestamp;
use crate::words::name::{Mid, OutboxId};
use crate::words::reply::Reply;

impl Tables {
    fn of(&self, conversation: i64) -> impl Iterator<Item = &Kept> {
        let first = (conversation, 0, 0);
        self.outbox.range(first..=(conversation, u64::MAX, u16::MAX)).map(|(_, kept)| kept)
    }

    fn kept(&self, id: OutboxId) -> Option<&Kept> {
        self.places.get(&id).and_then(|place| self.outbox.get(place))
    }
}

impl Outbox for Tables {
    fn insert(&mut self, row: &OutRow, reply: &Reply) -> Result<()> {
        let place = (row.conversation, row.seq, row.ordinal);
        if self.places.contains_key(&row.id) || self.outbox.contains_key(&place) {
            return Err(StoreError::Corrupt(format!("reply {} exists already", row.id)));
        }
        self.places.insert(row.id, place);
        let kept = Kept { row: row.clone(), reply: reply.clone(), delivered: None, read: None };
        self.outbox.insert(place, kept);
        Ok(())
    }

    fn update(&mut self, row: &OutRow) -> Result<()> {
        let place = (row.conversation, row.seq, row.ordinal);
        if let Some(kept) = self.outbox.get_mut(&place) {
            kept.row = row.clone();
        }
        if let Some(mid) = &row.mid {
            self.mids.insert(mid.clone(), row.id);
        }
        Ok(())
    }

    fn out(&mut self, id: OutboxId) -> Result<Option<OutRow>> {
        Ok(self.kept(id).map(|kept| kept.row.clone()))
    }

    fn out_by_mid(&mut self, mid: &Mid) -> Result<Option<OutRow>> {
        self.mids.get(mid).copied().map_or(Ok(None), |id| self.out(id))
    }

    fn reply(&mut self, id: OutboxId) -> Result<Reply> {
        let found = self.kept(id).map(|kept| kept.reply.clone());
        found.ok_or_else(|| StoreError::Corrupt(format!("reply {id} is missing")))
    }

    fn head(&mut self, conversation: i64) -> Result<Option<OutRow>> {
        let mut rows = self.of(conversation).map(|kept| &kept.row);
        Ok(rows.find(|row| row.state.is_open()).cloned())
    }

    fn open(&mut self, conversation: i64) -> Result<Vec<OutRow>> {
        let rows = self.of(conversation).map(|kept| &kept.row);
        Ok(rows.filter(|row| row.state.is_open()).cloned().collect())
    }

    fn latest(&mut self, conversation: i64, max: usize) -> Result<Vec<OutRow>> {
        let first = (conversation, 0, 0);
        let all = self.outbox.range(first..=(conversation, u64::MAX, u16::MAX));
        Ok(all.rev().take(max).map(|(_, kept)| kept.row.clone()).collect())
    }

    fn in_flight(&mut self) -> Result<Vec<OutRow>> {
        let flying = |row: &&OutRow| matches!(row.state, OutState::Sending | OutState::Uncertain);
        Ok(self.outbox.values().map(|kept| &kept.row).filter(flying).cloned().collect())
    }

    fn receive(&mut self, row: &Row, receipt: &Receipt<'_>, now: Timestamp) -> Result<usize> {
        let first = (row.id, 0, 0);
        let all = self.outbox.range_mut(first..=(row.id, u64::MAX, u16::MAX));
        let mut found = 0;
        for (_, kept) in all.filter(|(_, kept)| kept.row.state == OutState::Sent) {
            let named = kept.row.mid.as_ref().is_some_and(|mid| receipt.mids.contains(mid));
            let before = kept.row.claimed.zip(receipt.watermark).is_some_and(|(at, to)| at <= to);
            let mark = if receipt.read { &mut kept.read } else { &mut kept.delivered };
            if (named || before) && mark.is_none() {
                *mark = Some(now);
                found += 1;
            }
        }
        Ok(found)
    }
}
