//! Errands in SQLite.

use rusqlite::params;
use rusqlite::types::Type;

use crate::store::StoreError;
use crate::store::errands::{ErrandPlace, ErrandRow, ErrandState, Tracked};
use crate::store::rows::{Errands, Result};
use crate::store::rules::told;
use crate::store::sqlite::sql::{Tables, count, from_json, int, json, limit};
use crate::time::Timestamp;
use crate::words::name::PageId;
use crate::words::turn::Side;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select conversation, seq, ordinal, lane, state, tries, not_before, made_at, ",
            "settled_at, why from side ",
            $rest
        )
    };
}

fn errand(row: &rusqlite::Row<'_>) -> rusqlite::Result<ErrandRow> {
    let word: String = row.get(4)?;
    let unknown = || {
        let text = format!("an errand is `{word}`");
        rusqlite::Error::FromSqlConversionFailure(4, Type::Text, text.into())
    };
    let ordinal: u16 = row.get(2)?;
    Ok(ErrandRow {
        place: (row.get(0)?, count(row.get(1)?), usize::from(ordinal)),
        lane: row.get(3)?,
        state: ErrandState::parse(&word).ok_or_else(unknown)?,
        tries: row.get(5)?,
        not_before: row.get::<_, Option<i64>>(6)?.map(Timestamp),
        made: Timestamp(row.get(7)?),
        settled: row.get::<_, Option<i64>>(8)?.map(Timestamp),
        why: row.get(9)?,
    })
}

impl Tables<'_> {
    /// What a conversation noted, counted and told to others.
    pub(super) fn sides(&self, conversation: i64) -> Result<Vec<(Side, String, u16)>> {
        let sides = self.all(
            "select body, state, why, tries from side where conversation = ?1
             order by seq, ordinal",
            [conversation],
            |row| {
                let (state, why): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                Ok((row.get::<_, String>(0)?, told(&state, why.as_deref()), row.get(3)?))
            },
        )?;
        sides
            .into_iter()
            .map(|(body, state, tries)| Ok((from_json(&body)?, state, tries)))
            .collect()
    }
}

impl Errands for Tables<'_> {
    fn add_errand(&mut self, row: &ErrandRow, side: &Side) -> Result<()> {
        let (conversation, seq, ordinal) = row.place;
        self.run(
            "insert into side (conversation, seq, ordinal, body, lane, state, not_before, made_at,
               settled_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                conversation,
                int(seq),
                limit(ordinal),
                json(side)?,
                row.lane,
                row.state.as_str(),
                row.not_before.map(|at| at.0),
                row.made.0,
                row.settled.map(|at| at.0)
            ],
        )?;
        Ok(())
    }

    fn save_errand(&mut self, row: &ErrandRow) -> Result<()> {
        let (conversation, seq, ordinal) = row.place;
        self.run(
            "update side set state = ?4, tries = ?5, not_before = ?6, settled_at = ?7, why = ?8
             where conversation = ?1 and seq = ?2 and ordinal = ?3",
            params![
                conversation,
                int(seq),
                limit(ordinal),
                row.state.as_str(),
                row.tries,
                row.not_before.map(|at| at.0),
                row.settled.map(|at| at.0),
                row.why
            ],
        )?;
        Ok(())
    }

    fn errand(&mut self, (conversation, seq, ordinal): ErrandPlace) -> Result<Option<ErrandRow>> {
        self.one(
            select!("where conversation = ?1 and seq = ?2 and ordinal = ?3"),
            params![conversation, int(seq), limit(ordinal)],
            errand,
        )
    }

    fn side(&mut self, (conversation, seq, ordinal): ErrandPlace) -> Result<Side> {
        let body: Option<String> = self.one(
            "select body from side where conversation = ?1 and seq = ?2 and ordinal = ?3",
            params![conversation, int(seq), limit(ordinal)],
            |row| row.get(0),
        )?;
        let missing = || StoreError::Corrupt("an errand is missing".to_owned());
        from_json(&body.ok_or_else(missing)?)
    }

    fn next_errand(&mut self, conversation: i64, lane: &str) -> Result<Option<ErrandRow>> {
        self.one(
            select!(
                "where conversation = ?1 and lane = ?2 and state in ('waiting', 'running')
                 order by seq, ordinal limit 1"
            ),
            params![conversation, lane],
            errand,
        )
    }

    fn due_errands(
        &mut self,
        now: Timestamp,
        max: usize,
        but: &[String],
    ) -> Result<Vec<ErrandRow>> {
        self.all(
            select!(
                "where state = 'waiting' and not_before <= ?1
                   and lane not in (select value from json_each(?3))
                 order by not_before, conversation, seq, ordinal limit ?2"
            ),
            params![now.0, limit(max), json(&but)?],
            errand,
        )
    }

    fn running_errands(&mut self) -> Result<Vec<ErrandRow>> {
        self.all(select!("where state = 'running'"), [], errand)
    }

    fn track(&mut self, page: &PageId, name: &str, now: Timestamp) -> Result<()> {
        self.run(
            "insert into tracked (page, name, count, last_at) values (?1, ?2, 1, ?3)
             on conflict (page, name) do update set count = count + 1, last_at = ?3",
            params![page.as_str(), name, now.0],
        )?;
        Ok(())
    }

    fn tracked(&mut self) -> Result<Vec<Tracked>> {
        self.all("select page, name, count, last_at from tracked order by page, name", [], |row| {
            Ok(Tracked {
                page: PageId::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
                count: count(row.get(2)?),
                last: Timestamp(row.get(3)?),
            })
        })
    }
}
