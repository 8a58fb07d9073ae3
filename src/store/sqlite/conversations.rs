//! Conversations in SQLite.

use rusqlite::params;

use crate::store::StoreError;
use crate::store::rows::{Conversations, Result, Row};
use crate::store::sqlite::sql::{Tables, count, from_json, int, json, limit};
use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::name::{Channel, ConversationKey, PageId, VisitorId};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, channel, page, visitor, version, seq, ready_at, send_at, fetching, ",
            "window_until, unreachable from conversation ",
            $rest
        )
    };
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let channel: String = row.get(1)?;
    let instagram = channel == Channel::Instagram.as_str();
    Ok(Row {
        id: row.get(0)?,
        key: ConversationKey {
            channel: if instagram { Channel::Instagram } else { Channel::Messenger },
            page: PageId::new(row.get::<_, String>(2)?),
            visitor: VisitorId::new(row.get::<_, String>(3)?),
        },
        version: count(row.get(4)?),
        seq: count(row.get(5)?),
        ready: row.get::<_, Option<i64>>(6)?.map(Timestamp),
        send: row.get::<_, Option<i64>>(7)?.map(Timestamp),
        fetching: row.get(8)?,
        window_until: row.get::<_, Option<i64>>(9)?.map(Timestamp),
        unreachable: row.get(10)?,
    })
}

impl Conversations for Tables<'_> {
    fn find(&mut self, key: &ConversationKey) -> Result<Option<Row>> {
        let names = [key.page.as_str(), key.visitor.as_str(), key.channel.as_str()];
        self.one(select!("where page = ?1 and visitor = ?2 and channel = ?3"), names, row)
    }

    fn enter(&mut self, key: &ConversationKey) -> Result<Row> {
        if let Some(found) = self.find(key)? {
            return Ok(found);
        }
        self.run(
            "insert into conversation (page, visitor, channel) values (?1, ?2, ?3)",
            [key.page.as_str(), key.visitor.as_str(), key.channel.as_str()],
        )?;
        self.find(key)?.ok_or_else(|| StoreError::Corrupt("a conversation vanished".to_owned()))
    }

    fn row(&mut self, id: i64) -> Result<Option<Row>> {
        self.one(select!("where id = ?1"), [id], row)
    }

    fn state(&mut self, id: i64) -> Result<Conversation> {
        let text: Option<String> =
            self.one("select state from conversation where id = ?1", [id], |row| row.get(0))?;
        let missing = || StoreError::Corrupt(format!("conversation {id} is missing"));
        from_json(&text.ok_or_else(missing)?)
    }

    fn ready(&mut self, max: usize, taken: &dyn Fn(i64) -> bool) -> Result<Vec<Row>> {
        let sql = select!("where ready_at is not null order by ready_at, id");
        self.some(sql, max, row, |row| !taken(row.id))
    }

    fn due_heads(&mut self, now: Timestamp, max: usize) -> Result<Vec<Row>> {
        self.all(
            select!(
                "where send_at <= ?1 and page not in
                   (select page from held where until is null or until > ?1)
                 order by send_at, id limit ?2"
            ),
            params![now.0, limit(max)],
            row,
        )
    }

    fn save(&mut self, row: &Row) -> Result<()> {
        let (ready, send) = (row.ready.map(|at| at.0), row.send.map(|at| at.0));
        self.run(
            "update conversation set seq = ?2, ready_at = ?3, send_at = ?4, unreachable = ?5
             where id = ?1",
            params![row.id, int(row.seq), ready, send, row.unreachable],
        )?;
        Ok(())
    }

    fn save_state(&mut self, row: &Row, state: &Conversation) -> Result<()> {
        let (ready, send) = (row.ready.map(|at| at.0), row.send.map(|at| at.0));
        let window = row.window_until.map(|at| at.0);
        self.run(
            "update conversation set seq = ?2, ready_at = ?3, send_at = ?4, version = ?5,
               fetching = ?6, window_until = ?7, state = ?8, unreachable = ?9 where id = ?1",
            params![
                row.id,
                int(row.seq),
                ready,
                send,
                int(row.version),
                row.fetching,
                window,
                json(state)?,
                row.unreachable
            ],
        )?;
        Ok(())
    }
}
