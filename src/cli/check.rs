//! `saywhen check`: every mistake of a bot, with file, line and what to type instead.

use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, look, print, say, secrets, settings};
use crate::files::read;
use crate::proof;
use crate::rehearsal::deploy::Deploy;
use crate::source::Sources;
use crate::source::diagnostic::{self, Diagnostic};
use crate::store::sqlite::people::people;

/// Shows every mistake in a bot, with what to type instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen check                     the bot of this folder
  saywhen check my-bot --strict     warnings count as mistakes
  saywhen check --format json       for other programs
  saywhen check --against live.db   before a deploy: who stands on steps that are gone

--against also takes the store of a saywhen that runs; nothing in it is changed.")]
pub(super) struct Check {
    #[command(flatten)]
    bot: BotPath,
    /// Warnings count as mistakes.
    #[arg(long)]
    strict: bool,
    /// Holds the bot against people in the middle of something, in a file or at sqlite:FILE.
    #[arg(long, value_name = "STORE")]
    against: Option<String>,
    /// How to show them: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(check: &Check) -> Exit {
    let Some((bot, mut diagnostics, sources)) = compile(&check.bot.path) else { return Exit::Io };
    let mut right = "Everything is right.".to_owned();
    match (&check.against, &bot) {
        (Some(store), Some(bot)) => {
            let Some((told, open)) = against(bot, store) else { return Exit::Io };
            diagnostics.extend(told);
            diagnostic::sort(&mut diagnostics);
            right.push_str(&unmoved(open));
        }
        (Some(_), None) => say("A bot with mistakes is not held against a store."),
        (None, _) => {}
    }
    show(check, &diagnostics, &sources, &right);
    if bot.is_none() && check.format == "human" {
        // Proofs need a whole bot, and a line that is no YAML hides those below it.
        print("\nMore may show once these are mended.");
    }
    // The process ends: to take thousands of flows apart one by one is a tenth of all its work.
    let bot = ManuallyDrop::new(bot);
    let wrong = bot.is_none() || (check.strict && !diagnostics.is_empty());
    if wrong { Exit::Mistakes } else { Exit::Ok }
}

fn show(check: &Check, diagnostics: &[Diagnostic], sources: &Sources, right: &str) {
    if check.format == "json" {
        print(&json(diagnostics, sources));
    } else if diagnostics.is_empty() {
        print(right);
    } else {
        let colour = std::io::stdout().is_terminal();
        print(&diagnostic::render_all(diagnostics, sources, colour));
    }
}

fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let list = diagnostics.iter().map(|is| diagnostic::to_json(is, sources)).collect();
    serde_json::Value::Array(list).to_string()
}

/// What the people of a store lose by this bot, and how many are in the middle of something.
fn against(bot: &Bot, store: &str) -> Option<(Vec<Diagnostic>, usize)> {
    let path = settings::store(store);
    let mut deploy = Deploy::new(bot);
    match people(&path, &mut |person| deploy.person(person)) {
        Ok(()) => Some((deploy.told(), deploy.open())),
        Err(error) => {
            say(&format!("error: {}", look::failed(&path, &error, "--against")));
            None
        }
    }
}

fn unmoved(open: usize) -> String {
    match open {
        0 => " Nobody is in the middle of anything.".to_owned(),
        1 => " 1 person is in the middle of something, and goes on there.".to_owned(),
        _ => format!(" {open} people are in the middle of something, and go on there."),
    }
}

/// Reads and compiles a bot; what is wrong with its folder as such is told here.
pub(super) fn compile(path: &Path) -> Option<(Option<Bot>, Vec<Diagnostic>, Arc<Sources>)> {
    let folder = match read::folder(path) {
        Ok(folder) => folder,
        Err(error) => {
            say(&format!("error: {error}"));
            return None;
        }
    };
    let sources = Arc::new(folder.sources);
    let (bot, mut diagnostics) = proof::compile(sources.clone());
    let bot = bot.filter(|_| folder.mistakes.is_empty());
    diagnostics.extend(folder.mistakes);
    diagnostic::sort(&mut diagnostics);
    Some((bot, diagnostics, sources))
}

/// A bot that can run, with the variables of this process's environment that it may read; its mistakes are told otherwise.
pub(super) fn runnable(path: &Path) -> Result<Bot, Exit> {
    runnable_in(path, "human")
}

/// The same for a command with a `--format`: in `json` a bot that cannot run is told as `check` does.
pub(super) fn runnable_in(path: &Path, format: &str) -> Result<Bot, Exit> {
    let (bot, diagnostics, sources) = compile(path).ok_or(Exit::Io)?;
    if bot.is_none() && format == "json" {
        print(&json(&diagnostics, &sources));
    } else if !diagnostics.is_empty() {
        let colour = std::io::stderr().is_terminal();
        say(&diagnostic::render_all(&diagnostics, &sources, colour));
    }
    bot.map(|bot| bot.within(secrets::environment())).ok_or(Exit::Mistakes)
}
