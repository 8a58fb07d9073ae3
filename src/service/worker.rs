//! Workers: claim a conversation's oldest input, work the turn out, commit it (MODEL 10).

use std::hash::BuildHasher;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bot::Bot;
use crate::engine;
use crate::limits::{STORE_RETRY, WORK_CLAIM_MAX};
use crate::outbox::pump::Pump;
use crate::secret::Pseudonyms;
use crate::service::live::Live;
use crate::service::seen::{Seen, Watch};
use crate::store::{Committed, Store, StoreError, Work};
use crate::time::Clock;
use crate::words::name::ConversationKey;
use crate::words::reply::Reply;
use crate::words::turn::{self, Fault, Journal, Moment, Outcome, Side, Turn, Want, Whom};

/// All that workers share.
#[derive(Debug)]
pub(super) struct Workers<S> {
    pub(super) store: S,
    pub(super) live: Live,
    pub(super) pump: Pump<S>,
    pub(super) clock: Clock,
    pub(super) pseudonyms: Pseudonyms,
    pub(super) dice: Dice,
    pub(super) wake: Arc<Notify>,
    /// Told when a turn wants a call of another server.
    pub(super) asked: Arc<Notify>,
    /// Told when a turn wants a visitor's profile.
    pub(super) curious: Arc<Notify>,
    /// Told when a turn leaves something for a webhook.
    pub(super) left: Arc<Notify>,
    pub(super) tasks: TaskTracker,
    pub(super) stop: CancellationToken,
    /// Who watches turns.
    pub(super) watch: Option<Watch>,
}

/// Seeds for turns, from the process's own random state.
#[derive(Debug, Default)]
pub(super) struct Dice {
    state: std::hash::RandomState,
    turns: AtomicU64,
}

impl Dice {
    fn seed(&self) -> u64 {
        self.state.hash_one(self.turns.fetch_add(1, Ordering::Relaxed))
    }
}

impl<S: Store> Workers<S> {
    /// Works until it is stopped; what is begun then is finished.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.stop.is_cancelled() {
            match self.store.claim(WORK_CLAIM_MAX).await {
                Ok(claimed) if claimed.is_empty() => self.nap().await,
                Ok(claimed) => claimed.into_iter().for_each(|work| self.spawn(work)),
                Err(error) => {
                    tracing::error!(%error, "turn: the store could not be read");
                    tokio::time::sleep(STORE_RETRY.into()).await;
                }
            }
        }
    }

    /// Told when a turn wants something of them.
    pub(super) fn wants(&self, asked: Whom) -> &Notify {
        match asked {
            Whom::Server => &self.asked,
            Whom::Meta => &self.curious,
        }
    }

    async fn nap(&self) {
        tokio::select! {
            () = self.wake.notified() => {}
            () = tokio::time::sleep(STORE_RETRY.into()) => {}
            () = self.stop.cancelled() => {}
        }
    }

    fn spawn(self: &Arc<Self>, work: Work) {
        let workers = self.clone();
        self.tasks.spawn(async move { workers.conversation(work).await });
    }

    /// Works on a conversation until it has no more inputs.
    async fn conversation(&self, first: Work) {
        let mut next = Some(first);
        while let Some(work) = next.take() {
            let bot = self.live.bot();
            let began = Instant::now();
            let turn = self.turn(&bot, &work);
            let seen = self.seen(&work, &turn, began);
            self.log(&work, &turn);
            let waits = |reply: &Reply| reply.pause.0 > 0 && reply.kind.is_message();
            let types = turn.replies.first().is_some_and(waits);
            let asks = turn.wants.as_ref().map(Want::asked);
            let (key, sides) = (work.key.clone(), turn.side.clone());
            let Some(committed) = self.commit(work, turn).await else { return };
            self.tell(seen).await;
            if types && !committed.unreachable {
                self.pump.type_on(&key);
            }
            self.noted(&key, &sides);
            if let Some(asked) = asks {
                self.wants(asked).notify_one();
            }
            if let Some(head) = committed.head {
                self.pump.send(head);
            }
            next = committed.next;
            if let Some(work) = next.take_if(|_| self.stop.is_cancelled()) {
                self.release(work).await;
            }
        }
    }

    fn turn(&self, bot: &Bot, work: &Work) -> Turn {
        let at = Moment {
            key: work.key.clone(),
            now: self.clock.now(),
            dice: turn::Dice::Seed(self.dice.seed()),
            tracing: self.watch.is_some(),
        };
        let turn = || engine::turn(bot, &work.conversation, &work.input, &at);
        catch_unwind(AssertUnwindSafe(turn)).unwrap_or_else(|_panic| dead(bot, work, &at))
    }

    /// The turn for whoever watches; none if nobody does.
    fn seen(&self, work: &Work, turn: &Turn, began: Instant) -> Option<Seen> {
        self.watch.as_ref()?;
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (key, input) = (work.key.clone(), work.input.clone());
        Some(Seen { key, input, before: work.conversation.clone(), turn: turn.clone(), micros })
    }

    async fn tell(&self, seen: Option<Seen>) {
        let Some((watch, seen)) = self.watch.as_ref().zip(seen) else { return };
        if watch.send(seen).await.is_err() {
            tracing::debug!("turn: nobody watches any more");
        }
    }

    /// Commits; a store that is away is waited for. None if the conversation has moved on.
    async fn commit(&self, work: Work, turn: Turn) -> Option<Committed> {
        loop {
            match self.store.commit(work.clone(), turn.clone()).await {
                Ok(committed) => return Some(committed),
                Err(StoreError::Lost) => {
                    tracing::warn!("turn: the conversation has moved on; the work is dropped");
                    return None;
                }
                Err(error) => tracing::error!(%error, "turn: could not be written; trying again"),
            }
            if self.stop.is_cancelled() {
                return None;
            }
            tokio::time::sleep(STORE_RETRY.into()).await;
        }
    }

    async fn release(&self, work: Work) {
        if let Err(error) = self.store.release(work).await {
            tracing::warn!(%error, "turn: work could not be given back");
        }
    }

    /// Tells the log what was noted, and the lane that there is something to do. Nothing that a
    /// variable held gets into the log: a line is shown as its author wrote it (PROMISES P22).
    fn noted(&self, key: &ConversationKey, sides: &[Side]) {
        let (page, visitor) = (key.page.as_str(), self.pseudonyms.of(key.visitor.as_str()));
        for side in sides {
            match side {
                Side::Notify { .. } => self.left.notify_one(),
                Side::Track { name, .. } => tracing::info!(page, %visitor, event = name, "track"),
                Side::Log { written, .. } => tracing::info!(page, %visitor, line = written, "log"),
                Side::Tag { .. } => {}
            }
        }
    }

    fn log(&self, work: &Work, turn: &Turn) {
        let visitor = self.pseudonyms.of(work.key.visitor.as_str());
        let (page, seq, replies) = (work.key.page.as_str(), work.input.seq, turn.replies.len());
        match &turn.outcome {
            Outcome::Done { took, faults } => {
                tracing::info!(page, %visitor, seq, %took, replies, "turn");
                for fault in faults {
                    failed(fault, &visitor);
                }
            }
            Outcome::Skipped(reason) => {
                tracing::info!(page, %visitor, seq, skipped = reason.as_str(), "turn");
            }
            Outcome::Dead(fault) => failed(fault, &visitor),
        }
    }
}

fn failed(fault: &Fault, visitor: &str) {
    let place = fault.place.as_ref().map(ToString::to_string).unwrap_or_default();
    tracing::error!(visitor, code = fault.code, place, "turn: {}", fault.text);
}

/// The input of a turn that panicked: buried, and the conversation stays as it was.
fn dead(bot: &Bot, work: &Work, at: &Moment) -> Turn {
    let mut after = engine::given_up(&work.conversation, &work.input);
    after.version = after.version.saturating_add(1);
    let text = "the engine failed on this input; please report it".to_owned();
    Turn {
        outcome: Outcome::Dead(Fault { code: "E900".into(), place: None, text }),
        after,
        replies: Vec::new(),
        side: Vec::new(),
        timers: Vec::new(),
        wants: None,
        rolls: 0,
        journal: Journal { now: at.now, seed: at.dice.seed(), bot: bot.hash.clone() },
        trace: None,
    }
}
