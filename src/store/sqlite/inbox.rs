//! Inputs in SQLite.

use rusqlite::params;

use crate::store::rows::{Inbox, Result};
use crate::store::rules::{InputState, passes_fetch};
use crate::store::sqlite::sql::{Tables, count, from_json, int, json};
use crate::time::Timestamp;
use crate::words::arrival::Identity;
use crate::words::input::Input;
use crate::words::name::ConversationKey;
use crate::words::turn::{Fault, Turn};

/// An input's columns: `seq`, `at`, `body`.
pub(super) type Columns = (i64, i64, String);

pub(super) fn input((seq, at, body): Columns) -> Result<Input> {
    Ok(Input { seq: count(seq), at: Timestamp(at), kind: from_json(&body)? })
}

impl Inbox for Tables<'_> {
    fn remember(&mut self, identity: Identity, at: Timestamp) -> Result<bool> {
        let sql = "insert or ignore into identity (digest, at) values (?1, ?2)";
        Ok(self.run(sql, params![identity.0, at.0])? > 0)
    }

    fn push(&mut self, conversation: i64, input: &Input, state: InputState) -> Result<()> {
        let (word, reason) = state.words();
        let body = json(&input.kind)?;
        let ahead = passes_fetch(&input.kind);
        self.run(
            "insert into inbox (conversation, seq, at, body, ahead, state, reason)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![conversation, int(input.seq), input.at.0, body, ahead, word, reason],
        )?;
        Ok(())
    }

    fn next(&mut self, conversation: i64, ahead: bool) -> Result<Option<Input>> {
        let found = self.one(
            "select seq, at, body from inbox
             where conversation = ?1 and state = 'queued' and ahead >= ?2 order by seq limit 1",
            params![conversation, ahead],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        found.map(input).transpose()
    }

    fn finish(&mut self, conversation: i64, seq: u64, state: InputState) -> Result<bool> {
        let (word, reason) = state.words();
        let changed = self.run(
            "update inbox set state = ?3, reason = ?4
             where conversation = ?1 and seq = ?2 and state = 'queued'",
            params![conversation, int(seq), word, reason],
        )?;
        Ok(changed > 0)
    }

    fn bury(&mut self, key: &ConversationKey, at: Timestamp, fault: &Fault) -> Result<()> {
        let (page, visitor) = (key.page.as_str(), key.visitor.as_str());
        self.run(
            "insert into dead (at, channel, page, visitor, code, fault)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            params![at.0, key.channel.as_str(), page, visitor, fault.code, json(fault)?],
        )?;
        Ok(())
    }

    fn journal(&mut self, conversation: i64, seq: u64, turn: &Turn) -> Result<()> {
        let journal = &turn.journal;
        let (bot, seed) = (journal.bot.as_str(), journal.seed.cast_signed());
        self.run(
            "insert into turn (conversation, seq, bot, now, seed, took, before)
             select ?1, ?2, ?3, ?4, ?5, ?6, state from conversation where id = ?1",
            params![conversation, int(seq), bot, journal.now.0, seed, json(&turn.outcome)?],
        )?;
        Ok(())
    }
}
