//! Where events, conversations and replies are kept: one trait, coarse operations, each of them one
//! transaction (MODEL 10).

use std::future::Future;

use crate::store::counts::Counts;
use crate::store::errands::{Errand, ErrandPlace, Ran, Tracked};
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, Identity};
use crate::words::conversation::Conversation;
use crate::words::input::{Answer, Input};
use crate::words::name::{ConversationKey, Mid, OutboxId, PageId};
use crate::words::reply::Reply;
use crate::words::turn::{Side, TimerChange, Turn, Want, Whom};

mod accept;
mod alike;
mod calls;
mod claims;
pub mod counts;
pub mod echo;
pub mod errands;
mod heads;
pub mod memory;
mod merge;
mod replace;
mod rows;
mod rules;
mod sends;
pub mod sqlite;
mod timers;
mod work;

/// A store. Each method is one transaction of a group commit: when it returns, it is durable.
///
/// What `claim`, `commit`, `settle` and `sends` hand out belongs to the caller: run their futures to
/// the end, since one that is dropped half-way keeps its claims until the store is opened again.
pub trait Store: Clone + Send + Sync + 'static {
    /// Takes a request's items, all or none: events into their conversations' queues (unknown ones
    /// only), echoes and receipts onto the replies they speak of.
    fn accept(
        &self,
        now: Timestamp,
        batch: Vec<Arrival>,
    ) -> impl Future<Output = Result<Accepted, StoreError>> + Send;

    /// Hands out the oldest input of up to `max` conversations that nobody works on.
    fn claim(&self, max: usize) -> impl Future<Output = Result<Vec<Work>, StoreError>> + Send;

    /// Writes what a turn decided, if the conversation is still at the version of `work`. The first
    /// reply comes back already claimed where nothing stands before it and its Page is not held; so
    /// does the conversation's next input. Committing a second time what was applied is `Lost`, so
    /// a caller that missed the answer may simply try again. After any other error the work is
    /// still the caller's: commit it again, or `release` it.
    fn commit(
        &self,
        work: Work,
        turn: Turn,
    ) -> impl Future<Output = Result<Committed, StoreError>> + Send;

    /// Gives a claimed input back unworked.
    fn release(&self, work: Work) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Writes what became of sends; the next replies of their conversations come back claimed. A
    /// reply that is not being sent (an echo was faster, it was swept) stays as it is.
    fn settle(
        &self,
        now: Timestamp,
        done: Vec<Settled>,
    ) -> impl Future<Output = Result<Vec<Outgoing>, StoreError>> + Send;

    /// Claims heads of conversations that are due and whose Page is not held.
    fn sends(
        &self,
        now: Timestamp,
        max: usize,
    ) -> impl Future<Output = Result<Vec<Outgoing>, StoreError>> + Send;

    /// When the next reply or timer is due, if any waits; it may lie in the past. Ask again after
    /// every `commit` and `settle`: they may set new dates.
    fn next_due(&self) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// Moves up to `max` due timers into their conversations' queues, in due order; how many.
    fn due(
        &self,
        now: Timestamp,
        max: usize,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Hands out outward calls that wait, of those who are asked. Each is marked as being made before it comes back, so that
    /// after a crash nothing is done twice (PROMISES P19).
    fn calls(
        &self,
        now: Timestamp,
        asked: Whom,
        max: usize,
    ) -> impl Future<Output = Result<Vec<Call>, StoreError>> + Send;

    /// Puts an answer into its conversation's queue, ahead of everything else; whether somebody still
    /// waits for it.
    fn answer(
        &self,
        now: Timestamp,
        call: Call,
        answer: Answer,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Hands out webhooks to be told, none of those that are `full`; one of each conversation and
    /// webhook at a time, in order.
    fn errands(
        &self,
        now: Timestamp,
        max: usize,
        full: Vec<String>,
    ) -> impl Future<Output = Result<Vec<Errand>, StoreError>> + Send;

    /// Writes what became of an errand; true if it has just been given up.
    fn ran(
        &self,
        now: Timestamp,
        place: ErrandPlace,
        ran: Ran,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// How often which event was counted.
    fn tracked(&self) -> impl Future<Output = Result<Vec<Tracked>, StoreError>> + Send;

    /// Called once before all else: what another life left `sending` is `uncertain` from `now` on.
    fn recover(&self, now: Timestamp)
    -> impl Future<Output = Result<Recovered, StoreError>> + Send;

    /// Holds a Page's replies until a moment, for ever, or no longer; of two the longer counts.
    fn hold(
        &self,
        page: PageId,
        hold: Option<Hold>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What holds a Page's replies now.
    fn held(&self, of: &PageId) -> impl Future<Output = Result<Option<Hold>, StoreError>> + Send;

    /// Ends what holds a Page, or all Pages, for this reason; how many Pages that were.
    fn lift(
        &self,
        why: &str,
        page: Option<&PageId>,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Reads a remembered value.
    fn meta(&self, key: &str) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Remembers a value.
    fn set_meta(
        &self,
        key: &str,
        value: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Forgets identities, journals and settled rows that are past their time; how many rows. One
    /// call looks at no more than `SWEEP_ROWS_MAX` of each: call until nothing is left.
    fn sweep(&self, now: Timestamp) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Rows by state, for health, metrics and tests.
    fn counts(&self) -> impl Future<Output = Result<Counts, StoreError>> + Send;

    /// One conversation as it stands.
    fn conversation(
        &self,
        key: &ConversationKey,
    ) -> impl Future<Output = Result<Option<Conversation>, StoreError>> + Send;

    /// Puts a conversation where somebody wants it: its replies, timers and calls that wait, and inputs
    /// unless they are to be heard, are dropped, and work that is under way is `Lost`. The version that it has then; what waits
    /// for a claim or send has to be asked for anew.
    fn replace(
        &self,
        now: Timestamp,
        key: ConversationKey,
        stand: Stand,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Everything said to, or recorded of, one conversation, oldest first.
    fn history(
        &self,
        key: &ConversationKey,
    ) -> impl Future<Output = Result<History, StoreError>> + Send;
}

/// Where a conversation is put.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stand {
    /// Its state; the store goes on with version numbers of its own.
    pub conversation: Conversation,
    /// Its timers.
    pub timers: Vec<TimerChange>,
    /// Inputs get higher numbers than this.
    pub seq: u64,
    /// Whether inputs that wait for their turn get it there; they are dropped otherwise.
    pub hears: bool,
}

/// What became of a request's items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Events that wait for a turn now.
    pub queued: usize,
    /// Copies of events that were known.
    pub duplicates: usize,
    /// Recorded and left alone.
    pub skipped: usize,
    /// Items that could not be read.
    pub dead: usize,
    /// Echoes and receipts that found their reply.
    pub settled: usize,
    /// Echoes and receipts that found none, and all that is only counted.
    pub counted: usize,
    /// Replies that an echo has set free to be claimed: poll `sends`.
    pub wake_sends: bool,
}

/// A conversation with its oldest input, claimed by this process.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Whose.
    pub key: ConversationKey,
    /// The store's own number of the conversation.
    pub id: i64,
    /// As it stands.
    pub conversation: Conversation,
    /// What it has to deal with.
    pub input: Input,
    /// One more for every claim; an older one may not commit.
    pub epoch: u64,
}

/// An outward call that this process makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Whose.
    pub key: ConversationKey,
    /// The store's own number of the conversation.
    pub conversation: i64,
    /// The input whose turn wants it.
    pub seq: u64,
    /// The call.
    pub want: Want,
    /// When nobody waits for it any more.
    pub until: Timestamp,
}

/// What a commit brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Committed {
    /// The conversation's next input, claimed.
    pub next: Option<Work>,
    /// The conversation's first reply, claimed.
    pub head: Option<Outgoing>,
    /// Its visitor cannot be reached: nothing that the turn says is sent.
    pub unreachable: bool,
}

/// A reply that this process has claimed for sending.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// To whom.
    pub key: ConversationKey,
    /// What.
    pub reply: Reply,
    /// Sends that were tried before this one.
    pub tries: u16,
    /// Whether the last one may have reached Messenger.
    pub uncertain: bool,
    /// Until when Messenger lets us answer freely.
    pub window_until: Option<Timestamp>,
}

/// What became of one send.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Which reply.
    pub id: OutboxId,
    /// To whom.
    pub key: ConversationKey,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a send (MODEL 9).
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// Messenger has it.
    Sent {
        /// Its id there, for messages.
        mid: Option<Mid>,
    },
    /// Not yet; not before this moment.
    Retry {
        /// When.
        not_before: Timestamp,
        /// Graph's code or what went wrong.
        code: String,
    },
    /// Nobody knows; Meta's echo is awaited until this moment.
    Uncertain {
        /// When waiting ends.
        until: Timestamp,
        /// What went wrong.
        code: String,
    },
    /// Too late to be sent.
    Expired {
        /// Why.
        why: String,
    },
    /// It will never be sent.
    Failed {
        /// Graph's code or what went wrong.
        code: String,
    },
    /// The visitor cannot be reached: this one fails, the rest of the conversation is cancelled.
    Unreachable {
        /// Graph's code.
        code: String,
    },
    /// Kept until the thread is ours again.
    Parked {
        /// Why.
        why: String,
        /// When it is too late for it, as far as that is known.
        until: Option<Timestamp>,
    },
    /// Given back untried: the process stops, or the Page is held.
    Untried,
}

/// Replies of a Page that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why: `throttle`, `token`, `policy`, `blocked`.
    pub why: String,
    /// The end of it; none means until somebody ends it.
    pub until: Option<Timestamp>,
}

/// What another life left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Events that had been accepted and not worked on.
    pub accepted: usize,
    /// Replies that waited.
    pub waiting: usize,
    /// Replies that were being sent, uncertain now.
    pub sending: usize,
}

/// Everything recorded of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Inputs with their final state: `queued`, `done`, `skipped(reason)`, `dead`.
    pub inputs: Vec<(Input, String)>,
    /// Replies with their state, tries and mid.
    pub replies: Vec<(Reply, String, u16, Option<Mid>)>,
    /// What was noted, counted and told to others, with its state and tries.
    pub sides: Vec<(Side, String, u16)>,
}

/// Why a store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Not now; nothing was written. The webhook answers 503.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// Somebody else has the conversation or it moved on: drop the work and claim anew.
    #[error("the conversation has moved on")]
    Lost,
    /// Whether it was written is not known: look it up by id before anything else.
    #[error("the outcome of the commit is unknown: {0}")]
    Unknown(String),
    /// What was read makes no sense.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// No room left; nothing was written.
    #[error("the disk is full")]
    Full,
    /// Another process has this store.
    #[error("the store is already in use by another process")]
    InUse,
    /// Its folder or file cannot be made or written.
    #[error("the store cannot be written: {0}")]
    NotWritable(String),
    /// The file belongs to another program, or to a newer saywhen; nothing was changed.
    #[error("the store is not ours to open: {0}")]
    Foreign(String),
}

/// The digest of nothing, for arrivals that are never compared.
pub const NO_IDENTITY: Identity = Identity([0; 16]);
