//! `saywhen test`: conversations that must keep working.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::cli::chats::{self, Chat};
use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, print, say};
use crate::rehearsal::run::{self, Tested};
use crate::rehearsal::update::update;
use crate::source::Source;
use crate::source::diagnostic::{self, Diagnostic};

/// Plays the conversations of tests/**/*.chat and shows where the bot says something else.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen test                 the conversations of the bot in this folder
  saywhen test --update        accept what the bot says now")]
pub(super) struct TestCommand {
    #[command(flatten)]
    bot: BotPath,
    /// Writes what the bot says now into the tests; comments stay.
    #[arg(long)]
    update: bool,
}

/// Runs the command.
pub(super) fn run(test: &TestCommand) -> Exit {
    let bot = match check::runnable(&test.bot.path) {
        // What a test finds must not depend on the machine.
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let (chats, mut mistakes) = chats::read(&bot);
    let library = chats::library(&chats);
    let mut count = (0_usize, 0_usize);
    let mut changed = BTreeMap::new();
    for Chat { source, name, script } in &chats {
        let tested = run::run(&bot, script, &library);
        count.0 = count.0.saturating_add(tested.iter().filter(|is| is.failures.is_empty()).count());
        count.1 =
            count.1.saturating_add(tested.iter().filter(|is| !is.failures.is_empty()).count());
        if let Some(text) = rewritten(source, &tested) {
            changed.insert(name.clone(), text);
        }
        mistakes.extend(tested.into_iter().flat_map(|is| is.failures));
    }
    if test.update {
        return write(&test.bot.path, &changed);
    }
    report(&bot, &mistakes, count)
}

fn rewritten(source: &Source, tested: &[Tested]) -> Option<String> {
    let passages: Vec<_> = tested.iter().flat_map(|is| is.passages.clone()).collect();
    (!passages.is_empty()).then(|| update(&source.text, &passages))
}

fn write(bot: &Path, changed: &BTreeMap<String, String>) -> Exit {
    for (name, text) in changed {
        let path = bot.join("tests").join(name);
        if let Err(error) = std::fs::write(&path, text) {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            return Exit::Io;
        }
        print(&format!("{}: now expects what the bot says", path.display()));
    }
    if changed.is_empty() {
        print("Nothing to change.");
    }
    Exit::Ok
}

fn report(bot: &Bot, mistakes: &[Diagnostic], (passed, failed): (usize, usize)) -> Exit {
    if !mistakes.is_empty() {
        let colour = std::io::stdout().is_terminal();
        print(&diagnostic::render_all(mistakes, &bot.sources, colour));
    }
    print(&format!("{passed} passed, {failed} failed"));
    if mistakes.is_empty() { Exit::Ok } else { Exit::Mistakes }
}
