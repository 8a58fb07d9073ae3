//! A Page's token in a file that is replaced while we run: replies that waited for a new one go on
//! (PROMISES, the Send API's answers).

use std::path::{Path, PathBuf};

use crate::cli::secrets;
use crate::limits::TOKEN_EVERY;
use crate::messenger::graph::Graph;
use crate::secret::Secret;

/// The file that `PAGE_ACCESS_TOKEN_FILE` names, and who uses what is in it.
#[derive(Debug)]
pub(super) struct TokenFile {
    path: PathBuf,
    graph: Graph,
    app_secret: Option<Secret>,
    /// What was read last; none before the file could be read once.
    known: Option<Secret>,
}

impl TokenFile {
    /// The file, if the token comes from one.
    pub(super) fn of(graph: Graph, app_secret: Option<Secret>) -> Option<Self> {
        let path = secrets::file("PAGE_ACCESS_TOKEN")?;
        let known = read(&path);
        Some(Self { path, graph, app_secret, known })
    }

    /// Looks at it once; whether there was another token in it, and it was taken. A file that is
    /// gone, empty or half-written is waited for.
    fn look(&mut self) -> bool {
        let Some(token) = read(&self.path) else { return false };
        if self.known.as_ref().is_some_and(|known| known.expose() == token.expose()) {
            return false;
        }
        let result = self.graph.renew(&token, self.app_secret.as_ref());
        self.known = Some(token);
        match result {
            Ok(()) => tracing::info!("token: a new one was found in its file"),
            Err(ref error) => tracing::error!(%error, "token: the new one cannot be used"),
        }
        result.is_ok()
    }
}

/// Looks at the file again and again, and says when there is a new token; never ends.
pub(super) async fn follow(token: Option<TokenFile>, renewed: impl Fn()) {
    let Some(mut token) = token else { return std::future::pending().await };
    loop {
        tokio::time::sleep(TOKEN_EVERY.into()).await;
        if token.look() {
            renewed();
        }
    }
}

fn read(path: &Path) -> Option<Secret> {
    secrets::read(path).ok().filter(|text| !text.is_empty()).map(Secret::new)
}
