//! Timers, holds, values and counts in SQLite.

use rusqlite::params;

use crate::limits::SWEEP_ROWS_MAX;
use crate::store::counts::Counts;
use crate::store::rows::{Ledger, Result, Timer, Timers};
use crate::store::rules::{CallState, told};
use crate::store::sqlite::inbox::input;
use crate::store::sqlite::sql::{Tables, count, from_json, int, json, limit};
use crate::store::{History, Hold};
use crate::time::Timestamp;
use crate::words::name::{Mid, PageId, TimerKey};
use crate::words::turn::{TimerChange, Want, Whom};

impl Timers for Tables<'_> {
    fn change_timer(&mut self, conversation: i64, change: &TimerChange) -> Result<()> {
        match change {
            TimerChange::Set { key, serial, due, vars } => self.run(
                "insert or replace into timer (conversation, key, serial, due, body)
                 values (?1, ?2, ?3, ?4, ?5)",
                params![conversation, key.as_str(), int(*serial), due.0, json(vars)?],
            )?,
            TimerChange::Drop(key) => self.run(
                "delete from timer where conversation = ?1 and key = ?2",
                params![conversation, key.as_str()],
            )?,
        };
        Ok(())
    }

    fn clear_timers(&mut self, conversation: i64) -> Result<()> {
        self.run("delete from timer where conversation = ?1", [conversation])?;
        Ok(())
    }

    fn timers_of(&mut self, conversation: i64) -> Result<Vec<Timer>> {
        let found = self.all(
            "select conversation, key, serial, due, body from timer where conversation = ?1
             order by due, key",
            [conversation],
            timer_row,
        )?;
        found.into_iter().map(timer).collect()
    }

    fn due_timers(&mut self, now: Timestamp, max: usize) -> Result<Vec<Timer>> {
        let found = self.all(
            "select conversation, key, serial, due, body from timer where due <= ?1
             order by due, conversation, key limit ?2",
            params![now.0, limit(max)],
            timer_row,
        )?;
        found.into_iter().map(timer).collect()
    }

    fn next_due(&mut self) -> Result<Option<Timestamp>> {
        let found: Option<Option<i64>> = self.one(
            "select min(due) from (
               select * from (select send_at as due from conversation
                 where send_at is not null and page not in (select page from held)
                 order by send_at limit 1)
               union all
               select max(v.send_at, h.until) from held h join conversation v on v.page = h.page
                 where v.send_at is not null and h.until is not null
               union all
               select min(due) from timer)",
            [],
            |row| row.get(0),
        )?;
        Ok(found.flatten().map(Timestamp))
    }
}

impl Ledger for Tables<'_> {
    fn want(&mut self, at: (i64, u64), want: &Want) -> Result<()> {
        self.run(
            "insert into outcall (conversation, seq, request) values (?1, ?2, ?3)",
            params![at.0, int(at.1), json(want)?],
        )?;
        Ok(())
    }

    fn wants(
        &mut self,
        state: CallState,
        asked: Option<Whom>,
        max: usize,
    ) -> Result<Vec<((i64, u64), Want)>> {
        let profile = asked.map(|asked| asked == Whom::Meta);
        let found: Vec<(i64, i64, String)> = self.all(
            "select conversation, seq, request from outcall where state = ?1
             and (?2 is null or (request ->> '$.profile' is not null) = ?2)
             order by conversation, seq limit ?3",
            params![state.as_str(), profile, limit(max)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let want = |(id, seq, body): (i64, i64, String)| Ok(((id, count(seq)), from_json(&body)?));
        found.into_iter().map(want).collect()
    }

    fn want_state(&mut self, at: (i64, u64)) -> Result<Option<CallState>> {
        let found: Option<String> = self.one(
            "select state from outcall where conversation = ?1 and seq = ?2",
            params![at.0, int(at.1)],
            |row| row.get(0),
        )?;
        Ok(found.as_deref().and_then(CallState::parse))
    }

    fn move_want(&mut self, at: (i64, u64), to: CallState, now: Timestamp) -> Result<()> {
        self.run(
            "update outcall set state = ?3, deadline = ?4 where conversation = ?1 and seq = ?2",
            params![at.0, int(at.1), to.as_str(), now.0],
        )?;
        Ok(())
    }

    fn end_wants(&mut self, conversation: i64, now: Timestamp) -> Result<()> {
        self.run(
            "update outcall set state = ?2, deadline = ?3 where conversation = ?1",
            params![conversation, CallState::Done.as_str(), now.0],
        )?;
        Ok(())
    }

    fn is_held(&mut self, page: &PageId, now: Timestamp) -> Result<bool> {
        let found = self.one(
            "select 1 from held where page = ?1 and (until is null or until > ?2)",
            params![page.as_str(), now.0],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    fn held(&mut self, page: &PageId) -> Result<Option<Hold>> {
        self.one("select why, until from held where page = ?1", [page.as_str()], |row| {
            Ok(Hold { why: row.get(0)?, until: row.get::<_, Option<i64>>(1)?.map(Timestamp) })
        })
    }

    fn waiting_for_ever(&mut self, why: &str) -> Result<Vec<PageId>> {
        let sql = "select page from held where why = ?1 and until is null order by page";
        self.all(sql, [why], |row| row.get::<_, String>(0).map(PageId::new))
    }

    fn hold(&mut self, page: &PageId, hold: Option<&Hold>) -> Result<()> {
        match hold {
            Some(hold) => self.run(
                "insert or replace into held (page, why, until) values (?1, ?2, ?3)",
                params![page.as_str(), hold.why, hold.until.map(|at| at.0)],
            )?,
            None => self.run("delete from held where page = ?1", [page.as_str()])?,
        };
        Ok(())
    }

    fn lift(&mut self, why: &str, page: Option<&PageId>) -> Result<usize> {
        let sql = "delete from held where why = ?1 and (?2 is null or page = ?2)";
        self.run(sql, params![why, page.map(PageId::as_str)])
    }

    fn meta(&mut self, key: &str) -> Result<Option<String>> {
        self.one("select value from meta where key = ?1", [key], |row| row.get(0))
    }

    fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.run("insert or replace into meta (key, value) values (?1, ?2)", [key, value])?;
        Ok(())
    }

    fn counts(&mut self) -> Result<Counts> {
        let number = |sql: &str| {
            let found = self.one(sql, [], |row| row.get::<_, i64>(0))?;
            Ok(count(found.unwrap_or(0)))
        };
        let mut counts = Counts {
            dead: number("select count(*) from dead")?,
            timers: number("select count(*) from timer")?,
            calls: number("select count(*) from outcall where state <> 'done'")?,
            errands: number("select count(*) from side where state in ('waiting', 'running')")?,
            given_up: number("select count(*) from side where state = 'given_up'")?,
            held: number("select count(*) from held where until is null")?,
            delivered: number("select count(delivered_at) from outbox")?,
            read: number("select count(read_at) from outbox")?,
            ..Counts::default()
        };
        let by_state = "select state, count(*) from inbox group by state
                        union all select state, count(*) from outbox group by state";
        let rows = self.all(by_state, [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        for (state, n) in rows {
            tally(&mut counts, &state, count(n));
        }
        let oldest = "select min(at) from inbox where state = 'queued'";
        let oldest = self.one(oldest, [], |row| row.get::<_, Option<i64>>(0))?;
        counts.oldest = oldest.flatten().map(Timestamp);
        Ok(counts)
    }

    fn history(&mut self, conversation: i64) -> Result<History> {
        let inputs = self.all(
            "select seq, at, body, state, reason from inbox where conversation = ?1 order by seq",
            [conversation],
            |row| {
                let (state, reason): (String, Option<String>) = (row.get(3)?, row.get(4)?);
                Ok(((row.get(0)?, row.get(1)?, row.get(2)?), told(&state, reason.as_deref())))
            },
        )?;
        let inputs = inputs.into_iter().map(|(columns, state)| Ok((input(columns)?, state)));
        let replies = self.all(
            "select body, state, why, tries, mid from outbox where conversation = ?1
             order by seq, ordinal",
            [conversation],
            |row| {
                let (state, why): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                let mid = row.get::<_, Option<String>>(4)?.map(Mid::new);
                Ok((row.get::<_, String>(0)?, told(&state, why.as_deref()), row.get(3)?, mid))
            },
        )?;
        let replies = replies
            .into_iter()
            .map(|(body, state, tries, mid)| Ok((from_json(&body)?, state, tries, mid)));
        Ok(History {
            inputs: inputs.collect::<Result<_>>()?,
            replies: replies.collect::<Result<_>>()?,
            sides: self.sides(conversation)?,
        })
    }

    /// Rows are made in the order of time, so the oldest are the ones with the smallest number and
    /// no index is needed to find them.
    fn sweep(&mut self, identities: Timestamp, rest: Timestamp) -> Result<usize> {
        let tables = [
            (
                "delete from identity where rowid in
                (select rowid from identity order by rowid limit ?2) and at < ?1",
                identities,
            ),
            (
                "delete from turn where id in
                (select id from turn order by id limit ?2) and now < ?1",
                rest,
            ),
            (
                "delete from inbox where id in
                (select id from inbox order by id limit ?2) and at < ?1 and state <> 'queued'",
                rest,
            ),
            (
                "delete from outbox where row in
                (select row from outbox order by row limit ?2) and settled_at < ?1",
                rest,
            ),
            (
                "delete from outcall where (conversation, seq) in
                (select conversation, seq from outcall where state = 'done' and deadline < ?1 limit ?2)",
                rest,
            ),
            (
                "delete from side where (conversation, seq, ordinal) in
                (select conversation, seq, ordinal from side where settled_at < ?1 limit ?2)",
                rest,
            ),
            (
                "delete from dead where id in
                (select id from dead order by id limit ?2) and at < ?1",
                rest,
            ),
        ];
        let mut gone = 0;
        for (sql, before) in tables {
            gone += self.run(sql, params![before.0, limit(SWEEP_ROWS_MAX)])?;
        }
        Ok(gone)
    }
}

fn tally(counts: &mut Counts, state: &str, n: u64) {
    match state {
        "queued" => counts.queued += n,
        "done" => counts.done += n,
        "skipped" => counts.skipped += n,
        "dead" => counts.dead += n,
        "waiting" | "parked" => counts.waiting += n,
        "sending" => counts.sending += n,
        "uncertain" => counts.uncertain += n,
        "sent" => counts.sent += n,
        _ => counts.unsent += n,
    }
}

/// A timer as it is written.
type TimerRow = (i64, String, i64, i64, String);

fn timer_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<TimerRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn timer((conversation, key, serial, due, body): TimerRow) -> Result<Timer> {
    let (key, serial, due) = (TimerKey::new(key), count(serial), Timestamp(due));
    Ok(Timer { conversation, key, serial, due, vars: from_json(&body)? })
}
