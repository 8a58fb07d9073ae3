//! `saywhen test`: conversations that must keep working.

mod coverage;
mod html;
mod junit;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::{BotPath, check, colour, print, say};
use crate::rehearsal::chats::{self, Chat};
use crate::rehearsal::coverage::Coverage;
use crate::rehearsal::run::Tested;
use crate::rehearsal::suite::{self, Played, count};
use crate::rehearsal::update::update;
use crate::source::diagnostic::{self, Code, Diagnostic};

/// Plays the conversations of tests/**/*.chat and shows where the bot says something else.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen test                     the conversations of the bot in this folder
  saywhen test tests/order.chat    those of one file
  saywhen test --update            accept what the bot says now
  saywhen test --coverage          what no conversation comes to
  saywhen test --html tests.html   all conversations as a page, with the lines behind them")]
pub(super) struct TestCommand {
    #[command(flatten)]
    bot: BotPath,
    /// Writes what the bot says now into the tests; comments stay.
    #[arg(long)]
    update: bool,
    /// Shows the steps, branches, buttons, retries and error arms that no conversation exercises.
    #[arg(long)]
    coverage: bool,
    /// Writes the results in the format of JUnit, for build servers.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Draws the conversations as bubbles on a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// How to show the results: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(test: &TestCommand) -> Exit {
    let (root, only) = match file_of(&test.bot.path) {
        Some((root, file)) => (root, Some(file)),
        None => (test.bot.path.clone(), None),
    };
    let bot = match check::runnable(&root) {
        // What a test finds must not depend on the machine.
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let (chats, mut mistakes) = chats::read(&bot);
    let mut played = play(&bot, &chats, test.coverage || test.html.is_some());
    if let Some(file) = &only {
        played.retain(|one| one.chat.name == *file);
        let path = format!("tests/{file}");
        mistakes.retain(|told| {
            let at = told.span.and_then(|span| bot.sources.get(span.source));
            at.is_some_and(|at| *at.path == path)
        });
        if played.is_empty() && mistakes.is_empty() {
            say(&format!("error: {}: there is no such conversation file", test.bot.path.display()));
            return Exit::Io;
        }
    }
    if test.update {
        return rewrite(&root, &bot, &played, mistakes);
    }
    let coverage = test.coverage.then(|| suite::covered(&bot, &played));
    if let Err(exit) = papers(test, &bot, &played) {
        return exit;
    }
    let failures = played.iter().flat_map(Played::failures).cloned();
    let mistakes: Vec<Diagnostic> = mistakes.into_iter().chain(failures).collect();
    if test.format == "json" {
        print(&json(&bot, &played, &mistakes, coverage.as_ref()).to_string());
    } else {
        report(&bot, &played, &mistakes);
        if let Some(coverage) = &coverage {
            print(&coverage::show(coverage));
        }
    }
    if mistakes.is_empty() { Exit::Ok } else { Exit::Mistakes }
}

/// The bot that a file of conversations belongs to, and the file's name among its tests.
fn file_of(path: &Path) -> Option<(PathBuf, String)> {
    path.extension().filter(|ending| *ending == "chat")?;
    let tests = path.ancestors().skip(1).filter(|folder| folder.ends_with("tests")).last()?;
    let name = path.strip_prefix(tests).ok()?.to_str()?.to_owned();
    let root = tests.parent().filter(|root| !root.as_os_str().is_empty());
    Some((root.unwrap_or(Path::new(".")).to_owned(), name))
}

/// Plays all tests, and shows how far it has come.
fn play<'c>(bot: &Bot, chats: &'c [Chat], tracing: bool) -> Vec<Played<'c>> {
    let tests = chats.iter().map(|chat| chat.script.tests.len()).sum();
    let progress = Progress::new(tests, "tests");
    let played = suite::all(bot, chats, tracing, &|| progress.step());
    progress.end();
    played
}

/// What the tests of a bot exercise, for other commands.
pub(super) fn coverage_of(bot: &Bot) -> Coverage {
    let (chats, _) = chats::read(bot);
    suite::covered(bot, &play(bot, &chats, true))
}

/// Writes what was asked for beside the report.
fn papers(test: &TestCommand, bot: &Bot, played: &[Played<'_>]) -> Result<(), Exit> {
    let junit = test.junit.as_ref().map(|path| (path, junit::page(bot, played)));
    let html = test.html.as_ref().map(|path| (path, html::page(bot, played)));
    for (path, text) in junit.into_iter().chain(html) {
        if let Err(error) = std::fs::write(path, text) {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            return Err(Exit::CannotCreate);
        }
    }
    Ok(())
}

/// Writes what the bot says now, and tells what that does not mend.
fn rewrite(root: &Path, bot: &Bot, played: &[Played<'_>], mistakes: Vec<Diagnostic>) -> Exit {
    let mut changed = BTreeMap::new();
    let (mut mended, mut left) = (BTreeSet::new(), mistakes);
    for one in played {
        if let Some(text) = rewritten(one.chat, &one.tested) {
            changed.insert(one.chat.name.clone(), text);
        }
        let own = |told: &&Diagnostic| {
            let file = told.span.and_then(|span| bot.sources.get(span.source));
            file.is_some_and(|file| file.path == one.chat.source.path)
        };
        let (own, other): (Vec<_>, Vec<_>) =
            one.failures().partition(|told| told.code == OTHER_WORDS && own(told));
        mended.extend(own.into_iter().map(|told| told.span));
        left.extend(other.into_iter().cloned());
    }
    left.retain(|told| told.code != OTHER_WORDS || !mended.contains(&told.span));
    let exit = write(root, &changed);
    if left.is_empty() || exit != Exit::Ok {
        return exit;
    }
    let colour = colour::wanted(&std::io::stdout());
    print(&diagnostic::render_all(&left, &bot.sources, colour));
    print("These are not mended by --update.");
    Exit::Mistakes
}

/// The bot says something else: what `--update` mends.
const OTHER_WORDS: Code = Code("X1101");

fn rewritten(chat: &Chat, tested: &[Tested]) -> Option<String> {
    let passages: Vec<_> = tested.iter().flat_map(|is| is.passages.clone()).collect();
    (!passages.is_empty()).then(|| update(&chat.source.text, &passages))
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

fn report(bot: &Bot, played: &[Played<'_>], mistakes: &[Diagnostic]) {
    if !mistakes.is_empty() {
        let colour = colour::wanted(&std::io::stdout());
        print(&diagnostic::render_all(mistakes, &bot.sources, colour));
    }
    let (passed, failed) = count(played);
    print(&format!("{passed} passed, {failed} failed"));
}

fn json(
    bot: &Bot,
    played: &[Played<'_>],
    mistakes: &[Diagnostic],
    coverage: Option<&Coverage>,
) -> serde_json::Value {
    let (passed, failed) = count(played);
    let failures: Vec<_> =
        mistakes.iter().map(|is| diagnostic::to_json(is, &bot.sources)).collect();
    let coverage = coverage.map(coverage::json);
    serde_json::json!({
        "passed": passed, "failed": failed, "failures": failures, "coverage": coverage,
    })
}
