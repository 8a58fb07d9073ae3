//! Plays all tests, several at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::bot::Bot;
use crate::rehearsal::chats::{self, Chat};
use crate::rehearsal::coverage::Coverage;
use crate::rehearsal::run::{self, Tested};
use crate::source::diagnostic::Diagnostic;

/// A file, and how its tests went.
#[derive(Debug)]
pub struct Played<'c> {
    /// The file.
    pub chat: &'c Chat,
    /// Its tests.
    pub tested: Vec<Tested>,
}

impl Played<'_> {
    /// What did not hold.
    pub fn failures(&self) -> impl Iterator<Item = &Diagnostic> {
        self.tested.iter().flat_map(|is| &is.failures)
    }
}

/// Plays the tests of all files; the results stand in the order of the files. `step` is told after
/// each of them.
#[must_use]
pub fn all<'c>(
    bot: &Bot,
    chats: &'c [Chat],
    tracing: bool,
    step: &(dyn Fn() + Sync),
) -> Vec<Played<'c>> {
    let library = chats::library(chats);
    let jobs: Vec<_> = (0..)
        .zip(chats)
        .flat_map(|(file, chat): (usize, &Chat)| chat.script.tests.iter().map(move |t| (file, t)))
        .collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((file, test)) = jobs.get(index) else { return };
            let tested = run::one(bot, test, &library, tracing);
            step();
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
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(_, index, _)| *index);
    let mut played: Vec<Played<'c>> =
        chats.iter().map(|chat| Played { chat, tested: Vec::new() }).collect();
    for (file, _, tested) in done {
        played.get_mut(file).into_iter().for_each(|one| one.tested.extend(tested.clone()));
    }
    played
}

/// How many tests passed, and how many did not.
#[must_use]
pub fn count(played: &[Played<'_>]) -> (usize, usize) {
    let tested = played.iter().flat_map(|one| &one.tested);
    let passed = tested.clone().filter(|is| is.failures.is_empty()).count();
    (passed, tested.count().saturating_sub(passed))
}

/// What the tests have exercised, if they were played with tracing.
#[must_use]
pub fn covered(bot: &Bot, played: &[Played<'_>]) -> Coverage {
    let mut coverage = Coverage::new(bot);
    let tested = played.iter().flat_map(|one| &one.tested);
    for turn in tested.flat_map(|one| &one.scenes).flat_map(|scene| &scene.watched) {
        coverage.note(bot, turn);
    }
    coverage
}
