//! New tokens: replies that waited for one go on, those of its Page and no others.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::limits::STORE_RETRY;
use crate::outbox::fate::TOKEN_HELD;
use crate::outbox::pump::Pump;
use crate::store::Store;
use crate::words::name::PageId;

/// Pages with a new token whose replies still wait; no Page stands for all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Renewed(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Held only to look at it or to change it; no more than there are Pages.
    pages: Mutex<BTreeSet<Option<PageId>>>,
    notify: Notify,
}

impl Renewed {
    /// There is a new token, of a Page or of whatever Page it belongs to.
    pub(super) fn add(&self, page: Option<PageId>) {
        self.0.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(page);
        self.0.notify.notify_one();
    }

    fn take(&self) -> BTreeSet<Option<PageId>> {
        std::mem::take(&mut self.0.pages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets replies go on whenever there is a new token, until it is stopped.
    pub(super) async fn run<S: Store>(self, store: S, pump: Pump<S>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = self.0.notify.notified() => {}
                () = stop.cancelled() => return,
            }
            for page in self.take() {
                match store.lift(TOKEN_HELD, page.as_ref()).await {
                    Ok(pages) => tracing::info!(pages, "outbox: goes on with the new token"),
                    Err(error) => {
                        tracing::error!(%error,
                            "outbox: pages that wait for a token could not be freed");
                        self.add(page);
                        tokio::time::sleep(STORE_RETRY.into()).await;
                    }
                }
            }
            pump.wake();
        }
    }
}
