//! Plays all tests, several at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::bot::Bot;
use crate::cli::chats::{self, Chat};
use crate::cli::progress::Progress;
use crate::rehearsal::run::{self, Tested};
use crate::source::diagnostic::Diagnostic;

/// A file, and how its tests went.
pub(super) struct Played<'c> {
    pub(super) chat: &'c Chat,
    pub(super) tested: Vec<Tested>,
}

impl Played<'_> {
    /// What did not hold.
    pub(super) fn failures(&self) -> impl Iterator<Item = &Diagnostic> {
        self.tested.iter().flat_map(|is| &is.failures)
    }
}

/// Plays the tests of all files; the results stand in the order of the files.
pub(super) fn all<'c>(bot: &Bot, chats: &'c [Chat], tracing: bool) -> Vec<Played<'c>> {
    let library = chats::library(chats);
    let jobs: Vec<_> = (0..)
        .zip(chats)
        .flat_map(|(file, chat): (usize, &Chat)| chat.script.tests.iter().map(move |t| (file, t)))
        .collect();
    let progress = Progress::new(jobs.len(), "tests");
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((file, test)) = jobs.get(index) else { return };
            let tested = run::one(bot, test, &library, tracing);
            progress.step();
            if let Ok(mut done) = done.lock() {
                done.push((*file, index, tested));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    progress.end();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(_, index, _)| *index);
    let mut played: Vec<Played<'c>> =
        chats.iter().map(|chat| Played { chat, tested: Vec::new() }).collect();
    for (file, _, tested) in done {
        played.get_mut(file).into_iter().for_each(|one| one.tested.extend(tested.clone()));
    }
    played
}
