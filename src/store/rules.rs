//! What rows may become: the states of inputs and replies, decided in one place for every store
//! (MODEL 9).

use crate::limits::{ECHO_WAIT, OVERTAKEN_AFTER};
use crate::store::{Fate, Outgoing};
use crate::time::{Millis, Timestamp};
use crate::words::input::InputKind;
use crate::words::name::{ConversationKey, Mid, OutboxId, TimerKey};
use crate::words::reply::{Reply, ReplyKind};
use crate::words::turn::{Outcome, Reason};

/// What `metadata` of our own sends begins with; the outbox id follows.
pub(super) const METADATA: &str = "sw1:";
/// How the key of a fetch's deadline begins.
const DEADLINE: &str = "deadline:";
/// Why a reply failed whose fate stayed unknown.
const UNCERTAIN: &str = "uncertain";
/// Why a reply is not even tried whose visitor cannot be reached.
pub(super) const UNREACHABLE: &str = "unreachable";

/// What became of an input (PROMISES P6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputState {
    Queued,
    Done,
    Skipped(Reason),
    Dead,
}

impl InputState {
    pub(super) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done { .. } => Self::Done,
            Outcome::Skipped(reason) => Self::Skipped(*reason),
            Outcome::Dead(_) => Self::Dead,
        }
    }

    /// The state's word and its reason, as rows have them.
    pub(super) fn words(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Queued => ("queued", None),
            Self::Done => ("done", None),
            Self::Skipped(reason) => ("skipped", Some(reason.as_str())),
            Self::Dead => ("dead", None),
        }
    }
}

/// A state with its reason, as `History` shows it: `failed(551)`.
pub(super) fn told(state: &str, why: Option<&str>) -> String {
    why.map_or_else(|| state.to_owned(), |why| format!("{state}({why})"))
}

/// Whether an input is handed out while its conversation waits for an outward call (P4).
pub(super) fn passes_fetch(kind: &InputKind) -> bool {
    match kind {
        InputKind::Fetched { .. } | InputKind::Operator(_) => true,
        InputKind::Timer { key, .. } => is_deadline(key),
        InputKind::Visitor(_) | InputKind::App { .. } => false,
    }
}

fn is_deadline(key: &TimerKey) -> bool {
    key.as_str().starts_with(DEADLINE)
}

/// Where an outward call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallState {
    Waiting,
    Calling,
    Done,
}

impl CallState {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Calling => "calling",
            Self::Done => "done",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Calling, Self::Done].into_iter().find(|state| state.as_str() == word)
    }
}

/// The reply that an echo's `metadata` names.
pub(super) fn named_reply(metadata: Option<&str>) -> Option<OutboxId> {
    metadata?.strip_prefix(METADATA).and_then(OutboxId::parse)
}

/// Where a reply stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutState {
    Waiting,
    Sending,
    Uncertain,
    Parked,
    Sent,
    Expired,
    Failed,
    Cancelled,
}

impl OutState {
    const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Sending,
        Self::Uncertain,
        Self::Parked,
        Self::Sent,
        Self::Expired,
        Self::Failed,
        Self::Cancelled,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Uncertain => "uncertain",
            Self::Parked => "parked",
            Self::Sent => "sent",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether replies after this one have to wait for it.
    pub(super) fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::Sending | Self::Uncertain | Self::Parked => true,
            Self::Sent | Self::Expired | Self::Failed | Self::Cancelled => false,
        }
    }
}

/// A reply's row without what it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutRow {
    pub(super) id: OutboxId,
    pub(super) conversation: i64,
    pub(super) seq: u64,
    pub(super) ordinal: u16,
    pub(super) state: OutState,
    /// Graph's code, or the reason of a final state.
    pub(super) why: Option<String>,
    pub(super) tries: u16,
    /// A send of it may have reached Messenger; stays set.
    pub(super) doubtful: bool,
    /// It is not worth a second try: "seen" and reactions (MODEL 9.2).
    pub(super) once: bool,
    pub(super) pause: Millis,
    /// Not to be sent before; none until everything before it is settled. For an uncertain one the
    /// end of waiting for its echo.
    pub(super) not_before: Option<Timestamp>,
    /// The clock of its turn.
    pub(super) made: Timestamp,
    /// When its last send began.
    pub(super) claimed: Option<Timestamp>,
    /// When it reached a final state.
    pub(super) settled: Option<Timestamp>,
    pub(super) mid: Option<Mid>,
}

/// What a fate did to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// Nothing: the row was not being sent.
    Not,
    /// It changed and is still the head.
    Kept,
    /// It was handed back and must not be claimed again in the same breath.
    GivenBack,
    /// It reached a final state.
    Freed,
    /// It failed, and so will all others of its conversation.
    Unreachable,
}

impl OutRow {
    pub(super) fn new(conversation: i64, seq: u64, reply: &Reply, made: Timestamp) -> Self {
        Self {
            id: reply.id,
            conversation,
            seq,
            ordinal: reply.ordinal,
            state: OutState::Waiting,
            why: None,
            tries: 0,
            doubtful: false,
            once: matches!(reply.kind, ReplyKind::Seen | ReplyKind::React { .. }),
            pause: reply.pause,
            not_before: None,
            made,
            claimed: None,
            settled: None,
            mid: None,
        }
    }

    /// When it can be handed out; none while it is on its way.
    pub(super) fn due(&self) -> Option<Timestamp> {
        match self.state {
            // What is parked is looked at again when it is too late for it.
            OutState::Waiting | OutState::Uncertain | OutState::Parked => self.not_before,
            OutState::Sending
            | OutState::Sent
            | OutState::Expired
            | OutState::Failed
            | OutState::Cancelled => None,
        }
    }

    /// Everything before it is settled: its pause begins (MODEL 9.2).
    pub(super) fn start_pause(&mut self, now: Timestamp) -> bool {
        let starts = self.state == OutState::Waiting && self.not_before.is_none();
        if starts {
            self.not_before = Some(now.plus(self.pause));
        }
        starts
    }

    pub(super) fn claim(&mut self, now: Timestamp) {
        self.state = OutState::Sending;
        self.claimed = Some(now);
    }

    pub(super) fn end(&mut self, state: OutState, why: &str, now: Timestamp) -> Moved {
        self.state = state;
        self.why = Some(why.to_owned());
        self.settled = Some(now);
        Moved::Freed
    }

    fn keep(&mut self, state: OutState, why: String, not_before: Option<Timestamp>) -> Moved {
        self.state = state;
        self.why = Some(why);
        self.not_before = not_before;
        Moved::Kept
    }

    /// Nobody knows whether it was sent; the second time it is given up (MODEL 9.4).
    fn doubt(&mut self, until: Timestamp, code: String, now: Timestamp) -> Moved {
        if self.once || self.doubtful {
            return self.end(OutState::Failed, UNCERTAIN, now);
        }
        self.doubtful = true;
        self.keep(OutState::Uncertain, code, Some(until))
    }

    /// Messenger has it: so says Graph's answer, or an echo.
    pub(super) fn confirm(&mut self, mid: Option<Mid>, now: Timestamp) -> Moved {
        let corrected = self.state == OutState::Failed && self.why.as_deref() == Some(UNCERTAIN);
        if self.state == OutState::Sent && self.mid.is_none() && mid.is_some() {
            self.mid = mid;
            return Moved::Kept;
        }
        if !self.state.is_open() && !corrected {
            return Moved::Not;
        }
        if self.state == OutState::Sending {
            self.tries = self.tries.saturating_add(1);
        }
        self.state = OutState::Sent;
        self.why = None;
        self.settled = Some(now);
        self.mid = mid;
        Moved::Freed
    }

    /// What a send's fate makes of it.
    pub(super) fn settle(&mut self, fate: Fate, now: Timestamp) -> Moved {
        if let Fate::Sent { mid } = fate {
            return self.confirm(mid, now);
        }
        if self.state != OutState::Sending {
            return Moved::Not;
        }
        if fate == Fate::Untried {
            self.state = OutState::Waiting;
            return Moved::GivenBack;
        }
        self.tries = self.tries.saturating_add(1);
        self.settle_tried(fate, now)
    }

    fn settle_tried(&mut self, fate: Fate, now: Timestamp) -> Moved {
        match fate {
            Fate::Sent { .. } | Fate::Untried => Moved::Not,
            Fate::Retry { code, .. } if self.once => self.end(OutState::Failed, &code, now),
            Fate::Retry { not_before, code } => {
                self.keep(OutState::Waiting, code, Some(not_before))
            }
            Fate::Uncertain { until, code } => self.doubt(until, code, now),
            Fate::Expired { why } => self.end(OutState::Expired, &why, now),
            Fate::Failed { code } => self.end(OutState::Failed, &code, now),
            Fate::Unreachable { code } => {
                self.end(OutState::Failed, &code, now);
                Moved::Unreachable
            }
            Fate::Parked { why, until } => self.keep(OutState::Parked, why, until),
        }
    }

    /// What it is after a life that ended without a word. An echo may have knocked in vain
    /// meanwhile, so waiting for it begins anew.
    pub(super) fn survive(&mut self, now: Timestamp) -> Moved {
        let until = now.plus(ECHO_WAIT);
        match self.state {
            OutState::Sending => {
                self.tries = self.tries.saturating_add(1);
                self.doubt(until, "restart".to_owned(), now)
            }
            OutState::Uncertain => {
                self.not_before = self.not_before.max(Some(until));
                Moved::Kept
            }
            OutState::Waiting
            | OutState::Parked
            | OutState::Sent
            | OutState::Expired
            | OutState::Failed
            | OutState::Cancelled => Moved::Not,
        }
    }

    /// A new turn speaks or Meta says so: the thread is ours again, and a parked reply waits like any
    /// other.
    pub(super) fn unpark(&mut self, now: Timestamp) -> bool {
        let parked = self.state == OutState::Parked;
        if parked {
            self.state = OutState::Waiting;
            self.not_before = Some(now);
        }
        parked
    }

    /// Old enough to be dropped, if a later turn has spoken since (P6).
    pub(super) fn is_old(&self, now: Timestamp) -> bool {
        self.state == OutState::Waiting && now.since(self.made) > OVERTAKEN_AFTER
    }

    /// What the sender gets.
    pub(super) fn outgoing(
        &self,
        key: ConversationKey,
        reply: Reply,
        window_until: Option<Timestamp>,
    ) -> Outgoing {
        Outgoing { key, reply, tries: self.tries, uncertain: self.doubtful, window_until }
    }
}
