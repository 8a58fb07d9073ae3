//! The pump: sends what is claimed, settles it, and goes on with the conversation's next reply.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::messenger::encode::{self, Facts};
use crate::messenger::graph::Graph;
use crate::outbox::bucket::Bucket;
use crate::outbox::fate::{self, Now, Ruling};
use crate::secret::Pseudonyms;
use crate::store::{Fate, Outgoing, Settled, Store, StoreError};
use crate::time::{Clock, Millis};
use crate::words::name::PageId;

/// Sends at once, over all conversations.
const IN_FLIGHT_MAX: usize = 512;
/// Heads of conversations claimed in one go.
const CLAIM_MAX: usize = 128;
/// How long the pump sleeps at most.
const NAP_MAX: Millis = Millis(1_000);
/// How long the pump sleeps at least, so that a held Page does not keep it running.
const NAP_MIN: Millis = Millis(20);

/// What the pump is told by its operator.
#[derive(Clone, Debug)]
pub struct Config {
    /// Send once more what may have been lost (true), or leave it.
    pub resend_uncertain: bool,
    /// Replies a second and Page; none for no limit.
    pub page_rate: Option<u32>,
    /// Names of visitors for the log.
    pub pseudonyms: Pseudonyms,
    /// The clock.
    pub clock: Clock,
}

/// A handle of the pump; clones are the same pump.
#[derive(Debug)]
pub struct Pump<S>(Arc<Shared<S>>);

impl<S> Clone for Pump<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
struct Shared<S> {
    store: S,
    graph: Graph,
    config: Config,
    wake: Notify,
    slots: Semaphore,
    /// Held only to take one moment out of it, never across an await.
    buckets: Mutex<HashMap<PageId, Bucket>>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl<S: Store> Pump<S> {
    /// A pump that sends through `graph`; [`Pump::run`] sets it going. It ends with `stop`; what it
    /// is sending then is finished, as `tasks` shows.
    #[must_use]
    pub fn new(
        store: S,
        graph: Graph,
        config: Config,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let (wake, slots) = (Notify::new(), Semaphore::new(IN_FLIGHT_MAX));
        let buckets = Mutex::default();
        Self(Arc::new(Shared { store, graph, config, wake, slots, buckets, tasks, stop }))
    }

    /// There may be something to send.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Sends a reply that a commit has already claimed.
    pub fn send(&self, outgoing: Outgoing) {
        let pump = self.clone();
        self.0.tasks.spawn(async move { pump.drive(outgoing).await });
    }

    /// Claims and sends whatever is due, until it is stopped.
    pub async fn run(self) {
        while !self.0.stop.is_cancelled() {
            match self.0.store.sends(self.0.config.clock.now(), CLAIM_MAX).await {
                Ok(sends) if sends.is_empty() => self.nap().await,
                Ok(sends) => sends.into_iter().for_each(|outgoing| self.send(outgoing)),
                Err(error) => {
                    tracing::error!(%error, "outbox: the store could not be read");
                    tokio::time::sleep(NAP_MAX.into()).await;
                }
            }
        }
    }

    async fn nap(&self) {
        let now = self.0.config.clock.now();
        let due = self.0.store.next_due().await.ok().flatten();
        let nap = due.map_or(NAP_MAX, |due| due.since(now).clamp(NAP_MIN, NAP_MAX));
        tokio::select! {
            () = self.0.wake.notified() => {}
            () = tokio::time::sleep(Duration::from(nap)) => {}
            () = self.0.stop.cancelled() => {}
        }
    }

    /// Sends one reply and then those of its conversation that are free to follow.
    async fn drive(&self, outgoing: Outgoing) {
        let mut waiting = vec![outgoing];
        while let Some(outgoing) = waiting.pop() {
            let settled = self.one(&outgoing).await;
            let untried = settled.fate == Fate::Untried;
            let next = self.settle(settled).await;
            if untried {
                return;
            }
            waiting.extend(next);
        }
    }

    async fn one(&self, outgoing: &Outgoing) -> Settled {
        let ruling = self.rule(outgoing).await;
        self.log(outgoing, &ruling);
        if let Some(hold) = ruling.hold {
            let page = outgoing.key.page.clone();
            if let Err(error) = self.0.store.hold(page, Some(hold)).await {
                tracing::error!(%error, "outbox: a page could not be held");
            }
        }
        Settled { id: outgoing.reply.id, key: outgoing.key.clone(), fate: ruling.fate }
    }

    async fn rule(&self, outgoing: &Outgoing) -> Ruling {
        let clock = &self.0.config.clock;
        if let Some(fate) = fate::beforehand(outgoing, clock.now()) {
            return fate.into();
        }
        if outgoing.uncertain && !self.0.config.resend_uncertain {
            return Fate::Failed { code: "uncertain".into() }.into();
        }
        let call = match encode::call(&outgoing.key, &outgoing.reply, &Facts::default()) {
            Ok(call) => call,
            Err(unsendable) => return Fate::Failed { code: unsendable.to_string() }.into(),
        };
        if !self.turn_has_come(&outgoing.key.page).await {
            return Fate::Untried.into();
        }
        let Ok(_slot) = self.0.slots.acquire().await else { return Fate::Untried.into() };
        let verdict = self.0.graph.send(&outgoing.key.page, &call).await;
        fate::after(outgoing, verdict, Now { at: clock.now(), dice: dice(outgoing) })
    }

    /// Waits for the Page's pace; false if the pump is stopped meanwhile.
    async fn turn_has_come(&self, page: &PageId) -> bool {
        let Some(rate) = self.0.config.page_rate else { return !self.0.stop.is_cancelled() };
        let wait = {
            let mut buckets =
                self.0.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let bucket = buckets.entry(page.clone()).or_insert_with(|| Bucket::new(rate));
            bucket.take(self.0.config.clock.now())
        };
        if wait.0 > 0 {
            tokio::select! {
                () = tokio::time::sleep(wait.into()) => {}
                () = self.0.stop.cancelled() => {}
            }
        }
        !self.0.stop.is_cancelled()
    }

    /// Writes a fate down; a store that is away is waited for, since the reply is already out.
    async fn settle(&self, settled: Settled) -> Vec<Outgoing> {
        loop {
            match self.0.store.settle(self.0.config.clock.now(), vec![settled.clone()]).await {
                Ok(next) => return next,
                Err(StoreError::Lost) => return Vec::new(),
                Err(error) => tracing::error!(%error, "outbox: a fate could not be written"),
            }
            if self.0.stop.is_cancelled() {
                return Vec::new();
            }
            tokio::time::sleep(NAP_MAX.into()).await;
        }
    }

    fn log(&self, outgoing: &Outgoing, ruling: &Ruling) {
        let (state, code) = told(&ruling.fate);
        let visitor = self.0.config.pseudonyms.of(outgoing.key.visitor.as_str());
        let reply = &outgoing.reply;
        let (id, place, tries) = (reply.id, &reply.place, outgoing.tries.saturating_add(1));
        let page = outgoing.key.page.as_str();
        match (&ruling.fate, ruling.alert) {
            (_, Some(alert)) => {
                tracing::error!(page, %visitor, %id, state, code, tries, alert, %place, "send");
            }
            (Fate::Failed { .. }, None) => {
                tracing::warn!(page, %visitor, %id, state, code, tries, %place, "send");
            }
            _ => tracing::info!(page, %visitor, %id, state, code, tries, "send"),
        }
    }
}

/// A fate's word, and Graph's code or the reason.
fn told(fate: &Fate) -> (&'static str, &str) {
    match fate {
        Fate::Sent { .. } => ("sent", ""),
        Fate::Retry { code, .. } => ("retry", code),
        Fate::Uncertain { code, .. } => ("uncertain", code),
        Fate::Expired { why } => ("expired", why),
        Fate::Failed { code } => ("failed", code),
        Fate::Unreachable { code } => ("unreachable", code),
        Fate::Parked { why } => ("parked", why),
        Fate::Untried => ("untried", ""),
    }
}

/// Dice of a reply's own, so that replies that failed together do not come back together.
fn dice(outgoing: &Outgoing) -> u64 {
    let (head, _) = outgoing.reply.id.0.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*head).rotate_left(u32::from(outgoing.tries))
}
