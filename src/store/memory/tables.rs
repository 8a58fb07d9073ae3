//! The tables, and conversations in them.

use std::collections::BTreeMap;

use crate::store::errands::{ErrandPlace, ErrandRow};
use crate::store::rows::{Conversations, Result, Row, Rows, Timer};
use crate::store::rules::{CallState, InputState, OutRow};
use crate::store::{Hold, StoreError};
use crate::time::Timestamp;
use crate::words::arrival::Identity;
use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::name::{ConversationKey, Mid, OutboxId, PageId, TimerKey};
use crate::words::reply::Reply;
use crate::words::turn::{Fault, Side, Want};

/// A reply's place: conversation, input, ordinal.
pub(super) type Place = (i64, u64, u16);

/// A reply with all that is known of it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) row: OutRow,
    pub(super) reply: Reply,
    pub(super) delivered: Option<Timestamp>,
    pub(super) read: Option<Timestamp>,
}

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) conversations: BTreeMap<i64, (Row, Conversation)>,
    pub(super) keys: BTreeMap<ConversationKey, i64>,
    pub(super) identities: BTreeMap<Identity, Timestamp>,
    pub(super) inbox: BTreeMap<(i64, u64), (Input, InputState)>,
    pub(super) turns: BTreeMap<(i64, u64), Timestamp>,
    pub(super) outbox: BTreeMap<Place, Kept>,
    pub(super) places: BTreeMap<OutboxId, Place>,
    pub(super) mids: BTreeMap<Mid, OutboxId>,
    pub(super) timers: BTreeMap<(i64, TimerKey), Timer>,
    pub(super) errands: BTreeMap<ErrandPlace, (ErrandRow, Side)>,
    pub(super) tracked: BTreeMap<(PageId, String), (u64, Timestamp)>,
    pub(super) wants: BTreeMap<(i64, u64), (Want, CallState, Timestamp)>,
    pub(super) held: BTreeMap<PageId, Hold>,
    pub(super) dead: Vec<(ConversationKey, Timestamp, Fault)>,
    pub(super) meta: BTreeMap<String, String>,
}

impl Rows for Tables {}

impl Tables {
    /// Conversations in the order of a date that not all of them have.
    fn by(
        &self,
        max: usize,
        date: impl Fn(&Row) -> Option<Timestamp>,
        wanted: impl Fn(&Row) -> bool,
    ) -> Vec<Row> {
        let rows = self.conversations.values().map(|(row, _)| row);
        let mut found: Vec<_> =
            rows.filter_map(|row| date(row).filter(|_| wanted(row)).map(|at| (at, row))).collect();
        found.sort_by_key(|(at, row)| (*at, row.id));
        found.into_iter().take(max).map(|(_, row)| row.clone()).collect()
    }

    pub(super) fn holds(&self, page: &PageId, now: Timestamp) -> bool {
        self.held.get(page).is_some_and(|hold| hold.until.is_none_or(|until| until > now))
    }
}

impl Conversations for Tables {
    fn find(&mut self, key: &ConversationKey) -> Result<Option<Row>> {
        self.keys.get(key).copied().map_or(Ok(None), |id| self.row(id))
    }

    fn enter(&mut self, key: &ConversationKey) -> Result<Row> {
        if let Some(row) = self.find(key)? {
            return Ok(row);
        }
        let id = self.conversations.last_key_value().map_or(1, |(last, _)| last.saturating_add(1));
        let row = Row {
            id,
            key: key.clone(),
            version: 0,
            seq: 0,
            ready: None,
            send: None,
            fetching: false,
            window_until: None,
            unreachable: false,
        };
        self.keys.insert(key.clone(), id);
        self.conversations.insert(id, (row.clone(), Conversation::default()));
        Ok(row)
    }

    fn row(&mut self, id: i64) -> Result<Option<Row>> {
        Ok(self.conversations.get(&id).map(|(row, _)| row.clone()))
    }

    fn state(&mut self, id: i64) -> Result<Conversation> {
        let found = self.conversations.get(&id).map(|(_, state)| state.clone());
        found.ok_or_else(|| StoreError::Corrupt(format!("conversation {id} is missing")))
    }

    fn ready(&mut self, max: usize, taken: &dyn Fn(i64) -> bool) -> Result<Vec<Row>> {
        Ok(self.by(max, |row| row.ready, |row| !taken(row.id)))
    }

    fn due_heads(&mut self, now: Timestamp, max: usize) -> Result<Vec<Row>> {
        let due = |row: &Row| row.send.filter(|at| *at <= now);
        Ok(self.by(max, due, |row| !self.holds(&row.key.page, now)))
    }

    fn save(&mut self, row: &Row) -> Result<()> {
        if let Some((old, _)) = self.conversations.get_mut(&row.id) {
            *old = row.clone();
        }
        Ok(())
    }

    fn save_state(&mut self, row: &Row, state: &Conversation) -> Result<()> {
        self.conversations.insert(row.id, (row.clone(), state.clone()));
        Ok(())
    }
}
