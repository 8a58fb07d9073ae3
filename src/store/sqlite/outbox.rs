//! Replies in SQLite.

use rusqlite::params;
use rusqlite::types::Type;

use crate::store::StoreError;
use crate::store::rows::{Outbox, Receipt, Result, Row};
use crate::store::rules::{OutRow, OutState};
use crate::store::sqlite::sql::{Tables, count, from_json, int, json, limit};
use crate::time::{Millis, Timestamp};
use crate::words::name::{Mid, OutboxId};
use crate::words::reply::Reply;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, conversation, seq, ordinal, state, why, tries, doubtful, once, pause_ms, ",
            "not_before, made_at, claimed_at, settled_at, mid from outbox ",
            $rest
        )
    };
}

fn out(row: &rusqlite::Row<'_>) -> rusqlite::Result<OutRow> {
    let word: String = row.get(4)?;
    let unknown = || {
        let text = format!("a reply is `{word}`");
        rusqlite::Error::FromSqlConversionFailure(4, Type::Text, text.into())
    };
    Ok(OutRow {
        id: OutboxId(row.get(0)?),
        conversation: row.get(1)?,
        seq: count(row.get(2)?),
        ordinal: row.get(3)?,
        state: OutState::parse(&word).ok_or_else(unknown)?,
        why: row.get(5)?,
        tries: row.get(6)?,
        doubtful: row.get(7)?,
        once: row.get(8)?,
        pause: Millis(count(row.get(9)?)),
        not_before: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        made: Timestamp(row.get(11)?),
        claimed: row.get::<_, Option<i64>>(12)?.map(Timestamp),
        settled: row.get::<_, Option<i64>>(13)?.map(Timestamp),
        mid: row.get::<_, Option<String>>(14)?.map(Mid::new),
    })
}

impl Outbox for Tables<'_> {
    fn insert(&mut self, row: &OutRow, reply: &Reply) -> Result<()> {
        self.run(
            "insert into outbox (id, conversation, seq, ordinal, body, state, tries, doubtful,
               once, pause_ms, not_before, made_at, claimed_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                row.id.0,
                row.conversation,
                int(row.seq),
                row.ordinal,
                json(reply)?,
                row.state.as_str(),
                row.tries,
                row.doubtful,
                row.once,
                int(row.pause.0),
                row.not_before.map(|at| at.0),
                row.made.0,
                row.claimed.map(|at| at.0)
            ],
        )?;
        Ok(())
    }

    fn update(&mut self, row: &OutRow) -> Result<()> {
        self.run(
            "update outbox set state = ?2, why = ?3, tries = ?4, doubtful = ?5, not_before = ?6,
               claimed_at = ?7, settled_at = ?8, mid = ?9 where id = ?1",
            params![
                row.id.0,
                row.state.as_str(),
                row.why,
                row.tries,
                row.doubtful,
                row.not_before.map(|at| at.0),
                row.claimed.map(|at| at.0),
                row.settled.map(|at| at.0),
                row.mid.as_ref().map(Mid::as_str)
            ],
        )?;
        Ok(())
    }

    fn out(&mut self, id: OutboxId) -> Result<Option<OutRow>> {
        self.one(select!("where id = ?1"), [id.0], out)
    }

    fn out_by_mid(&mut self, mid: &Mid) -> Result<Option<OutRow>> {
        self.one(select!("where mid = ?1"), [mid.as_str()], out)
    }

    fn reply(&mut self, id: OutboxId) -> Result<Reply> {
        let body: Option<String> =
            self.one("select body from outbox where id = ?1", [id.0], |row| row.get(0))?;
        let missing = || StoreError::Corrupt(format!("reply {id} is missing"));
        from_json(&body.ok_or_else(missing)?)
    }

    fn head(&mut self, conversation: i64) -> Result<Option<OutRow>> {
        self.one(
            select!(
                "where conversation = ?1 and state in ('waiting', 'sending', 'uncertain', 'parked')
                 order by seq, ordinal limit 1"
            ),
            [conversation],
            out,
        )
    }

    fn open(&mut self, conversation: i64) -> Result<Vec<OutRow>> {
        self.all(
            select!(
                "where conversation = ?1 and state in ('waiting', 'sending', 'uncertain', 'parked')
                 order by seq, ordinal"
            ),
            [conversation],
            out,
        )
    }

    fn latest(&mut self, conversation: i64, max: usize) -> Result<Vec<OutRow>> {
        self.all(
            select!("where conversation = ?1 order by seq desc, ordinal desc limit ?2"),
            params![conversation, limit(max)],
            out,
        )
    }

    fn in_flight(&mut self) -> Result<Vec<OutRow>> {
        self.all(select!("where state in ('sending', 'uncertain')"), [], out)
    }

    fn receive(&mut self, row: &Row, receipt: &Receipt<'_>, now: Timestamp) -> Result<usize> {
        let watermark = receipt.watermark.map(|at| at.0);
        let mids = json(&receipt.mids)?;
        let sql = if receipt.read {
            "update outbox set read_at = ?4 where conversation = ?1 and state = 'sent'
               and read_at is null
               and (claimed_at <= ?2 or mid in (select value from json_each(?3)))"
        } else {
            "update outbox set delivered_at = ?4 where conversation = ?1 and state = 'sent'
               and delivered_at is null
               and (claimed_at <= ?2 or mid in (select value from json_each(?3)))"
        };
        self.run(sql, params![row.id, watermark, mids, now.0])
    }
}
