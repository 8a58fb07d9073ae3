//! Speaking SQL: cached statements, our words as columns, SQLite's errors as ours.

use rusqlite::{CachedStatement, Connection, ErrorCode, OptionalExtension, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::StoreError;
use crate::store::rows::{Result, Rows};

/// The tables, within the transaction that is open on the connection.
pub(super) struct Tables<'c>(pub(super) &'c Connection);

impl Rows for Tables<'_> {}

impl<'c> Tables<'c> {
    fn prepare(&self, sql: &str) -> Result<CachedStatement<'c>> {
        self.0.prepare_cached(sql).map_err(fault)
    }

    /// Runs a statement; how many rows it changed.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.prepare(sql)?.execute(params).map_err(fault)
    }

    /// The first row, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        self.prepare(sql)?.query_row(params, read).optional().map_err(fault)
    }

    /// All rows.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params, read).map_err(fault)?;
        rows.collect::<rusqlite::Result<_>>().map_err(fault)
    }

    /// Rows up to `max` for which `wanted` holds; reads no further than it has to.
    pub(super) fn some<T>(
        &self,
        sql: &str,
        max: usize,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([]).map_err(fault)?;
        let mut found = Vec::new();
        while found.len() < max
            && let Some(row) = rows.next().map_err(fault)?
        {
            found.extend(Some(read(row).map_err(fault)?).filter(&wanted));
        }
        Ok(found)
    }
}

/// What SQLite's error means for the caller.
#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        None
        | Some(
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation,
        ) => StoreError::Corrupt(text),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            StoreError::NotWritable(text)
        }
        Some(_) => StoreError::Unavailable(text),
    }
}

/// As the database has it: text in JSON.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// From the database's JSON.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Counting numbers as SQLite has them; what is larger becomes the largest.
pub(super) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// SQLite's integers as counting numbers; what is negative becomes 0.
pub(super) fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// A `limit` of a query.
pub(super) fn limit(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}
