//! What has happened in one conversation since `dev` began: its turns, and what became of replies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fake::Call;
use crate::limits::TAPE_TURNS_MAX;
use crate::rehearsal::again::{self, OWN_SEQ, Take};
use crate::store::Stand;
use crate::time::Timestamp;
use crate::words::conversation::{Conversation, Profile};
use crate::words::name::{Locale, Mid, OutboxId};
use crate::words::reply::Reply;

/// One conversation's past.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    /// Turns, oldest first.
    pub(super) takes: Vec<Take>,
    /// Whether older turns were left out, so that it cannot be played again.
    pub(super) cut: bool,
    /// Sends of each reply.
    pub(super) sends: BTreeMap<OutboxId, Vec<Call>>,
    /// Messages that reached the visitor.
    pub(super) delivered: BTreeSet<Mid>,
    /// Up to when the visitor has read.
    pub(super) read: Option<Timestamp>,
    /// The visitor's reactions to messages.
    pub(super) reactions: BTreeMap<String, String>,
    /// How the clock was moved, and after which turn.
    pub(super) moves: Vec<(u64, Timestamp, u64)>,
    /// The language that was chosen on the page.
    pub(super) locale: Option<Locale>,
    /// What the fake tells of the visitor.
    pub(super) profile: Option<Value>,
    /// What is new since the last save.
    pub(super) marks: BTreeMap<OutboxId, Mark>,
    /// What is not said any more since the last save, and in which turn.
    pub(super) gone: Vec<(u64, Reply)>,
    /// Where the last save has no way for what was done before.
    pub(super) parted: Option<Parted>,
    /// Turns of this version and before are of another past.
    pub(super) since: u64,
}

/// What a save has done to a reply.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// It was something else before.
    Changed(Box<Reply>),
    /// It was not there.
    New,
}

/// Where a save ends the past.
#[derive(Clone, Debug)]
pub(super) struct Parted {
    /// The last turn that was played; 0 for none.
    pub(super) after: u64,
    pub(super) why: String,
    /// What was not played.
    pub(super) left: Vec<Take>,
}

impl Tape {
    /// A turn was committed.
    pub(super) fn record(&mut self, take: Take) {
        if take.turn.after.version <= self.since {
            return;
        }
        if take.is_deed() {
            self.parted = None;
            self.marks.clear();
            self.gone.clear();
        }
        self.takes.push(take);
        if self.takes.len() > TAPE_TURNS_MAX {
            self.takes.remove(0);
            self.cut = true;
        }
    }

    /// The turn of this number, and its position.
    pub(super) fn find(&self, turn: u64) -> Option<usize> {
        self.takes.iter().position(|take| take.input.seq == turn)
    }

    /// The number of the last turn; 0 for none.
    pub(super) fn last(&self) -> u64 {
        self.takes.last().map_or(0, |take| take.input.seq)
    }

    /// Forgets all turns from a position on.
    pub(super) fn keep(&mut self, count: usize) {
        self.takes.truncate(count);
        let last = self.last();
        self.moves.retain(|(after, ..)| *after <= last);
        self.parted = None;
        self.marks.clear();
        self.gone.clear();
    }

    /// What a conversation begins with that nobody has begun.
    pub(super) fn beginning(&self) -> Conversation {
        let mut beginning = Conversation::default();
        self.dress(&mut beginning);
        beginning
    }

    /// Makes the visitor the one that was chosen on the page.
    pub(super) fn dress(&self, state: &mut Conversation) {
        if self.locale.is_some() {
            state.locale.clone_from(&self.locale);
        }
        let Some(Value::Object(told)) = &self.profile else { return };
        let at = state.last_input.unwrap_or_default();
        let fields = told.iter().map(|(name, value)| {
            let name = if name == "profile_pic" { "picture" } else { name };
            (name.into(), value.clone())
        });
        state.profile = Profile::Known { fields: fields.collect(), at };
    }

    /// Where the conversation stands after the turns of the tape.
    pub(super) fn stand(&self) -> Stand {
        let last = self.takes.last().map(|take| take.turn.after.clone());
        let mut conversation = last.unwrap_or_else(|| self.beginning());
        self.dress(&mut conversation);
        let timers = again::changes(again::timers(&self.takes));
        let numbers = self.takes.iter().map(|take| take.input.seq).filter(|seq| *seq < OWN_SEQ);
        Stand { conversation, timers, seq: numbers.max().unwrap_or(0) }
    }
}
