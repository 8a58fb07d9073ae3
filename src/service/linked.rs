//! Accounts of Instagram: an edit of `bot.yaml` names others, or other Pages for them. What waited for
//! somebody to speak for an account goes on.

use tokio_util::sync::CancellationToken;

use crate::messenger::graph::Graph;
use crate::service::live::Live;
use crate::service::renewed::Renewed;
use crate::words::name::PageId;

/// Accounts that are linked with their Pages.
pub(super) struct Linked {
    live: Live,
    graph: Graph,
}

impl Linked {
    /// Links those of the bot that answers first.
    pub(super) fn new(live: Live, graph: Graph) -> Self {
        let linked = Self { live, graph };
        // Nothing waits yet.
        drop(linked.link());
        linked
    }

    /// Links those of every bot that takes its place, until it is stopped.
    pub(super) async fn run(self, renewed: Renewed, stop: CancellationToken) {
        let mut saves = self.live.saves();
        loop {
            for account in self.link() {
                renewed.add(Some(account));
            }
            tokio::select! {
                more = saves.changed() => if more.is_err() { return },
                () = stop.cancelled() => return,
            }
        }
    }

    /// Those that somebody else, or nobody, spoke for.
    fn link(&self) -> Vec<PageId> {
        self.graph.link(&self.live.bot().settings.accounts)
    }
}
