//! Asking Graph who we are: whose our tokens are, so that events of Pages that are not ours are told
//! apart, and which app is ours, so that the first echo of a person is known as one (PROMISES P12,
//! P13). Whatever it does not answer now is asked again; nothing else waits for it.

use std::sync::Arc;

use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

use crate::limits::{ACQUAINT_EVERY, ACQUAINT_WAIT};
use crate::messenger::graph::Graph;
use crate::store::Store;
use crate::store::echo::OWN_APP;
use crate::words::name::PageId;

/// What is asked, and what is known already.
#[derive(Debug)]
pub(super) struct Acquaintance<S> {
    store: S,
    graph: Graph,
    /// There are other tokens.
    again: Arc<Notify>,
    stop: CancellationToken,
    /// Whose tokens are known.
    known: Vec<Option<PageId>>,
    app: bool,
    /// Whether it was told that something is not known.
    told: bool,
}

impl<S: Store> Acquaintance<S> {
    pub(super) fn new(store: S, graph: Graph, again: Arc<Notify>, stop: CancellationToken) -> Self {
        Self { store, graph, again, stop, known: Vec::new(), app: false, told: false }
    }

    /// Asks until it is stopped; `first` hears of the end of the first round.
    pub(super) async fn run(mut self, first: oneshot::Sender<()>) {
        let mut first = Some(first);
        let (again, stop) = (self.again.clone(), self.stop.clone());
        loop {
            let all = tokio::select! {
                all = self.round() => all,
                () = stop.cancelled() => return,
            };
            // Nobody waits for it any more if the first round took too long.
            if first.take().is_some_and(|first| first.send(()).is_err()) {
                tracing::debug!("graph: the start did not wait for it");
            }
            let later = async {
                if all {
                    std::future::pending::<()>().await;
                } else {
                    tokio::time::sleep(ACQUAINT_EVERY.into()).await;
                }
            };
            tokio::select! {
                () = again.notified() => self.known.clear(),
                () = later => {}
                () = stop.cancelled() => return,
            }
        }
    }

    /// Asks for everything that is not known; whether all of it is known then.
    async fn round(&mut self) -> bool {
        let mut all = true;
        for holder in self.graph.holders() {
            if !self.app {
                self.app = self.ask_app(holder.as_ref()).await;
            }
            if !self.known.contains(&holder) {
                if self.ask_page(holder.as_ref()).await {
                    self.known.push(holder);
                } else {
                    all = false;
                }
            }
        }
        all && self.app
    }

    async fn ask_app(&mut self, holder: Option<&PageId>) -> bool {
        let app = match self.graph.app(holder).await {
            Ok(app) => app,
            Err(verdict) => {
                self.tell("app", &format!("{verdict:?}"));
                return false;
            }
        };
        let known = self.store.meta(OWN_APP).await;
        if known.is_ok_and(|known| known.as_ref() == Some(&app)) {
            return true;
        }
        match self.store.set_meta(OWN_APP, &app).await {
            Ok(()) => {
                tracing::info!(app, "graph: this is our app");
                true
            }
            Err(error) => {
                self.tell("app", &error.to_string());
                false
            }
        }
    }

    async fn ask_page(&mut self, holder: Option<&PageId>) -> bool {
        match (self.graph.whose(holder).await, holder) {
            (Ok(page), None) => {
                self.graph.learn(&page);
                tracing::info!(page = page.as_str(), "graph: this is our Page");
                true
            }
            (Ok(page), Some(holder)) => {
                if page != *holder {
                    let (page, token_of) = (holder.as_str(), page.as_str());
                    tracing::error!(
                        page,
                        token_of,
                        "graph: the token of this Page belongs to another one"
                    );
                }
                true
            }
            (Err(verdict), _) => {
                self.tell("Page", &format!("{verdict:?}"));
                false
            }
        }
    }

    /// Says once that something is not known: it will be learnt in another way, or later.
    fn tell(&mut self, what: &str, why: &str) {
        if !std::mem::replace(&mut self.told, true) {
            tracing::warn!(what, why, "graph: it did not say who we are; it is asked again");
        }
    }
}

/// Waits for the first round, but not long: who we are is worth no events that wait.
pub(super) async fn first_round(heard: oneshot::Receiver<()>) {
    let waited = tokio::time::timeout(ACQUAINT_WAIT.into(), heard).await;
    if waited.is_err() {
        tracing::debug!("graph: it has not said yet who we are");
    }
}
