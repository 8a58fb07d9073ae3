//! What the page works with: the running app, the fake Messenger, and what has happened so far.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::fake::{Call, Fake};
use crate::limits::TAPES_MAX;
use crate::messenger::encode;
use crate::rehearsal::again::Take;
use crate::service::live::Live;
use crate::service::seen::Seen;
use crate::store::{Stand, Store, StoreError};
use crate::studio::ahead::Ahead;
use crate::studio::lock::Lock;
use crate::studio::past::Past;
use crate::studio::tape::Tape;
use crate::studio::view;
use crate::time::{Clock, Timestamp};
use crate::words::name::{Channel, ConversationKey, Mid, OutboxId};

/// How well the fake Messenger is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Health {
    #[default]
    Well,
    Failing,
    Slow,
}

impl Health {
    /// The page's word.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Failing => "failing",
            Self::Slow => "slow",
        }
    }
}

/// Three dots come or go for a visitor.
pub(super) type Typing = (String, bool);

/// What the page works with.
#[derive(Debug)]
pub(super) struct Desk<S> {
    pub(super) store: S,
    pub(super) fake: Fake,
    pub(super) live: Live,
    pub(super) lock: Lock,
    pub(super) clock: Clock,
    pub(super) ahead: Ahead,
    /// The Page that the fake has.
    pub(super) page: &'static str,
    /// The app's id there.
    pub(super) app: &'static str,
    /// The bot's folder.
    pub(super) root: PathBuf,
    /// The address that opens a file in the author's editor.
    pub(super) editor: String,
    /// Turns that the store remembers.
    pub(super) past: Past,
    /// Wakes whoever sleeps in the app.
    pub(super) stir: Arc<Notify>,
    /// The page is to be told something.
    pub(super) changed: watch::Sender<u64>,
    pub(super) typing: broadcast::Sender<Typing>,
    pub(super) tasks: TaskTracker,
    pub(super) stop: CancellationToken,
    /// Who travels, or plays again, does so alone.
    pub(super) alone: tokio::sync::Mutex<()>,
    /// Locked only to look or to write, never across an await.
    pub(super) kept: Mutex<Kept>,
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// By visitor.
    pub(super) tapes: BTreeMap<String, Tape>,
    pub(super) health: Health,
}

impl Kept {
    /// The past of a visitor, which begins if there is none.
    pub(super) fn tape(&mut self, visitor: &str) -> &mut Tape {
        if !self.tapes.contains_key(visitor) && self.tapes.len() >= TAPES_MAX {
            let last_at = |tape: &Tape| tape.takes.last().map(|take| take.input.at);
            let oldest = self.tapes.iter().min_by_key(|(_, tape)| last_at(tape));
            let oldest = oldest.map(|(visitor, _)| visitor.clone());
            oldest.map(|visitor| self.tapes.remove(&visitor));
        }
        self.tapes.entry(visitor.to_owned()).or_default()
    }
}

impl<S: Store> Desk<S> {
    /// What is remembered.
    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page is told that something is different.
    pub(super) fn tell(&self) {
        self.changed.send_modify(|count| *count = count.saturating_add(1));
    }

    /// A visitor's conversation.
    pub(super) fn key(&self, visitor: &str) -> ConversationKey {
        let (channel, page) = (Channel::Messenger, self.page.into());
        ConversationKey { channel, page, visitor: visitor.into() }
    }

    /// A copy of a visitor's past.
    pub(super) fn tape(&self, visitor: &str) -> Tape {
        self.kept().tapes.get(visitor).cloned().unwrap_or_default()
    }

    /// What the page shows of a visitor.
    pub(super) async fn view(&self, visitor: &str) -> Result<Value, StoreError> {
        let key = self.key(visitor);
        let state = self.store.conversation(&key).await?.unwrap_or_default();
        let history = self.store.history(&key).await?;
        let mids = history.replies.iter().filter_map(|(reply, .., mid)| {
            let mid = mid.clone()?;
            Some((reply.id, mid))
        });
        let mids: BTreeMap<OutboxId, Mid> = mids.collect();
        let states: BTreeMap<OutboxId, String> =
            history.replies.into_iter().map(|(reply, state, ..)| (reply.id, state)).collect();
        let (tape, health) = (self.tape(visitor), self.kept().health);
        let seen = view::Seen {
            bot: &self.live.bot(),
            key: &key,
            tape: &tape,
            state: &state,
            states: &states,
            mids: &mids,
            now: self.clock.now(),
            ahead: self.ahead.by(),
            graph: health.as_str(),
        };
        Ok(seen.view())
    }

    /// Puts a conversation somewhere else, and its past with it.
    pub(super) async fn put(
        &self,
        visitor: &str,
        stand: Stand,
        change: impl FnOnce(&mut Tape),
    ) -> Result<(), StoreError> {
        let version = self.store.replace(self.clock.now(), self.key(visitor), stand).await?;
        {
            let mut kept = self.kept();
            let tape = kept.tape(visitor);
            change(tape);
            tape.since = version;
        }
        self.stir.notify_one();
        self.tell();
        Ok(())
    }

    /// Records turns until nobody tells of any.
    pub(super) async fn watch(self: Arc<Self>, mut turns: mpsc::Receiver<Seen>) {
        while let Some(Seen { key, input, before, turn, micros }) = turns.recv().await {
            let take = Take { input, before, turn, micros };
            self.kept().tape(key.visitor.as_str()).record(take);
            self.tell();
        }
    }

    /// Follows what Messenger is asked to do, and lets it say what reached the visitor.
    pub(super) async fn follow(self: Arc<Self>) {
        let mut next = 0;
        loop {
            let calls = self.fake.next_calls(next).await;
            next = calls.last().map_or(next, |call| call.n.saturating_add(1));
            for call in calls {
                self.called(call).await;
            }
        }
    }

    async fn called(&self, call: Call) {
        let to = call.body.pointer("/recipient/id").and_then(Value::as_str);
        let Some(visitor) = to.map(str::to_owned) else { return };
        let dots = match call.body.get("sender_action").and_then(Value::as_str) {
            Some("typing_on") => Some(true),
            Some("typing_off") => Some(false),
            _ => call.mid.is_some().then_some(false),
        };
        // Nobody may be looking.
        dots.filter(|_| call.accepted).map(|on| self.typing.send((visitor.clone(), on)).ok());
        let mid = call.mid.clone();
        let id = call.body.pointer("/message/metadata").and_then(Value::as_str);
        if let Some(id) = id.and_then(encode::outbox_id) {
            self.kept().tape(&visitor).sent(id, call);
        }
        self.tell();
        let Some(mid) = mid else { return };
        let Timestamp(now) = self.clock.now();
        let item = json!({"delivery": {"mids": [mid], "watermark": now}});
        match self.fake.happens(&visitor, item).await {
            Ok(_) => {
                self.kept().tape(&visitor).delivered.insert(mid);
                self.tell();
            }
            Err(error) => tracing::debug!(%error, "nobody hears that a message was delivered"),
        }
    }
}
