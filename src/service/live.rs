//! The bot that answers now, and the one that takes its place when its files change (PROMISES P14).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bot::Bot;
use crate::files::read::Folder;
use crate::files::watch::Watcher;
use crate::proof;
use crate::source::Sources;
use crate::source::diagnostic::{self, Diagnostic, Severity};
use crate::time::Clock;

/// A handle of the bot that answers now; clones are the same.
#[derive(Clone, Debug)]
pub struct Live(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    bot: ArcSwap<Bot>,
    /// What the last save brought; held only to read or replace it.
    last: Mutex<Reload>,
    /// Counts saves.
    saves: watch::Sender<u64>,
}

/// What the last save brought.
#[derive(Clone, Debug, Default)]
pub struct Reload {
    /// One more for every save that was looked at.
    pub count: u64,
    /// Its mistakes as people see them; empty if it was taken without a word.
    pub told: String,
    /// The same one by one.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that they stand in.
    pub sources: Arc<Sources>,
    /// Whether it was taken.
    pub taken: bool,
    /// Whether the bot is the one of before: at most its tests are others.
    pub same: bool,
}

impl Live {
    /// Begins with a bot.
    #[must_use]
    pub fn new(bot: Bot) -> Self {
        let last = Mutex::new(Reload { taken: true, ..Reload::default() });
        let saves = watch::Sender::new(0);
        Self(Arc::new(Shared { bot: ArcSwap::from_pointee(bot), last, saves }))
    }

    /// The bot that answers now.
    #[must_use]
    pub fn bot(&self) -> Arc<Bot> {
        self.0.bot.load_full()
    }

    /// What the last save brought.
    #[must_use]
    pub fn last(&self) -> Reload {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says when there has been a save, by their count.
    #[must_use]
    pub fn saves(&self) -> watch::Receiver<u64> {
        self.0.saves.subscribe()
    }

    /// Compiles files and takes the bot if nothing is wrong with it; otherwise the old one goes on.
    pub fn offer(&self, folder: Folder, clock: &Clock) {
        let sources = Arc::new(folder.sources);
        let (bot, mut diagnostics) = proof::compile(sources.clone());
        let bot = bot.filter(|_| folder.mistakes.is_empty());
        // A file that is empty for a moment, as some editors leave it, makes no bot of nothing.
        let bot = bot.filter(|bot| !bot.flows.is_empty() || self.bot().flows.is_empty());
        let bot = bot.map(|bot| bot.within(self.bot().environment.clone()));
        diagnostics.extend(folder.mistakes);
        let taken = bot.is_some();
        let same = self.bot().sources.make_the_bot_of(&sources);
        let told = if diagnostics.is_empty() {
            String::new()
        } else {
            diagnostic::render_all(&diagnostics, &sources, false)
        };
        if let Some(bot) = bot {
            let (hash, flows) = (bot.hash.clone(), bot.flows.len());
            self.0.bot.store(Arc::new(bot));
            tracing::info!(bot = %hash, flows, "bot: the new version answers now");
        } else {
            tracing::error!("bot: {}\n{told}", kept(&diagnostics, &sources, clock));
        }
        let count = {
            let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
            let count = last.count.saturating_add(1);
            *last = Reload { count, told, diagnostics, sources, taken, same };
            count
        };
        self.0.saves.send_replace(count);
    }

    /// Watches a bot's folder until it is stopped.
    pub async fn watch(self, path: PathBuf, clock: Clock, stop: CancellationToken) {
        let sources = (*self.bot().sources).clone();
        let mut watcher = Watcher::start(&path, Some(Folder { sources, mistakes: Vec::new() }));
        loop {
            let folder = tokio::select! {
                folder = watcher.changed() => folder,
                () = stop.cancelled() => return,
            };
            let (live, clock) = (self.clone(), clock.clone());
            let compiled = tokio::task::spawn_blocking(move || live.offer(folder, &clock)).await;
            if compiled.is_err() {
                tracing::error!("bot: compiling the new version failed; the old one goes on");
            }
        }
    }
}

/// "Kept the version before 14:02; 1 problem in flows/faq.yaml:7".
fn kept(diagnostics: &[Diagnostic], sources: &Sources, clock: &Clock) -> String {
    let errors = diagnostics.iter().filter(|is| is.severity == Severity::Error);
    let count = errors.clone().count();
    let first = errors.clone().find_map(|is| is.span).map(|span| sources.place(span));
    let place = first.map(|place| format!(" in {}:{}", place.file, place.line)).unwrap_or_default();
    let problems = if count == 1 { "problem" } else { "problems" };
    format!("kept the version before {}; {count} {problems}{place}", clock.now())
}
