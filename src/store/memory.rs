//! A store that ends with the process: for tests, and for `dev`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::limits::{IDENTITY_KEEP, JOURNAL_KEEP};
use crate::store::claims::Claims;
use crate::store::counts::Counts;
use crate::store::errands::{self as lane, Errand, ErrandPlace, Ran, Tracked};
use crate::store::memory::tables::Tables;
use crate::store::rows::{Conversations, Errands, Ledger, Timers};
use crate::store::{
    Accepted, Call, Committed, History, Hold, Outgoing, Recovered, Settled, Stand, Store,
    StoreError, Work, replace, sends, timers, work,
};
use crate::store::{accept, calls};
use crate::time::Timestamp;
use crate::words::arrival::Arrival;
use crate::words::conversation::Conversation;
use crate::words::input::Answer;
use crate::words::name::{ConversationKey, PageId};
use crate::words::turn::{Turn, Whom};

mod errands;
mod inbox;
mod ledger;
mod outbox;
mod tables;

/// Everything in memory. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// A plain mutex: it is never held across an await.
    shared: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    tables: Tables,
    claims: Claims,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    async fn accept(&self, now: Timestamp, batch: Vec<Arrival>) -> Result<Accepted, StoreError> {
        accept::accept(&mut self.state().tables, now, batch)
    }

    async fn claim(&self, max: usize) -> Result<Vec<Work>, StoreError> {
        let State { tables, claims } = &mut *self.state();
        work::claim(tables, claims, max)
    }

    async fn commit(&self, work: Work, turn: Turn) -> Result<Committed, StoreError> {
        let State { tables, claims } = &mut *self.state();
        work::commit(tables, claims, work, turn)
    }

    async fn release(&self, work: Work) -> Result<(), StoreError> {
        work::release(&mut self.state().claims, &work);
        Ok(())
    }

    async fn settle(
        &self,
        now: Timestamp,
        done: Vec<Settled>,
    ) -> Result<Vec<Outgoing>, StoreError> {
        sends::settle(&mut self.state().tables, now, done)
    }

    async fn sends(&self, now: Timestamp, max: usize) -> Result<Vec<Outgoing>, StoreError> {
        sends::sends(&mut self.state().tables, now, max)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.state().tables.next_due()
    }

    async fn due(&self, now: Timestamp, max: usize) -> Result<usize, StoreError> {
        timers::due(&mut self.state().tables, now, max)
    }

    async fn calls(
        &self,
        now: Timestamp,
        asked: Whom,
        max: usize,
    ) -> Result<Vec<Call>, StoreError> {
        calls::calls(&mut self.state().tables, now, (asked, max))
    }

    async fn answer(&self, now: Timestamp, call: Call, answer: Answer) -> Result<bool, StoreError> {
        calls::answer(&mut self.state().tables, now, &call, answer)
    }

    async fn errands(
        &self,
        now: Timestamp,
        max: usize,
        full: Vec<String>,
    ) -> Result<Vec<Errand>, StoreError> {
        lane::errands(&mut self.state().tables, now, max, &full)
    }

    async fn ran(&self, now: Timestamp, place: ErrandPlace, ran: Ran) -> Result<bool, StoreError> {
        lane::ran(&mut self.state().tables, now, place, ran)
    }

    async fn tracked(&self) -> Result<Vec<Tracked>, StoreError> {
        self.state().tables.tracked()
    }

    async fn recover(&self, now: Timestamp) -> Result<Recovered, StoreError> {
        sends::recover(&mut self.state().tables, now)
    }

    async fn hold(&self, page: PageId, hold: Option<Hold>) -> Result<(), StoreError> {
        sends::hold(&mut self.state().tables, &page, hold.as_ref())
    }

    async fn held(&self, page: &PageId) -> Result<Option<Hold>, StoreError> {
        self.state().tables.held(page)
    }

    async fn lift(&self, why: &str, page: Option<&PageId>) -> Result<usize, StoreError> {
        self.state().tables.lift(why, page)
    }

    async fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.state().tables.meta(key)
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.state().tables.set_meta(key, value)
    }

    async fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.state().tables.sweep(now.minus(IDENTITY_KEEP), now.minus(JOURNAL_KEEP))
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.state().tables.counts()
    }

    async fn conversation(
        &self,
        key: &ConversationKey,
    ) -> Result<Option<Conversation>, StoreError> {
        let tables = &mut self.state().tables;
        tables.find(key)?.map(|row| tables.state(row.id)).transpose()
    }

    async fn replace(
        &self,
        now: Timestamp,
        key: ConversationKey,
        stand: Stand,
    ) -> Result<u64, StoreError> {
        replace::replace(&mut self.state().tables, now, &key, stand)
    }

    async fn history(&self, key: &ConversationKey) -> Result<History, StoreError> {
        let tables = &mut self.state().tables;
        tables.find(key)?.map_or_else(|| Ok(History::default()), |row| tables.history(row.id))
    }
}
