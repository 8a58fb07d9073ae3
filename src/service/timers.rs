//! Moves due timers into their conversations' queues, and forgets what is past its time.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::limits::{STORE_RETRY, SWEEP_EVERY, TIMERS_MOVED_MAX};
use crate::store::Store;
use crate::time::{Clock, Timestamp};

/// Ticks once a second until it is stopped.
pub(super) async fn run<S: Store>(
    store: S,
    clock: Clock,
    wake: Arc<Notify>,
    stop: CancellationToken,
) {
    let mut swept = Timestamp::default();
    while !stop.is_cancelled() {
        let now = clock.now();
        match store.due(now, TIMERS_MOVED_MAX).await {
            Ok(0) => {}
            Ok(_) => wake.notify_one(),
            Err(error) => tracing::error!(%error, "timers: the store could not be read"),
        }
        if now.since(swept) >= SWEEP_EVERY {
            swept = now;
            sweep(&store, now).await;
        }
        tokio::select! {
            () = tokio::time::sleep(STORE_RETRY.into()) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn sweep<S: Store>(store: &S, now: Timestamp) {
    loop {
        match store.sweep(now).await {
            Ok(0) => return,
            Ok(rows) => tracing::debug!(rows, "store: swept"),
            Err(error) => {
                tracing::error!(%error, "store: could not be swept");
                return;
            }
        }
    }
}
