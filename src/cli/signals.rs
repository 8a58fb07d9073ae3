//! Being told to end: once in peace, twice at once.

use std::future::Future;
use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::exit::Exit;
use crate::limits::STOP_WAIT;

/// The signals that end a process: SIGTERM, and SIGINT from Ctrl-C.
#[derive(Debug)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Catches them from now on. Call it before anybody is told that we run.
    pub(super) fn catch() -> io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Returns with the next of them.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Finishes in peace, but never waits longer than `STOP_WAIT`, nor beyond a second signal. What
    /// is under way then is in the store, and the next start takes it up.
    pub(super) async fn finish(mut self, stopping: impl Future<Output = ()>) -> Exit {
        tracing::info!("stopping: what is under way is finished first");
        tokio::select! {
            done = tokio::time::timeout(STOP_WAIT.into(), stopping) => {
                if done.is_err() {
                    tracing::warn!("stopped with work under way; the next start takes it up");
                }
                Exit::Ok
            }
            () = self.next() => Exit::Interrupted,
        }
    }
}
