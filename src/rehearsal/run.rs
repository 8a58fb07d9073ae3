//! Runs tests.

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::rehearsal::expand::{Expanded, expand};
use crate::rehearsal::given;
use crate::rehearsal::player;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::talk::Happened;
use crate::rehearsal::told;
use crate::rehearsal::update::Passage;
use crate::script::line::Line;
use crate::script::{Script, Test};
use crate::source::diagnostic::Diagnostic;

/// Other files that tests include, by their path below `tests/`.
pub type Library = BTreeMap<String, Script>;

/// How one test went.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Its title.
    pub title: String,
    /// What did not hold; nothing if it passed.
    pub failures: Vec<Diagnostic>,
    /// What the bot said where the test expects something else.
    pub passages: Vec<Passage>,
    /// What happened, one thing after the other.
    pub scenes: Vec<Happened>,
}

/// Runs all tests of a file, each with a visitor nobody has seen before.
#[must_use]
pub fn run(bot: &Bot, script: &Script, library: &Library) -> Vec<Tested> {
    script.tests.iter().flat_map(|test| one(bot, test, library, false)).collect()
}

/// Runs one test in all its variants; `tracing` says how each turn came about.
#[must_use]
pub fn one(bot: &Bot, test: &Test, library: &Library, tracing: bool) -> Vec<Tested> {
    let play = |test: Expanded| {
        let own = equipped(bot, &[&test]);
        let bot = own.as_ref().unwrap_or(bot);
        let play = |tracing| {
            let mut stage = Stage::new(bot);
            stage.tracing = tracing;
            player::play(bot, &mut stage, test.clone())
        };
        let tested = play(tracing);
        // What failed is played again to tell why; most tests pass, and tracing takes time.
        if tracing || tested.failures.is_empty() { tested } else { play(true) }
    };
    expand(test, library).into_iter().map(play).collect()
}

/// The bot with the environment that tests give; none if they give nothing of it.
fn equipped(bot: &Bot, tests: &[&Expanded]) -> Option<Bot> {
    let env = given::environment(tests.iter().flat_map(|test| &test.test.lines));
    if env.is_empty() {
        return None;
    }
    let environment = Environment::new(move |name| env.get(name).cloned());
    Bot::compile(bot.sources.clone()).0.map(|bot| bot.within(environment))
}

/// The bot as a test wants it: with the environment that its lines give.
#[must_use]
pub fn outfit(bot: &Bot, test: &Test) -> Option<Bot> {
    equipped(bot, &[&Expanded { test: test.clone(), failures: Vec::new() }])
}

/// Plays a test up to a line of its file, with what the bot is expected to answer to that, and what
/// did not hold until then.
#[must_use]
pub fn up_to<'a>(
    bot: &'a Bot,
    test: &Test,
    library: &Library,
    end: u32,
) -> (Stage<'a>, Vec<Diagnostic>) {
    let before = |line: &Line| bot.sources.place(line.span).line <= end;
    let (until, rest): (Vec<_>, Vec<_>) = test.lines.iter().cloned().partition(before);
    let answers = rest.into_iter().take_while(|line| line.kind.expects());
    let lines = until.into_iter().chain(answers).collect();
    let test = Test { lines, ..test.clone() };
    let mut stage = Stage::new(bot);
    let first = expand(&test, library).into_iter().next();
    let tested = first.map(|test| player::play(bot, &mut stage, test));
    (stage, tested.map(|tested| tested.failures).unwrap_or_default())
}

/// Runs a test whose bot is edited in its middle: the first part meets the old bot, the second part
/// goes on with the same visitor and meets the new one.
#[must_use]
pub fn run_edited(old: (&Bot, &Test), new: (&Bot, &Test)) -> Vec<[Tested; 2]> {
    let library = Library::new();
    let mut all = Vec::new();
    for first in expand(old.1, &library) {
        for second in expand(new.1, &library) {
            let bots = [old.0, new.0].map(|bot| (bot, equipped(bot, &[&first, &second])));
            let [old, new] = bots.each_ref().map(|(bot, own)| own.as_ref().unwrap_or(bot));
            let mut stage = Stage::new(old);
            let before = player::play(old, &mut stage, first.clone());
            let after = match stage.reloaded(new) {
                Ok(mut stage) => player::play(new, &mut stage, second),
                Err(trouble) => unplayed(second, &trouble.to_string()),
            };
            all.push([before, after]);
        }
    }
    all
}

fn unplayed(Expanded { test, mut failures }: Expanded, why: &str) -> Tested {
    failures.push(told::wrong(test.span, why));
    Tested { title: test.title, failures, passages: Vec::new(), scenes: Vec::new() }
}
