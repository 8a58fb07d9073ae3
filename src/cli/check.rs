//! `saywhen check`: every mistake of a bot, with file, line and what to type instead.

mod fix;
mod github;
mod mend;
mod sarif;
mod whereabouts;
mod wording;

use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::bot::Bot;
use crate::cli::check::fix::Report;
use crate::cli::check::whereabouts::Whereabouts;
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
  saywhen check --fix               mends what it can, and shows the rest
  saywhen check my-bot --strict     warnings count as mistakes
  saywhen check --format github     beside the lines of a pull request
  saywhen check --against live.db   before a deploy: who stands on steps that are gone

--against also takes the store of a saywhen that runs; nothing in it is changed.")]
pub(super) struct Check {
    #[command(flatten)]
    bot: BotPath,
    /// Writes what is marked [auto] into the files; then shows what is left.
    #[arg(long)]
    fix: bool,
    /// Warnings count as mistakes.
    #[arg(long)]
    strict: bool,
    /// Holds the bot against people in the middle of something, in a file or at sqlite:FILE.
    #[arg(long, value_name = "STORE")]
    against: Option<String>,
    /// How to show them: human, json, sarif or github.
    #[arg(long, default_value = "human", value_parser = ["human", "json", "sarif", "github"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(check: &Check) -> Exit {
    let report = if check.fix { fix::run(&check.bot.path) } else { None };
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
    show(check, (&diagnostics, &sources), report.as_ref(), &right);
    if bot.is_none() && check.format == "human" {
        // Proofs need a whole bot, and a line that is no YAML hides those below it.
        print("\nMore may show once these are mended.");
    }
    // The process ends: to take thousands of flows apart one by one is a tenth of all its work.
    let bot = ManuallyDrop::new(bot);
    let wrong = bot.is_none() || (check.strict && !diagnostics.is_empty());
    match report {
        _ if wrong => Exit::Mistakes,
        Some(report) if report.failed => Exit::Io,
        Some(_) | None => Exit::Ok,
    }
}

fn show(
    check: &Check,
    (diagnostics, sources): (&[Diagnostic], &Sources),
    report: Option<&Report>,
    right: &str,
) {
    let whereabouts = Whereabouts::new(&check.bot.path);
    let lines = report.map(Report::lines).unwrap_or_default();
    match (check.format.as_str(), report) {
        ("json", None) => print(&json(diagnostics, sources).to_string()),
        ("json", Some(report)) => print(&report.json(&json(diagnostics, sources)).to_string()),
        ("sarif", _) => {
            say_all(&lines);
            print(&sarif::log(diagnostics, sources, &whereabouts).to_string());
        }
        ("github", _) => {
            say_all(&lines);
            for one in diagnostics {
                print(&github::command(one, sources, &whereabouts));
            }
        }
        _ => {
            if !lines.is_empty() {
                print(&format!("{}\n", lines.join("\n")));
            }
            human(diagnostics, sources, right);
        }
    }
}

/// What was mended does not stand among what other programs read.
fn say_all(lines: &[String]) {
    for line in lines {
        say(line);
    }
}

fn human(diagnostics: &[Diagnostic], sources: &Sources, right: &str) {
    if diagnostics.is_empty() {
        print(right);
    } else {
        let colour = std::io::stdout().is_terminal();
        print(&diagnostic::render_all(diagnostics, sources, colour));
    }
}

fn json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    Value::Array(diagnostics.iter().map(|is| diagnostic::to_json(is, sources)).collect())
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
    diagnostics.dedup();
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
        print(&json(&diagnostics, &sources).to_string());
    } else if !diagnostics.is_empty() {
        let colour = std::io::stderr().is_terminal();
        say(&diagnostic::render_all(&diagnostics, &sources, colour));
    }
    bot.map(|bot| bot.within(secrets::environment())).ok_or(Exit::Mistakes)
}
