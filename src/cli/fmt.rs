//! `saywhen fmt`: files laid out alike.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;

use crate::cli::exit::Exit;
use crate::cli::{BotPath, print, say};
use crate::files::read;
use crate::flow::fmt::{Entries, Left, format};
use crate::source::diagnostic::{self, Diagnostic};
use crate::source::{Source, SourceId, Sources};

/// Lays the files of a bot out: bot.yaml, flows, locales. Comments, quotes and order stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen fmt              all files of the bot in this folder
  saywhen fmt --check      change nothing; exit with 1 if something would change
  saywhen fmt -            one flow file, from standard input to standard output")]
pub(super) struct Fmt {
    #[command(flatten)]
    bot: BotPath,
    /// Changes nothing and names the files that would change.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(super) fn run(fmt: &Fmt) -> Exit {
    if fmt.bot.path == Path::new("-") {
        return piped(fmt.check);
    }
    let folder = match read::folder(&fmt.bot.path) {
        Ok(folder) => folder,
        Err(error) => {
            say(&format!("error: {error}"));
            return Exit::Io;
        }
    };
    let mut mistakes = folder.mistakes.clone();
    let (mut changed, mut failed) = (0_usize, Exit::Ok);
    for (id, source) in folder.sources.iter() {
        if !is_laid_out(&source.path) {
            continue;
        }
        match format(id, &source.text, entries(&source.path)) {
            Ok(text) if *text == *source.text => {}
            Ok(text) => {
                changed = changed.saturating_add(1);
                print(&source.path);
                if !fmt.check
                    && let Err(error) = write(&fmt.bot.path, source, &text)
                {
                    say(&format!("error: {} cannot be written: {error}", source.path));
                    failed = Exit::Io;
                }
            }
            Err(left) => {
                failed = Exit::Mistakes;
                mistakes.extend(told(left, &source.path));
            }
        }
    }
    report(&folder.sources, &mistakes);
    match failed {
        Exit::Ok if fmt.check && changed > 0 => Exit::Mistakes,
        exit => exit,
    }
}

/// A flow file that comes through a pipe, as editors send it.
fn piped(check: bool) -> Exit {
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        say(&format!("error: standard input cannot be read: {error}"));
        return Exit::Io;
    }
    let source = Source { path: "standard input".into(), text: text.replace("\r\n", "\n").into() };
    match format(SourceId(0), &source.text, Entries::Apart) {
        Ok(formatted) if check => {
            if *formatted == *source.text {
                Exit::Ok
            } else {
                Exit::Mistakes
            }
        }
        Ok(formatted) => match std::io::stdout().write_all(formatted.as_bytes()) {
            Ok(()) => Exit::Ok,
            Err(_) => Exit::Io,
        },
        Err(left) => {
            let mistakes = told(left, &source.path);
            report(&Sources::new(vec![source]), &mistakes);
            Exit::Mistakes
        }
    }
}

fn is_laid_out(path: &str) -> bool {
    path == "bot.yaml" || path.starts_with("flows/") || path.starts_with("locales/")
}

fn entries(path: &str) -> Entries {
    if path.starts_with("flows/") { Entries::Apart } else { Entries::AsTheyAre }
}

fn write(bot: &Path, source: &Source, text: &str) -> std::io::Result<()> {
    let file = if bot.is_file() { bot.to_owned() } else { bot.join(&*source.path) };
    std::fs::write(file, text)
}

fn told(left: Left, path: &str) -> Vec<Diagnostic> {
    match left {
        Left::Mistakes(mistakes) => mistakes,
        Left::Changed => {
            say(&format!("error: {path} would say something else, so it stays as it is"));
            Vec::new()
        }
    }
}

fn report(sources: &Sources, mistakes: &[Diagnostic]) {
    if !mistakes.is_empty() {
        say(&diagnostic::render_all(mistakes, sources, std::io::stderr().is_terminal()));
    }
}
