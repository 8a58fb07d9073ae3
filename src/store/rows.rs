//! What a store has to know how to keep. Everything that *decides* is written once, over these
//! traits; a store only finds and writes rows.

use crate::store::counts::Counts;
use crate::store::errands::{ErrandPlace, ErrandRow, Tracked};
use crate::store::rules::{CallState, InputState, OutRow};
use crate::store::{History, Hold, StoreError};
use crate::time::Timestamp;
use crate::words::arrival::Identity;
use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::name::{ConversationKey, Mid, OutboxId, PageId, TimerKey, Vars};
use crate::words::reply::Reply;
use crate::words::turn::{Fault, Side, TimerChange, Turn, Want, Whom};

pub(super) type Result<T> = std::result::Result<T, StoreError>;

/// A conversation's row without its state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) key: ConversationKey,
    pub(super) version: u64,
    /// The last number given to an input.
    pub(super) seq: u64,
    /// When the input that comes next was taken; none if there is none to hand out.
    pub(super) ready: Option<Timestamp>,
    /// When the first open reply can go; none if there is none, or it is on its way.
    pub(super) send: Option<Timestamp>,
    pub(super) fetching: bool,
    pub(super) window_until: Option<Timestamp>,
    /// Meta has said that nobody can be reached there, and nobody has written from there since.
    pub(super) unreachable: bool,
}

/// Which replies a receipt speaks of.
#[derive(Clone, Debug)]
pub(super) struct Receipt<'a> {
    pub(super) read: bool,
    pub(super) mids: &'a [Mid],
    pub(super) watermark: Option<Timestamp>,
}

/// A timer that is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timer {
    pub(super) conversation: i64,
    pub(super) key: TimerKey,
    pub(super) serial: u64,
    pub(super) due: Timestamp,
    pub(super) vars: Vars,
}

pub(super) trait Conversations {
    fn find(&mut self, key: &ConversationKey) -> Result<Option<Row>>;
    /// Finds it, or begins it.
    fn enter(&mut self, key: &ConversationKey) -> Result<Row>;
    fn row(&mut self, id: i64) -> Result<Option<Row>>;
    fn state(&mut self, id: i64) -> Result<Conversation>;
    /// Those with an input to hand out that are not `taken`, the longest waiting first.
    fn ready(&mut self, max: usize, taken: &dyn Fn(i64) -> bool) -> Result<Vec<Row>>;
    /// Those whose first reply is due and whose Page is not held, the longest due first.
    fn due_heads(&mut self, now: Timestamp, max: usize) -> Result<Vec<Row>>;
    /// Writes `seq`, `ready`, `send` and `unreachable`.
    fn save(&mut self, row: &Row) -> Result<()>;
    /// Writes everything.
    fn save_state(&mut self, row: &Row, state: &Conversation) -> Result<()>;
}

pub(super) trait Inbox {
    /// Remembers an identity; false if it was known.
    fn remember(&mut self, identity: Identity, at: Timestamp) -> Result<bool>;
    fn push(&mut self, conversation: i64, input: &Input, state: InputState) -> Result<()>;
    /// The oldest queued input; with `ahead`, of those that pass a pending fetch.
    fn next(&mut self, conversation: i64, ahead: bool) -> Result<Option<Input>>;
    /// Ends a queued input; false if it is not queued.
    fn finish(&mut self, conversation: i64, seq: u64, state: InputState) -> Result<bool>;
    fn bury(&mut self, key: &ConversationKey, at: Timestamp, fault: &Fault) -> Result<()>;
    /// Writes what a repetition of the turn needs; called before the state is overwritten.
    fn journal(&mut self, conversation: i64, seq: u64, turn: &Turn) -> Result<()>;
}

pub(super) trait Outbox {
    fn insert(&mut self, row: &OutRow, reply: &Reply) -> Result<()>;
    fn update(&mut self, row: &OutRow) -> Result<()>;
    fn out(&mut self, id: OutboxId) -> Result<Option<OutRow>>;
    fn out_by_mid(&mut self, mid: &Mid) -> Result<Option<OutRow>>;
    fn reply(&mut self, id: OutboxId) -> Result<Reply>;
    /// The first open reply of a conversation.
    fn head(&mut self, conversation: i64) -> Result<Option<OutRow>>;
    /// All open replies of a conversation, in order.
    fn open(&mut self, conversation: i64) -> Result<Vec<OutRow>>;
    /// The last replies of a conversation, the newest first.
    fn latest(&mut self, conversation: i64, max: usize) -> Result<Vec<OutRow>>;
    /// All replies that are `sending` or `uncertain`.
    fn in_flight(&mut self) -> Result<Vec<OutRow>>;
    /// Marks the sent replies a receipt speaks of; how many were found.
    fn receive(&mut self, row: &Row, receipt: &Receipt<'_>, now: Timestamp) -> Result<usize>;
}

pub(super) trait Timers {
    fn change_timer(&mut self, conversation: i64, change: &TimerChange) -> Result<()>;
    fn clear_timers(&mut self, conversation: i64) -> Result<()>;
    /// All timers of a conversation.
    fn timers_of(&mut self, conversation: i64) -> Result<Vec<Timer>>;
    /// Timers whose time has come, in due order.
    fn due_timers(&mut self, now: Timestamp, max: usize) -> Result<Vec<Timer>>;
    /// The first moment at which a timer is due or a reply of a Page that is not held for ever.
    fn next_due(&mut self) -> Result<Option<Timestamp>>;
}

pub(super) trait Ledger {
    fn want(&mut self, at: (i64, u64), want: &Want) -> Result<()>;
    /// Outward calls in a state, the oldest conversation's first.
    /// Calls in a state: of all who are asked, or of some.
    fn wants(
        &mut self,
        state: CallState,
        asked: Option<Whom>,
        max: usize,
    ) -> Result<Vec<((i64, u64), Want)>>;
    fn want_state(&mut self, at: (i64, u64)) -> Result<Option<CallState>>;
    fn move_want(&mut self, at: (i64, u64), to: CallState, now: Timestamp) -> Result<()>;
    /// Nobody waits for the calls of a conversation any more.
    fn end_wants(&mut self, conversation: i64, now: Timestamp) -> Result<()>;
    fn is_held(&mut self, page: &PageId, now: Timestamp) -> Result<bool>;
    fn held(&mut self, page: &PageId) -> Result<Option<Hold>>;
    /// The Pages that wait without an end for this reason.
    fn waiting_for_ever(&mut self, why: &str) -> Result<Vec<PageId>>;
    fn hold(&mut self, page: &PageId, hold: Option<&Hold>) -> Result<()>;
    /// Ends a Page's hold for this reason, or all Pages'; how many there were.
    fn lift(&mut self, why: &str, page: Option<&PageId>) -> Result<usize>;
    fn meta(&mut self, key: &str) -> Result<Option<String>>;
    fn set_meta(&mut self, key: &str, value: &str) -> Result<()>;
    fn counts(&mut self) -> Result<Counts>;
    fn history(&mut self, conversation: i64) -> Result<History>;
    /// Forgets identities before the first moment, all else before the second.
    fn sweep(&mut self, identities: Timestamp, rest: Timestamp) -> Result<usize>;
}

pub(super) trait Errands {
    fn add_errand(&mut self, row: &ErrandRow, side: &Side) -> Result<()>;
    fn save_errand(&mut self, row: &ErrandRow) -> Result<()>;
    fn errand(&mut self, place: ErrandPlace) -> Result<Option<ErrandRow>>;
    /// What an errand says.
    fn side(&mut self, place: ErrandPlace) -> Result<Side>;
    /// The first open errand of a conversation in a lane.
    fn next_errand(&mut self, conversation: i64, lane: &str) -> Result<Option<ErrandRow>>;
    /// Those that wait and are due, the longest due first, but for some lanes.
    fn due_errands(&mut self, now: Timestamp, max: usize, but: &[String])
    -> Result<Vec<ErrandRow>>;
    fn running_errands(&mut self) -> Result<Vec<ErrandRow>>;
    /// Counts an event.
    fn track(&mut self, page: &PageId, name: &str, now: Timestamp) -> Result<()>;
    /// Everything that was counted.
    fn tracked(&mut self) -> Result<Vec<Tracked>>;
}

pub(super) trait Rows: Conversations + Inbox + Outbox + Timers + Ledger + Errands {}
