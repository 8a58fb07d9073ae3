//! Being told to end: once in peace, twice at once.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::exit::Exit;
use crate::limits::STOP_WAIT;

/// From now on Ctrl-C does not end the process but sets this, for work that has something to show
/// for itself whenever it ends. If the system has no signals for us, Ctrl-C ends it as ever.
pub(super) fn interrupted() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let (set, (told, caught)) = (asked.clone(), mpsc::channel());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let Ok(mut signals) = Signals::catch() else { return };
            if told.send(()).is_ok() {
                signals.next().await;
                set.store(true, Ordering::Relaxed);
            }
        });
    });
    // It fails where nothing could be caught.
    let _caught = caught.recv();
    asked
}

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
