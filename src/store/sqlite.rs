//! The embedded store: one SQLite file, one process, one thread that writes.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use crate::limits::{IDENTITY_KEEP, JOURNAL_KEEP, STORE_QUEUE_MAX};
use crate::store::claims::Claims;
use crate::store::counts::Counts;
use crate::store::errands::{self as lane, Errand, ErrandPlace, Ran, Tracked};
use crate::store::rows::{Conversations, Errands, Ledger, Timers};
use crate::store::sqlite::sql::Tables;
use crate::store::sqlite::writer::{Asked, Job};
use crate::store::{
    Accepted, Call, Committed, History, Hold, Outgoing, Recovered, Settled, Stand, Store,
    StoreError, Work, accept, calls, replace, sends, timers, work,
};
use crate::time::Timestamp;
use crate::words::arrival::Arrival;
use crate::words::conversation::Conversation;
use crate::words::input::Answer;
use crate::words::name::{ConversationKey, PageId};
use crate::words::turn::{Turn, Whom};

mod conversations;
mod errands;
mod file;
mod inbox;
pub mod journals;
mod ledger;
pub mod network;
mod outbox;
pub mod people;
mod schema;
mod sql;
mod writer;

/// How a transaction that writes begins: with the lock it needs.
const WRITE: &str = "begin immediate";
/// How a transaction that reads begins: on what is committed, in nobody's way.
const READ: &str = "begin";

/// A store in one file. Clones share it; when the last one goes, what was asked for is still done,
/// and the file is closed and unlocked.
#[derive(Clone, Debug)]
pub struct Sqlite {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    writer: Thread,
    reader: Thread,
}

/// A thread with a connection, and the way to it.
#[derive(Debug)]
struct Thread {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    handle: Option<JoinHandle<()>>,
}

impl Sqlite {
    /// Opens the file, or makes it together with its folder.
    ///
    /// # Errors
    /// `InUse` where another process has it, `NotWritable` where file or folder cannot be made,
    /// `Corrupt` where it is damaged, `Foreign` where it is another program's or a newer one's.
    /// A file that is there is never replaced.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, |_| Ok(()))
    }

    /// Opens it with room for so many bytes and no more; beyond that every write is `Full`.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with_room(path: &Path, bytes: u64) -> Result<Self, StoreError> {
        Self::open_with(path, |conn| {
            let page = u64::try_from(schema::pragma(conn, "page_size")?).unwrap_or(4096).max(1);
            let pages = i64::try_from(bytes / page).unwrap_or(i64::MAX);
            let set = conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
            set.map_err(sql::fault)
        })
    }

    fn open_with(
        path: &Path,
        set_up: impl FnOnce(&rusqlite::Connection) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let lock = file::lock(path)?;
        let conn = file::open_writer(path)?;
        set_up(&conn)?;
        let reads = file::open_reader(path)?;
        let (home, its_home) = (file::Home::of(path)?, file::Home::of(path)?);
        let reader = Thread::start("saywhen-store-read", move |jobs| {
            writer::work(&reads, READ, &its_home, jobs);
        })?;
        let writer = Thread::start("saywhen-store", move |jobs| {
            writer::work(&conn, WRITE, &home, jobs);
            drop(conn);
            drop(lock);
        })?;
        Ok(Self { shared: Arc::new(Shared { writer, reader }) })
    }

    async fn write<T, F>(&self, op: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Tables<'_>, &mut Claims) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.shared.writer.ask(false, op).await
    }

    async fn read<T, F>(&self, op: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Tables<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.shared.reader.ask(false, move |tables, _| op(tables)).await
    }
}

impl Thread {
    fn start(
        name: &str,
        body: impl FnOnce(mpsc::Receiver<Box<dyn Job>>) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel(STORE_QUEUE_MAX);
        let thread = std::thread::Builder::new().name(name.to_owned());
        let handle = thread.spawn(move || body(waiting));
        let handle = handle.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), handle: Some(handle) })
    }

    async fn ask<T, F>(&self, accept: bool, op: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Tables<'_>, &mut Claims) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let stopped = || StoreError::Unavailable("the store has stopped".to_owned());
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Asked { accept, op: Some(op), done: None, reply });
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        if jobs.send(job).await.is_err() {
            return Err(stopped());
        }
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.jobs = None;
        let ended = self.handle.take().map(JoinHandle::join);
        if matches!(ended, Some(Err(_))) {
            tracing::error!("a thread of the store has panicked");
        }
    }
}

impl Store for Sqlite {
    async fn accept(&self, now: Timestamp, batch: Vec<Arrival>) -> Result<Accepted, StoreError> {
        self.shared.writer.ask(true, move |tables, _| accept::accept(tables, now, batch)).await
    }

    async fn claim(&self, max: usize) -> Result<Vec<Work>, StoreError> {
        self.write(move |tables, claims| work::claim(tables, claims, max)).await
    }

    async fn commit(&self, work: Work, turn: Turn) -> Result<Committed, StoreError> {
        self.write(move |tables, claims| work::commit(tables, claims, work, turn)).await
    }

    async fn release(&self, work: Work) -> Result<(), StoreError> {
        let op = move |_: &mut Tables<'_>, claims: &mut Claims| {
            work::release(claims, &work);
            Ok(())
        };
        self.write(op).await
    }

    async fn settle(
        &self,
        now: Timestamp,
        done: Vec<Settled>,
    ) -> Result<Vec<Outgoing>, StoreError> {
        self.write(move |tables, _| sends::settle(tables, now, done)).await
    }

    async fn sends(&self, now: Timestamp, max: usize) -> Result<Vec<Outgoing>, StoreError> {
        self.write(move |tables, _| sends::sends(tables, now, max)).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|tables| tables.next_due()).await
    }

    async fn due(&self, now: Timestamp, max: usize) -> Result<usize, StoreError> {
        self.write(move |tables, _| timers::due(tables, now, max)).await
    }

    async fn calls(&self, now: Timestamp, whom: Whom, max: usize) -> Result<Vec<Call>, StoreError> {
        self.write(move |tables, _| calls::calls(tables, now, (whom, max))).await
    }

    async fn answer(&self, now: Timestamp, call: Call, answer: Answer) -> Result<bool, StoreError> {
        self.write(move |tables, _| calls::answer(tables, now, &call, answer)).await
    }

    async fn errands(
        &self,
        now: Timestamp,
        max: usize,
        full: Vec<String>,
    ) -> Result<Vec<Errand>, StoreError> {
        self.write(move |tables, _| lane::errands(tables, now, max, &full)).await
    }

    async fn ran(&self, now: Timestamp, place: ErrandPlace, ran: Ran) -> Result<bool, StoreError> {
        self.write(move |tables, _| lane::ran(tables, now, place, ran)).await
    }

    async fn tracked(&self) -> Result<Vec<Tracked>, StoreError> {
        self.read(|tables| tables.tracked()).await
    }

    async fn recover(&self, now: Timestamp) -> Result<Recovered, StoreError> {
        self.write(move |tables, _| sends::recover(tables, now)).await
    }

    async fn hold(&self, page: PageId, hold: Option<Hold>) -> Result<(), StoreError> {
        self.write(move |tables, _| sends::hold(tables, &page, hold.as_ref())).await
    }

    async fn held(&self, page: &PageId) -> Result<Option<Hold>, StoreError> {
        let page = page.clone();
        self.read(move |tables| tables.held(&page)).await
    }

    async fn lift(&self, why: &str, page: Option<&PageId>) -> Result<usize, StoreError> {
        let (why, page) = (why.to_owned(), page.cloned());
        self.write(move |tables, _| tables.lift(&why, page.as_ref())).await
    }

    async fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.read(move |tables| tables.meta(&key)).await
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |tables, _| tables.set_meta(&key, &value)).await
    }

    async fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        let (identities, rest) = (now.minus(IDENTITY_KEEP), now.minus(JOURNAL_KEEP));
        self.write(move |tables, _| tables.sweep(identities, rest)).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.read(|tables| tables.counts()).await
    }

    async fn conversation(
        &self,
        key: &ConversationKey,
    ) -> Result<Option<Conversation>, StoreError> {
        let key = key.clone();
        self.read(move |tables| tables.find(&key)?.map(|row| tables.state(row.id)).transpose())
            .await
    }

    async fn replace(
        &self,
        now: Timestamp,
        key: ConversationKey,
        stand: Stand,
    ) -> Result<u64, StoreError> {
        self.write(move |tables, _| replace::replace(tables, now, &key, stand)).await
    }

    async fn history(&self, key: &ConversationKey) -> Result<History, StoreError> {
        let key = key.clone();
        self.read(move |tables| match tables.find(&key)? {
            Some(row) => tables.history(row.id),
            None => Ok(History::default()),
        })
        .await
    }
}
