//! Works off outward calls: one conversation's slow server delays no other.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::fetch::Gate;
use crate::limits::{FETCHES_MAX, STORE_RETRY};
use crate::service::worker::Workers;
use crate::store::{Call, Store};
use crate::words::input::Answer;

/// All that outward calls need.
#[derive(Debug)]
pub(super) struct Calls<S> {
    /// Whose turns want calls, and go on with the answers.
    workers: Arc<Workers<S>>,
    gate: Gate,
    /// Calls that may be made at once.
    room: Arc<Semaphore>,
}

impl<S: Store> Calls<S> {
    /// The calls that the turns of these workers want.
    pub(super) fn new(workers: Arc<Workers<S>>, gate: Gate) -> Arc<Self> {
        Arc::new(Self { workers, gate, room: Arc::new(Semaphore::new(FETCHES_MAX)) })
    }

    /// Works until it is stopped.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.workers.stop.is_cancelled() {
            let room = self.room.available_permits();
            let found = if room == 0 { Ok(Vec::new()) } else { self.claim(room).await };
            match found {
                Ok(calls) if calls.is_empty() => self.nap().await,
                Ok(calls) => calls.into_iter().for_each(|call| self.spawn(call)),
                Err(error) => {
                    tracing::error!(%error, "http: the store could not be read");
                    tokio::time::sleep(STORE_RETRY.into()).await;
                }
            }
        }
    }

    async fn claim(&self, room: usize) -> Result<Vec<Call>, crate::store::StoreError> {
        self.workers.store.calls(self.workers.clock.now(), room).await
    }

    async fn nap(&self) {
        tokio::select! {
            () = self.workers.asked.notified() => {}
            () = tokio::time::sleep(STORE_RETRY.into()) => {}
            () = self.workers.stop.cancelled() => {}
        }
    }

    fn spawn(self: &Arc<Self>, call: Call) {
        let calls = self.clone();
        let room = self.room.clone().try_acquire_owned();
        self.workers.tasks.spawn(async move {
            calls.one(call).await;
            drop(room);
            calls.workers.asked.notify_one();
        });
    }

    /// Makes a call. One that may be made again is left to the next life if this one ends.
    async fn one(&self, call: Call) {
        let bot = self.workers.live.bot();
        let within = call.until.since(self.workers.clock.now());
        let allow = &bot.settings.http.allow;
        let made = self.gate.call(&call.request, allow, within);
        let answer = tokio::select! {
            answer = made => answer,
            () = self.workers.stop.cancelled(), if call.request.is_repeatable() => return,
        };
        let (page, host) = (call.key.page.as_str(), call.request.origin.host.as_str());
        match &answer {
            Answer::Status { code, .. } => tracing::info!(page, host, status = code, "http"),
            Answer::Timeout => tracing::warn!(page, host, "http: no answer in time"),
            Answer::Refused { why } => tracing::warn!(page, host, why, "http: not asked"),
            Answer::Profile(_) => {}
        }
        self.answered(call, answer).await;
    }

    async fn answered(&self, call: Call, answer: Answer) {
        loop {
            match self
                .workers
                .store
                .answer(self.workers.clock.now(), call.clone(), answer.clone())
                .await
            {
                Ok(_waited_for) => return self.workers.wake.notify_one(),
                Err(error) => tracing::error!(%error, "http: an answer could not be written"),
            }
            if self.workers.stop.is_cancelled() {
                return;
            }
            tokio::time::sleep(STORE_RETRY.into()).await;
        }
    }
}
