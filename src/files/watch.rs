//! Noticing that a bot's folder has changed (PROMISES P14): the system's events are hints only; what
//! counts is that the contents are others, and have been quiet for a moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

use crate::files::read::{self, Folder};
use crate::limits::{WATCH_EVERY, WATCH_QUIET, WATCH_QUIET_MAX};

/// Watches one bot's folder.
#[derive(Debug)]
pub struct Watcher {
    folder: PathBuf,
    hints: Arc<Notify>,
    /// Kept alive for its hints; made anew on every walk, since a replaced folder is another one.
    watch: Option<RecommendedWatcher>,
    last: Option<Folder>,
}

impl Watcher {
    /// Begins to watch; `known` is what has been read already.
    #[must_use]
    pub fn start(folder: &Path, known: Option<Folder>) -> Self {
        let mut watcher =
            Self { folder: folder.to_owned(), hints: Arc::default(), watch: None, last: known };
        watcher.watch_anew();
        watcher
    }

    /// Waits until the files are others than before, and have been so for a moment. A folder that
    /// cannot be read, is gone or half-way through a replacement is waited for.
    pub async fn changed(&mut self) -> Folder {
        loop {
            self.hint().await;
            self.quiet().await;
            self.watch_anew();
            let folder = self.folder.clone();
            let read = spawn_blocking(move || read::folder(&folder)).await;
            let Ok(Ok(folder)) = read else { continue };
            if self.last.as_ref() != Some(&folder) {
                self.last = Some(folder.clone());
                return folder;
            }
        }
    }

    /// A hint of the system's, or the end of a while without one.
    async fn hint(&mut self) {
        let hints = self.hints.clone();
        if timeout(WATCH_EVERY.into(), hints.notified()).await.is_err() {
            self.watch_anew();
        }
    }

    /// Waits until no hint has come for a moment, but not for ever.
    async fn quiet(&self) {
        let last = Instant::now() + std::time::Duration::from(WATCH_QUIET_MAX);
        while Instant::now() < last {
            tokio::select! {
                () = self.hints.notified() => {}
                () = sleep(WATCH_QUIET.into()) => return,
            }
        }
    }

    /// Watches the folder itself and its rooms; not what else lies in it, such as the store.
    fn watch_anew(&mut self) {
        let hints = self.hints.clone();
        let hint = move |event: notify::Result<notify::Event>| {
            if !event.is_ok_and(|event| event.kind.is_access()) {
                hints.notify_one();
            }
        };
        self.watch = notify::recommended_watcher(hint).ok();
        let Some(watch) = &mut self.watch else { return };
        let rooms = read::ROOMS.iter().map(|(room, _)| self.folder.join(room));
        let rooms = rooms.filter(|room| room.is_dir()).map(|room| (room, RecursiveMode::Recursive));
        let root = if self.folder.is_dir() {
            Some(self.folder.clone())
        } else {
            self.folder.parent().map(Path::to_owned)
        };
        let root = root.into_iter().map(|root| (root, RecursiveMode::NonRecursive));
        for (path, mode) in root.chain(rooms) {
            if let Err(error) = watch.watch(&path, mode) {
                tracing::debug!(%error, "bot: the system gives no hints; the folder is looked at");
            }
        }
    }
}
