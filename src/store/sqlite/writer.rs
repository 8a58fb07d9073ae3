//! The thread that owns a connection: what waits goes into one transaction, and so into one fsync.

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::limits::STORE_BATCH_MAX;
use crate::store::StoreError;
use crate::store::claims::Claims;
use crate::store::sqlite::file::Home;
use crate::store::sqlite::sql::{Tables, fault};

/// An operation that waits for its turn.
pub(super) trait Job: Send {
    /// Whether Meta waits for it.
    fn is_accept(&self) -> bool;
    /// Does it, within the transaction that is open.
    fn run(&mut self, tables: &mut Tables<'_>, claims: &mut Claims) -> Result<(), StoreError>;
    /// Tells the caller; `failed` stands for whatever the operation itself had to say.
    fn answer(self: Box<Self>, failed: Option<StoreError>);
}

/// An operation with the place where its answer goes.
pub(super) struct Asked<F, T> {
    pub(super) accept: bool,
    pub(super) op: Option<F>,
    pub(super) done: Option<Result<T, StoreError>>,
    pub(super) reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Asked<F, T>
where
    F: FnOnce(&mut Tables<'_>, &mut Claims) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn is_accept(&self) -> bool {
        self.accept
    }

    fn run(&mut self, tables: &mut Tables<'_>, claims: &mut Claims) -> Result<(), StoreError> {
        let Some(op) = self.op.take() else { return Ok(()) };
        let result = op(tables, claims);
        let outcome = result.as_ref().map(|_| ()).map_err(Clone::clone);
        self.done = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, failed: Option<StoreError>) {
        let not_run = || Err(StoreError::Unavailable("the operation did not run".to_owned()));
        let result = match failed {
            Some(error) => Err(error),
            None => self.done.unwrap_or_else(not_run),
        };
        if self.reply.send(result).is_err() {
            tracing::debug!("nobody waits for the answer of a store operation any more");
        }
    }
}

/// Works until every sender is gone and nothing waits any more.
///
/// `begin` is the statement that begins a transaction, `home` where the connection's file lies.
pub(super) fn work(
    conn: &Connection,
    begin: &str,
    home: &Home,
    mut jobs: mpsc::Receiver<Box<dyn Job>>,
) {
    let mut claims = Claims::default();
    while let Some(first) = jobs.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < STORE_BATCH_MAX
            && let Ok(next) = jobs.try_recv()
        {
            batch.push(next);
        }
        batch.sort_by_key(|job| !job.is_accept());
        let failed = transact((conn, begin, home), &mut claims, &mut batch).err();
        if failed.is_some() {
            claims.undo_to(0);
        }
        claims.keep();
        for job in batch {
            job.answer(failed.clone());
        }
    }
}

/// All of the batch in one transaction; an error means that nothing of it was written.
fn transact(
    (conn, begin, home): (&Connection, &str, &Home),
    claims: &mut Claims,
    batch: &mut [Box<dyn Job>],
) -> Result<(), StoreError> {
    execute(conn, begin)?;
    let done = batch.iter_mut().try_for_each(|job| run_alone(conn, claims, job.as_mut()));
    let done = done.and_then(|()| home.stands()).and_then(|()| execute(conn, "commit"));
    if done.is_err() && !conn.is_autocommit() {
        execute(conn, "rollback")?;
    }
    done
}

/// One operation behind a savepoint, so that its failure takes no neighbour along. An error means
/// that SQLite gave up the whole transaction.
fn run_alone(conn: &Connection, claims: &mut Claims, job: &mut dyn Job) -> Result<(), StoreError> {
    execute(conn, "savepoint op")?;
    let mark = claims.mark();
    match job.run(&mut Tables(conn), claims) {
        Ok(()) => {}
        Err(error) if conn.is_autocommit() => return Err(error),
        Err(error) => {
            execute(conn, "rollback to op")?;
            // What is lost stays lost: the claim was found to be worth nothing.
            if error != StoreError::Lost {
                claims.undo_to(mark);
            }
        }
    }
    execute(conn, "release op")
}

fn execute(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(fault)?;
    statement.execute([]).map(|_| ()).map_err(fault)
}
