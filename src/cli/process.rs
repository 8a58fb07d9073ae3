//! The process itself: its runtime, its last words, what it leaves behind when it falls.

use std::future::Future;
use std::panic::{self, Location};

use rustix::process::{Resource, Rlimit, setrlimit};

use crate::cli::exit::Exit;
use crate::cli::say;

/// Keeps secrets out of core dumps and panics out of logs; the first thing every command does.
pub(super) fn guard() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        say(&format!("warning: core dumps cannot be switched off: {error}"));
    }
    panic::set_hook(Box::new(|panic| {
        let words = last_words(panic.location());
        if tracing::dispatcher::has_been_set() {
            tracing::error!("{words}");
        } else {
            say(&format!("error: {words}"));
        }
    }));
}

/// Says where, never with what: a panic's text may hold whatever was being worked on.
fn last_words(place: Option<&Location<'_>>) -> String {
    let place = place.map(ToString::to_string).unwrap_or_default();
    format!("a mistake of saywhen's own at {place}; please report it")
}

/// Runs a command to its end. Work that ignores the end is left behind.
pub(super) fn run(command: impl Future<Output = Exit>) -> Exit {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("error: the system gives no threads: {error}"));
            return Exit::System;
        }
    };
    let exit = runtime.block_on(command);
    runtime.shutdown_background();
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_by_its_place() {
        let words = last_words(Some(Location::caller()));
        assert!(words.contains("src/cli/process.rs:"), "{words}");
    }
}
