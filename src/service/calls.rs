//! Works off outward calls: one conversation's slow server delays no other.

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::fetch::Gate;
use crate::limits::STORE_RETRY;
use crate::service::live::Live;
use crate::store::{Call, Store};
use crate::time::Clock;
use crate::words::input::Answer;

/// All that outward calls need.
#[derive(Debug)]
pub(super) struct Calls<S> {
    pub(super) store: S,
    pub(super) live: Live,
    pub(super) gate: Gate,
    pub(super) clock: Clock,
    /// Told when a turn wants a call.
    pub(super) asked: Arc<Notify>,
    /// Wakes the workers.
    pub(super) wake: Arc<Notify>,
    pub(super) tasks: TaskTracker,
    pub(super) stop: CancellationToken,
    /// Calls that may be made at once.
    pub(super) room: Arc<Semaphore>,
}

impl<S: Store> Calls<S> {
    /// Works until it is stopped.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.stop.is_cancelled() {
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
        self.store.calls(self.clock.now(), room).await
    }

    async fn nap(&self) {
        tokio::select! {
            () = self.asked.notified() => {}
            () = tokio::time::sleep(STORE_RETRY.into()) => {}
            () = self.stop.cancelled() => {}
        }
    }

    fn spawn(self: &Arc<Self>, call: Call) {
        let calls = self.clone();
        let room = self.room.clone().try_acquire_owned();
        self.tasks.spawn(async move {
            calls.one(call).await;
            drop(room);
            calls.asked.notify_one();
        });
    }

    /// Makes a call. One that may be made again is left to the next life if this one ends.
    async fn one(&self, call: Call) {
        let bot = self.live.bot();
        let within = call.until.since(self.clock.now());
        let allow = &bot.settings.http.allow;
        let made = self.gate.call(&call.request, allow, within);
        let answer = tokio::select! {
            answer = made => answer,
            () = self.stop.cancelled(), if call.request.is_repeatable() => return,
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
            match self.store.answer(self.clock.now(), call.clone(), answer.clone()).await {
                Ok(_waited_for) => return self.wake.notify_one(),
                Err(error) => tracing::error!(%error, "http: an answer could not be written"),
            }
            if self.stop.is_cancelled() {
                return;
            }
            tokio::time::sleep(STORE_RETRY.into()).await;
        }
    }
}
