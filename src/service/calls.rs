//! Works off outward calls: one conversation's slow server delays no other.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::fetch::Gate;
use crate::limits::{FETCHES_MAX, PROFILE_TIMEOUT, PROFILES_MAX, STORE_RETRY};
use crate::messenger::graph::Graph;
use crate::messenger::graph::person::Untold;
use crate::service::worker::Workers;
use crate::store::{Call, Store};
use crate::time::Millis;
use crate::words::input::Answer;
use crate::words::turn::{Request, Want, Whom};

/// All that outward calls need.
#[derive(Debug)]
pub(super) struct Calls<S> {
    /// Whose turns want calls, and go on with the answers.
    workers: Arc<Workers<S>>,
    gate: Gate,
    graph: Graph,
    /// Who is asked. Each has a lane of its own: while Meta hangs, no shop is kept waiting.
    asked: Whom,
    /// Calls that may be made at once.
    room: Arc<Semaphore>,
}

impl<S: Store> Calls<S> {
    /// What the turns of these workers want of some who are asked.
    pub(super) fn new(
        workers: Arc<Workers<S>>,
        (gate, graph): (Gate, Graph),
        asked: Whom,
    ) -> Arc<Self> {
        let room = match asked {
            Whom::Server => FETCHES_MAX,
            Whom::Meta => PROFILES_MAX,
        };
        Arc::new(Self { workers, gate, graph, asked, room: Arc::new(Semaphore::new(room)) })
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
                    tracing::error!(%error, "call: the store could not be read");
                    tokio::time::sleep(STORE_RETRY.into()).await;
                }
            }
        }
    }

    async fn claim(&self, room: usize) -> Result<Vec<Call>, crate::store::StoreError> {
        self.workers.store.calls(self.workers.clock.now(), self.asked, room).await
    }

    async fn nap(&self) {
        tokio::select! {
            () = self.workers.wants(self.asked).notified() => {}
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
            calls.workers.wants(calls.asked).notify_one();
        });
    }

    /// Makes a call. One that may be made again is left to the next life if this one ends.
    async fn one(&self, call: Call) {
        let answer = tokio::select! {
            answer = self.ask(&call) => answer,
            () = self.workers.stop.cancelled(), if call.want.is_repeatable() => return,
        };
        self.answered(call, answer).await;
    }

    async fn ask(&self, call: &Call) -> Answer {
        let within = call.until.since(self.workers.clock.now());
        match &call.want {
            Want::Http(request) => self.server(call, request, within).await,
            Want::Profile { fields, .. } => self.meta(call, fields, within).await,
        }
    }

    async fn server(&self, call: &Call, request: &Request, within: Millis) -> Answer {
        let bot = self.workers.live.bot();
        let answer = self.gate.call(request, &bot.settings.http.allow, within).await;
        let (page, host) = (call.key.page.as_str(), request.origin.host.as_str());
        match &answer {
            Answer::Status { code, .. } => tracing::info!(page, host, status = code, "http"),
            Answer::Timeout => tracing::warn!(page, host, "http: no answer in time"),
            Answer::Refused { why } => tracing::warn!(page, host, why, "http: not asked"),
            Answer::Profile(_) => {}
        }
        answer
    }

    /// Nothing that Meta tells of a visitor gets into the log.
    async fn meta(&self, call: &Call, fields: &[String], within: Millis) -> Answer {
        let visitor = self.workers.pseudonyms.of(call.key.visitor.as_str());
        let page = call.key.page.as_str();
        let patience = within.min(PROFILE_TIMEOUT);
        let whom = (&call.key.page, &call.key.visitor);
        match self.graph.person(whom, fields, patience).await {
            Ok(told) => {
                tracing::info!(page, %visitor, fields = told.len(), "profile");
                Answer::Profile(told)
            }
            Err(Untold { code }) => {
                tracing::warn!(page, %visitor, code, "profile: Messenger did not tell");
                Answer::Refused { why: code }
            }
        }
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
                Err(error) => tracing::error!(%error, "call: an answer could not be written"),
            }
            if self.workers.stop.is_cancelled() {
                return;
            }
            tokio::time::sleep(STORE_RETRY.into()).await;
        }
    }
}
