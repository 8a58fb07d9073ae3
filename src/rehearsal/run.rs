//! Runs tests.

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::rehearsal::expand::{Expanded, expand};
use crate::rehearsal::player;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::told;
use crate::rehearsal::update::Passage;
use crate::script::{Script, Test};
use crate::source::diagnostic::Diagnostic;

/// Other files that tests include, by their path below `tests/`.
pub type Library = BTreeMap<String, Script>;

/// How one test went.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// Its title.
    pub title: String,
    /// What did not hold; nothing if it passed.
    pub failures: Vec<Diagnostic>,
    /// What the bot said where the test expects something else.
    pub passages: Vec<Passage>,
}

/// Runs all tests of a file, each with a visitor nobody has seen before.
#[must_use]
pub fn run(bot: &Bot, script: &Script, library: &Library) -> Vec<Tested> {
    let tests = script.tests.iter().flat_map(|test| expand(test, library));
    tests.map(|test| player::play(bot, &mut Stage::new(bot), test)).collect()
}

/// Runs a test whose bot is edited in its middle: the first part meets the old bot, the second part
/// goes on with the same visitor and meets the new one.
#[must_use]
pub fn run_edited(old: (&Bot, &Test), new: (&Bot, &Test)) -> Vec<[Tested; 2]> {
    let library = Library::new();
    let mut all = Vec::new();
    for first in expand(old.1, &library) {
        let mut before = Stage::new(old.0);
        let first = player::play(old.0, &mut before, first);
        for second in expand(new.1, &library) {
            let second = match before.clone().reloaded(new.0) {
                Ok(mut after) => player::play(new.0, &mut after, second),
                Err(trouble) => unplayed(second, &trouble.to_string()),
            };
            all.push([first.clone(), second]);
        }
    }
    all
}

fn unplayed(Expanded { test, mut failures }: Expanded, why: &str) -> Tested {
    failures.push(told::wrong(test.span, why));
    Tested { title: test.title, failures, passages: Vec::new() }
}
