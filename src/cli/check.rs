//! `saywhen check`: every mistake of a bot, with file, line and what to type instead.

use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, print, say, secrets};
use crate::files::read;
use crate::proof;
use crate::source::Sources;
use crate::source::diagnostic::{self, Diagnostic};

/// Shows every mistake in a bot, with what to type instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen check                     the bot of this folder
  saywhen check my-bot --strict     warnings count as mistakes
  saywhen check --format json       for other programs")]
pub(super) struct Check {
    #[command(flatten)]
    bot: BotPath,
    /// Warnings count as mistakes.
    #[arg(long)]
    strict: bool,
    /// How to show them: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(check: &Check) -> Exit {
    let Some((bot, diagnostics, sources)) = compile(&check.bot.path) else { return Exit::Io };
    if check.format == "json" {
        let list = diagnostics.iter().map(|is| diagnostic::to_json(is, &sources)).collect();
        print(&serde_json::Value::Array(list).to_string());
    } else if diagnostics.is_empty() {
        print("Everything is right.");
    } else {
        let colour = std::io::stdout().is_terminal();
        print(&diagnostic::render_all(&diagnostics, &sources, colour));
    }
    // The process ends: to take thousands of flows apart one by one is a tenth of all its work.
    let bot = ManuallyDrop::new(bot);
    let wrong = bot.is_none() || (check.strict && !diagnostics.is_empty());
    if wrong { Exit::Mistakes } else { Exit::Ok }
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
    let (bot, diagnostics, sources) = compile(path).ok_or(Exit::Io)?;
    if !diagnostics.is_empty() {
        let colour = std::io::stderr().is_terminal();
        say(&diagnostic::render_all(&diagnostics, &sources, colour));
    }
    bot.map(|bot| bot.within(secrets::environment())).ok_or(Exit::Mistakes)
}
