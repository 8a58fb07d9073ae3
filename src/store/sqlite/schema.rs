//! The schema, and how older files are brought up to it.

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::sqlite::sql::{fault, limit};

/// Marks a file as saywhen's: `swhn`.
const APPLICATION_ID: i64 = 0x7377_686e;

/// One step per release that changed the schema; `user_version` counts those that were made.
const MIGRATIONS: [&str; 3] = [FIRST, ERRANDS, UNREACHABLE];

/// Times are milliseconds since 1970, bodies are JSON. Room is left for what later releases add:
/// `offered`, `media`, `persona` and `bot` (MODEL 10).
const FIRST: &str = "
create table conversation (
  id integer primary key,
  channel text not null, page text not null, visitor text not null,
  version integer not null default 0,
  seq integer not null default 0,
  state text not null default '{}',
  ready_at integer, send_at integer,
  fetching integer not null default 0,
  window_until integer,
  unique (page, visitor, channel));
create index conversation_ready on conversation (ready_at) where ready_at is not null;
create index conversation_send on conversation (send_at, page) where send_at is not null;
create table identity (digest blob primary key, at integer not null);
create table inbox (
  id integer primary key,
  conversation integer not null, seq integer not null,
  at integer not null, body text not null, ahead integer not null,
  state text not null, reason text,
  unique (conversation, seq));
create index inbox_queued on inbox (conversation, seq) where state = 'queued';
create table turn (
  id integer primary key,
  conversation integer not null, seq integer not null,
  bot text not null, now integer not null, seed integer not null,
  before text not null, took text not null,
  unique (conversation, seq));
create table outbox (
  row integer primary key,
  id blob not null unique,
  conversation integer not null, seq integer not null, ordinal integer not null,
  body text not null,
  state text not null, why text, tries integer not null, doubtful integer not null,
  once integer not null, pause_ms integer not null, not_before integer,
  made_at integer not null, claimed_at integer, settled_at integer,
  mid text, delivered_at integer, read_at integer,
  unique (conversation, seq, ordinal));
create index outbox_open on outbox (conversation, seq, ordinal)
  where state in ('waiting', 'sending', 'uncertain', 'parked');
create index outbox_flying on outbox (row) where state in ('sending', 'uncertain');
create index outbox_mid on outbox (mid) where mid is not null;
create table timer (
  conversation integer not null, key text not null,
  serial integer not null, due integer not null, body text not null,
  primary key (conversation, key)) without rowid;
create index timer_due on timer (due);
create table side (
  conversation integer not null, seq integer not null, ordinal integer not null,
  body text not null, state text not null default 'waiting', tries integer not null default 0,
  not_before integer, primary key (conversation, seq, ordinal)) without rowid;
create table outcall (
  conversation integer not null, seq integer not null,
  request text not null, state text not null default 'waiting', answer text, deadline integer,
  primary key (conversation, seq)) without rowid;
create index if not exists outcall_state on outcall (state);
create table held (page text primary key, why text not null, until integer) without rowid;
create table dead (
  id integer primary key, at integer not null,
  channel text not null, page text not null, visitor text not null,
  code text not null, fault text not null);
create table meta (key text primary key, value text not null) without rowid;
";

/// What is told to others: in order for each conversation and webhook, and how often what was counted.
const ERRANDS: &str = "
alter table side add column lane text not null default '';
alter table side add column made_at integer not null default 0;
alter table side add column why text;
alter table side add column settled_at integer;
create table tracked (
  page text not null, name text not null,
  count integer not null, last_at integer not null,
  primary key (page, name)) without rowid;
insert into tracked (page, name, count, last_at)
  select v.page, s.body ->> '$.track.name', count(*), 0 from side s
  join conversation v on v.id = s.conversation
  where s.body ->> '$.track.name' is not null group by 1, 2;
update side set state = 'done', settled_at = 0;
create index side_open on side (conversation, lane, seq, ordinal)
  where state in ('waiting', 'running');
create index side_due on side (not_before) where state = 'waiting' and not_before is not null;
create index side_given_up on side (state) where state = 'given_up';
create index side_settled on side (settled_at) where settled_at is not null;
";

/// Who cannot be reached, until they write again.
const UNREACHABLE: &str =
    "alter table conversation add column unreachable integer not null default 0";

/// Refuses what is not ours, and brings an older or empty file up to date.
pub(super) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let made = if is_empty(conn)? { 0 } else { recognise(conn)? };
    for (index, step) in MIGRATIONS.iter().enumerate().skip(made) {
        let tx = conn.transaction().map_err(fault)?;
        tx.execute_batch(step).map_err(fault)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
        tx.pragma_update(None, "user_version", limit(index.saturating_add(1))).map_err(fault)?;
        tx.commit().map_err(fault)?;
    }
    Ok(())
}

/// How many steps a store of ours has made; refuses all other files.
pub(super) fn recognise(conn: &Connection) -> Result<usize, StoreError> {
    if is_empty(conn)? || pragma(conn, "application_id")? != APPLICATION_ID {
        return Err(StoreError::Foreign("it is no store of saywhen's".to_owned()));
    }
    let made = usize::try_from(pragma(conn, "user_version")?).unwrap_or(usize::MAX);
    if made > MIGRATIONS.len() {
        return Err(StoreError::Foreign("a newer saywhen has written it".to_owned()));
    }
    Ok(made)
}

fn is_empty(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "select count(*) from sqlite_schema";
    let tables: i64 = conn.query_row(sql, [], |row| row.get(0)).map_err(fault)?;
    Ok(tables == 0)
}

pub(super) fn pragma(conn: &Connection, name: &str) -> Result<i64, StoreError> {
    conn.pragma_query_value(None, name, |row| row.get(0)).map_err(fault)
}
