//! Tells webhooks, in a lane of their own: a dead one delays no reply and no other (PROMISES P6).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::fetch::Gate;
use crate::fetch::tell::{Note, Told};
use crate::flow::model::notify::pieces;
use crate::limits::{
    ERRAND_RETRY_FIRST, ERRAND_RETRY_GROWTH, ERRAND_RETRY_LAST, ERRANDS_EACH_MAX, ERRANDS_MAX,
    STORE_RETRY,
};
use crate::service::worker::Workers;
use crate::store::Store;
use crate::store::errands::{Errand, Ran};
use crate::time::Millis;

/// All that errands need.
#[derive(Debug)]
pub(super) struct Errands<S> {
    /// Whose turns leave errands.
    workers: Arc<Workers<S>>,
    gate: Gate,
    /// Errands that may run at once.
    room: Arc<Semaphore>,
    /// Errands that run, by their webhook; held only to count.
    running: Mutex<BTreeMap<String, usize>>,
}

impl<S: Store> Errands<S> {
    /// The errands that the turns of these workers leave.
    pub(super) fn new(workers: Arc<Workers<S>>, gate: Gate) -> Arc<Self> {
        let room = Arc::new(Semaphore::new(ERRANDS_MAX));
        Arc::new(Self { workers, gate, room, running: Mutex::default() })
    }

    /// Works until it is stopped.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.workers.stop.is_cancelled() {
            let (room, now) = (self.room.available_permits(), self.workers.clock.now());
            let found = match room {
                0 => Ok(Vec::new()),
                room => {
                    let max = room.min(ERRANDS_EACH_MAX);
                    self.workers.store.errands(now, max, self.full()).await
                }
            };
            match found {
                Ok(errands) if errands.is_empty() => self.nap().await,
                Ok(errands) => errands.into_iter().for_each(|errand| self.spawn(errand)),
                Err(error) => {
                    tracing::error!(%error, "notify: the store could not be read");
                    tokio::time::sleep(STORE_RETRY.into()).await;
                }
            }
        }
    }

    /// Webhooks that have enough to listen to.
    fn full(&self) -> Vec<String> {
        let running = self.running();
        let full = running.iter().filter(|(_, count)| **count >= ERRANDS_EACH_MAX);
        full.map(|(webhook, _)| webhook.clone()).collect()
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn nap(&self) {
        tokio::select! {
            () = self.workers.left.notified() => {}
            () = tokio::time::sleep(STORE_RETRY.into()) => {}
            () = self.workers.stop.cancelled() => {}
        }
    }

    fn spawn(self: &Arc<Self>, errand: Errand) {
        let errands = self.clone();
        let room = self.room.clone().try_acquire_owned();
        let webhook = errand.webhook.clone();
        *self.running().entry(webhook.clone()).or_default() += 1;
        self.workers.tasks.spawn(async move {
            errands.one(errand).await;
            drop(room);
            errands.ended(webhook);
            errands.workers.left.notify_one();
        });
    }

    fn ended(&self, webhook: String) {
        if let Entry::Occupied(mut count) = self.running().entry(webhook) {
            *count.get_mut() = count.get().saturating_sub(1);
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    /// Runs one errand; what is begun is finished. If this life ends meanwhile all the same, the next
    /// one runs it again under the same key.
    async fn one(&self, errand: Errand) {
        let ran = if self.workers.stop.is_cancelled() {
            Ran::Untried
        } else {
            self.outcome(&errand, self.tell(&errand).await)
        };
        self.settle(&errand, ran).await;
    }

    async fn tell(&self, errand: &Errand) -> Told {
        let bot = self.workers.live.bot();
        let not = |why: &str| Told::Not { why: why.to_owned(), wait: None };
        let Some(webhook) = bot.settings.notify.get(&errand.webhook) else {
            return not("bot.yaml names no such webhook any more");
        };
        let headers = webhook.headers.iter().map(|(name, stretches)| {
            pieces(stretches, &bot.env).map(|pieces| (name.clone(), pieces))
        });
        let (Some(url), Some(headers)) =
            (pieces(&webhook.url, &bot.env), headers.collect::<Option<Vec<_>>>())
        else {
            return not("an environment variable of its address is not set");
        };
        let Ok(body) = serde_json::to_string(&errand.with) else {
            return Told::Never { why: "it is no JSON".to_owned() };
        };
        self.gate.tell(&Note { url, headers, body, key: errand.id.to_string() }).await
    }

    fn outcome(&self, errand: &Errand, told: Told) -> Ran {
        match told {
            Told::Taken => Ran::Done,
            Told::Never { why } => Ran::GivenUp { why },
            Told::Not { why, wait } => {
                let pause = pause(errand.tries).max(wait.unwrap_or_default());
                let pause = pause.min(ERRAND_RETRY_LAST);
                Ran::Failed { not_before: self.workers.clock.now().plus(pause), why }
            }
        }
    }

    async fn settle(&self, errand: &Errand, ran: Ran) {
        loop {
            let now = self.workers.clock.now();
            match self.workers.store.ran(now, errand.place, ran.clone()).await {
                Ok(given_up) => return self.log(errand, &ran, given_up),
                Err(error) => tracing::error!(%error, "notify: what became of it was not written"),
            }
            if self.workers.stop.is_cancelled() {
                return;
            }
            tokio::time::sleep(STORE_RETRY.into()).await;
        }
    }

    fn log(&self, errand: &Errand, ran: &Ran, given_up: bool) {
        let visitor = self.workers.pseudonyms.of(errand.key.visitor.as_str());
        let (page, webhook, key) = (errand.key.page.as_str(), &*errand.webhook, errand.id);
        let tries = errand.tries.saturating_add(1);
        match ran {
            Ran::Done => tracing::info!(page, %visitor, webhook, %key, tries, "notify"),
            Ran::Failed { why, .. } | Ran::GivenUp { why } if given_up => {
                tracing::error!(page, %visitor, webhook, %key, tries, why, "notify: given up");
            }
            Ran::Failed { why, .. } | Ran::GivenUp { why } => {
                tracing::warn!(page, %visitor, webhook, %key, tries, why, "notify: not taken");
            }
            Ran::Untried => {}
        }
    }
}

/// The pause after a try that failed, with so many before it.
fn pause(before: u16) -> Millis {
    let growth = ERRAND_RETRY_GROWTH.saturating_pow(u32::from(before));
    Millis(ERRAND_RETRY_FIRST.0.saturating_mul(growth)).min(ERRAND_RETRY_LAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::ERRAND_TRIES_MAX;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let pauses: Vec<u64> = (0..ERRAND_TRIES_MAX).map(|tries| pause(tries).0 / 1_000).collect();
        assert_eq!(pauses, [5, 30, 180, 1_080, 3_600]);
        assert_eq!(pause(u16::MAX), ERRAND_RETRY_LAST);
    }
}
