//! Turns that a store remembers, read without disturbing whoever works with it.

use std::path::Path;

use rusqlite::params;

use crate::store::rows::Result;
use crate::store::sqlite::file::open_to_look;
use crate::store::sqlite::inbox::input;
use crate::store::sqlite::sql::{Tables, from_json};
use crate::time::Timestamp;
use crate::words::name::{Channel, ConversationKey, PageId, VisitorId};
use crate::words::recorded::Recorded;

/// A row: whose (channel, page, visitor), the input, the turn, its number.
type Row = ([String; 3], (i64, i64, String), (i64, i64, String, String), i64);

const TURNS: &str = "select c.channel, c.page, c.visitor, i.seq, i.at, i.body,
         t.now, t.seed, t.before, t.took, t.conversation
     from turn t join conversation c on c.id = t.conversation
     join inbox i on i.conversation = t.conversation and i.seq = t.seq
     order by t.conversation, t.seq";

/// All of them, conversation by conversation.
pub fn journals(path: &Path) -> Result<Vec<Recorded>> {
    let conn = open_to_look(path)?;
    let tables = Tables(&conn);
    let rows: Vec<Row> = tables.all(TURNS, [], |row| {
        Ok((
            [row.get(0)?, row.get(1)?, row.get(2)?],
            (row.get(3)?, row.get(4)?, row.get(5)?),
            (row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?),
            row.get(10)?,
        ))
    })?;
    rows.into_iter().map(|row| recorded(&tables, row)).collect()
}

fn recorded(tables: &Tables<'_>, (whose, heard, turn, conversation): Row) -> Result<Recorded> {
    let [channel, page, visitor] = whose;
    let (now, seed, before, took) = turn;
    let sql = "select body from outbox where conversation = ?1 and seq = ?2 order by ordinal";
    let bodies: Vec<String> = tables.all(sql, params![conversation, heard.0], |row| row.get(0))?;
    let channel: Channel = from_json(&format!("\"{channel}\""))?;
    Ok(Recorded {
        key: ConversationKey {
            channel,
            page: PageId::from(page.as_str()),
            visitor: VisitorId::from(visitor.as_str()),
        },
        input: input(heard)?,
        before: from_json(&before)?,
        now: Timestamp(now),
        seed: seed.cast_unsigned(),
        outcome: from_json(&took)?,
        replies: bodies.iter().map(|body| from_json(body)).collect::<Result<_>>()?,
    })
}
