//! Opening the file: its folder, its lock, its health.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::limits::STORE_CHECK_BYTES_MAX;
use crate::store::StoreError;
use crate::store::sqlite::schema::{migrate, pragma, recognise};
use crate::store::sqlite::sql::fault;

/// How long a reader waits for SQLite's own short locks.
const BUSY: Duration = Duration::from_secs(5);
/// Statements that stay prepared on one connection.
const STATEMENTS: usize = 128;

/// Where the database lies. A file that was deleted or replaced while it is open still takes writes,
/// and keeps none of them; another process could even take the lock anew.
#[derive(Debug)]
pub(super) struct Home {
    path: PathBuf,
    log: PathBuf,
    /// Device and number of the file that was opened.
    file: (u64, u64),
}

impl Home {
    /// The home of a database that has just been opened.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let log = PathBuf::from(format!("{}-wal", path.display()));
        let about = fs::metadata(path).map_err(|error| not_writable(path, &error))?;
        Ok(Self { path: path.to_owned(), log, file: (about.dev(), about.ino()) })
    }

    /// Fails once what is written would be lost.
    pub(super) fn stands(&self) -> Result<(), StoreError> {
        let same = fs::metadata(&self.path).is_ok_and(|is| (is.dev(), is.ino()) == self.file);
        if same && self.log.exists() {
            return Ok(());
        }
        let told = "its file was deleted or replaced while it was open; start saywhen again";
        Err(StoreError::Unavailable(told.to_owned()))
    }
}

/// Takes the lock file beside the database; it is held as long as the file is open.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| not_writable(folder, &error))?;
    }
    let beside = PathBuf::from(format!("{}.lock", path.display()));
    let file = File::options().create(true).write(true).truncate(false).open(&beside);
    let file = file.map_err(|error| not_writable(&beside, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(not_writable(&beside, &error)),
    }
}

fn not_writable(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::NotWritable(format!("{}: {error}", path.display()))
}

/// The connection that writes, on a file that is sound and up to date.
pub(super) fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags).map_err(fault)?;
    set_up(&conn)?;
    check(&conn)?;
    migrate(&mut conn)?;
    conn.pragma_update(None, "journal_mode", "wal").map_err(fault)?;
    conn.pragma_update(None, "synchronous", "full").map_err(fault)?;
    Ok(conn)
}

/// A connection that only reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(fault)?;
    set_up(&conn)?;
    conn.pragma_update(None, "query_only", true).map_err(fault)?;
    Ok(conn)
}

/// A connection to a store that another process may be working with; nothing is written, made or
/// brought up to date. What is read of older stores has been there from the first.
pub(super) fn open_to_look(path: &Path) -> Result<Connection, StoreError> {
    File::open(path).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(fault)?;
    set_up(&conn)?;
    recognise(&conn)?;
    Ok(conn)
}

fn set_up(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(BUSY).map_err(fault)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// A small file is read as a whole; a large one only as far as its schema.
fn check(conn: &Connection) -> Result<(), StoreError> {
    let pages = pragma(conn, "page_count")?;
    let bytes = pages.saturating_mul(pragma(conn, "page_size")?);
    if u64::try_from(bytes).unwrap_or(u64::MAX) > STORE_CHECK_BYTES_MAX {
        return Ok(());
    }
    let told: String =
        conn.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(fault)?;
    if told == "ok" { Ok(()) } else { Err(StoreError::Corrupt(told)) }
}
