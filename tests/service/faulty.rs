//! A store that is away when it is told to be.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use saywhen::store::counts::Counts;
use saywhen::store::errands::{Errand, ErrandPlace, Ran, Tracked};
use saywhen::store::{
    Accepted, Call as StoredCall, Committed, History, Hold, Outgoing, Recovered, Settled, Stand,
    Store, StoreError, Work,
};
use saywhen::time::Timestamp;
use saywhen::words::arrival::Arrival;
use saywhen::words::conversation::Conversation;
use saywhen::words::input::Answer;
use saywhen::words::name::{ConversationKey, PageId};
use saywhen::words::turn::{Turn, Whom};

type Result<T> = std::result::Result<T, StoreError>;

/// Any store, with a switch.
#[derive(Clone)]
pub struct Faulty<S> {
    store: S,
    away: Arc<AtomicBool>,
}

impl<S> Faulty<S> {
    pub fn new(store: S) -> Self {
        Self { store, away: Arc::default() }
    }

    pub fn fail(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    fn there(&self) -> Result<&S> {
        let away = self.away.load(Ordering::Relaxed);
        if away { Err(StoreError::Unavailable("away".to_owned())) } else { Ok(&self.store) }
    }
}

impl<S: Store> Store for Faulty<S> {
    async fn accept(&self, now: Timestamp, batch: Vec<Arrival>) -> Result<Accepted> {
        self.there()?.accept(now, batch).await
    }

    async fn claim(&self, max: usize) -> Result<Vec<Work>> {
        self.there()?.claim(max).await
    }

    async fn commit(&self, work: Work, turn: Turn) -> Result<Committed> {
        self.there()?.commit(work, turn).await
    }

    async fn release(&self, work: Work) -> Result<()> {
        self.there()?.release(work).await
    }

    async fn settle(&self, now: Timestamp, done: Vec<Settled>) -> Result<Vec<Outgoing>> {
        self.there()?.settle(now, done).await
    }

    async fn sends(&self, now: Timestamp, max: usize) -> Result<Vec<Outgoing>> {
        self.there()?.sends(now, max).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>> {
        self.there()?.next_due().await
    }

    async fn due(&self, now: Timestamp, max: usize) -> Result<usize> {
        self.there()?.due(now, max).await
    }

    async fn calls(&self, now: Timestamp, whom: Whom, max: usize) -> Result<Vec<StoredCall>> {
        self.there()?.calls(now, whom, max).await
    }

    async fn answer(&self, now: Timestamp, call: StoredCall, answer: Answer) -> Result<bool> {
        self.there()?.answer(now, call, answer).await
    }

    async fn errands(&self, now: Timestamp, max: usize, full: Vec<String>) -> Result<Vec<Errand>> {
        self.there()?.errands(now, max, full).await
    }

    async fn ran(&self, now: Timestamp, place: ErrandPlace, ran: Ran) -> Result<bool> {
        self.there()?.ran(now, place, ran).await
    }

    async fn tracked(&self) -> Result<Vec<Tracked>> {
        self.there()?.tracked().await
    }

    async fn recover(&self, now: Timestamp) -> Result<Recovered> {
        self.there()?.recover(now).await
    }

    async fn hold(&self, page: PageId, hold: Option<Hold>) -> Result<()> {
        self.there()?.hold(page, hold).await
    }

    async fn replace(&self, now: Timestamp, key: ConversationKey, stand: Stand) -> Result<u64> {
        self.there()?.replace(now, key, stand).await
    }

    async fn held(&self, page: &PageId) -> Result<Option<Hold>> {
        self.there()?.held(page).await
    }

    async fn lift(&self, why: &str, page: Option<&PageId>) -> Result<usize> {
        self.there()?.lift(why, page).await
    }

    async fn meta(&self, key: &str) -> Result<Option<String>> {
        self.there()?.meta(key).await
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        self.there()?.set_meta(key, value).await
    }

    async fn sweep(&self, now: Timestamp) -> Result<usize> {
        self.there()?.sweep(now).await
    }

    async fn counts(&self) -> Result<Counts> {
        self.there()?.counts().await
    }

    async fn conversation(&self, key: &ConversationKey) -> Result<Option<Conversation>> {
        self.there()?.conversation(key).await
    }

    async fn history(&self, key: &ConversationKey) -> Result<History> {
        self.there()?.history(key).await
    }
}
