//! Accounts of Instagram: an edit of `bot.yaml` names others, or other Pages for them. What waited for
//! somebody to speak for an account goes on.

use tokio_util::sync::CancellationToken;

use crate::messenger::graph::Graph;
use crate::service::live::Live;
use crate::service::renewed::Renewed;

/// Links the accounts of every bot that answers, until it is stopped.
pub(super) async fn run(live: Live, graph: Graph, renewed: Renewed, stop: CancellationToken) {
    let mut saves = live.saves();
    loop {
        let new = graph.link(&live.bot().settings.accounts);
        new.into_iter().for_each(|account| renewed.add(Some(account)));
        tokio::select! {
            saved = saves.changed() => if saved.is_err() { return },
            () = stop.cancelled() => return,
        }
    }
}
