//! Noticing that a bot's folder has changed (PROMISES P14): the system's events are hints only; what
//! counts is that the contents are others, and have been quiet for a moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

use crate::files::read::{self, Folder, ReadError};
use crate::limits::{WATCH_EVERY, WATCH_QUIET, WATCH_QUIET_MAX};

/// Watches one bot's folder.
#[derive(Debug)]
pub struct Watcher {
    folder: PathBuf,
    hints: Arc<Notify>,
    /// Kept alive for its hints; made anew on every walk, since a replaced folder is another one.
    watch: Option<RecommendedWatcher>,
    last: Option<Folder>,
    /// Why the folder could not be read the last time, and whether that was said.
    trouble: Option<(String, bool)>,
}

impl Watcher {
    /// Begins to watch; `known` is what has been read already.
    #[must_use]
    pub fn start(folder: &Path, known: Option<Folder>) -> Self {
        let (folder, hints) = (folder.to_owned(), Arc::default());
        let mut watcher = Self { folder, hints, watch: None, last: known, trouble: None };
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
            let Ok(read) = read else { continue };
            let Some(folder) = self.readable(read) else { continue };
            if self.last.as_ref() != Some(&folder) {
                self.last = Some(folder.clone());
                return folder;
            }
        }
    }

    /// The folder, if it could be read. What keeps it from being read is said once, and only if it is
    /// still there the next time: half-way through a save many things are.
    fn readable(&mut self, read: Result<Folder, ReadError>) -> Option<Folder> {
        let error = match read {
            Ok(folder) => {
                self.trouble = None;
                return Some(folder);
            }
            Err(error) => error.to_string(),
        };
        let said = match self.trouble.take() {
            Some((same, false)) if same == error => {
                tracing::error!("bot: the version before goes on: {error}");
                true
            }
            Some((same, true)) => same == error,
            Some((_, false)) | None => false,
        };
        self.trouble = Some((error, said));
        None
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
        let root = (root(&self.folder), RecursiveMode::NonRecursive);
        for (path, mode) in std::iter::once(root).chain(rooms) {
            if let Err(error) = watch.watch(&path, mode) {
                tracing::debug!(%error, "bot: the system gives no hints; the folder is looked at");
            }
        }
    }
}

/// The folder itself, or the one that a single flow file lies in.
fn root(bot: &Path) -> PathBuf {
    if bot.is_dir() {
        return bot.to_owned();
    }
    match bot.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_folder_lies_in_this_one() {
        assert_eq!(root(Path::new("flow.yaml")), PathBuf::from("."));
        assert_eq!(root(Path::new("bots/flow.yaml")), PathBuf::from("bots"));
    }

    #[test]
    fn what_keeps_a_folder_from_being_read_is_said_once_it_lasts() {
        let mut watcher = Watcher::start(Path::new("."), None);
        let wrong = || Err(ReadError::NoBot { path: PathBuf::from("bot") });
        for said in [false, true, true] {
            assert!(watcher.readable(wrong()).is_none());
            assert_eq!(watcher.trouble.as_ref().map(|(_, said)| *said), Some(said));
        }
        let other = Err(ReadError::TooMany { path: PathBuf::from("bot") });
        assert!(watcher.readable(other).is_none());
        assert_eq!(watcher.trouble.as_ref().map(|(_, said)| *said), Some(false));
    }
}
