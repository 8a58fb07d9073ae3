//! `saywhen translate`: what catalogues lack, and files for those who translate.

use std::path::Path;
use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::cli::{BotPath, print, say};
use crate::files::read;
use crate::flow::translate::{self, Gaps};
use crate::source::diagnostic::{self, any_error};

/// Shows what is not translated yet, or writes it into locales/ to be translated.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen translate status     how complete every language is, and what is missing where
  saywhen translate extract    writes what is missing into locales/; comments and order stay")]
pub(super) struct Translate {
    /// What to do: status or extract.
    #[arg(value_name = "WHAT", value_parser = ["status", "extract"])]
    what: String,
    #[command(flatten)]
    bot: BotPath,
}

/// Runs the command.
pub(super) fn run(command: &Translate) -> Exit {
    let folder = match read::folder(&command.bot.path) {
        Ok(folder) => folder,
        Err(error) => {
            say(&format!("error: {error}"));
            return Exit::Io;
        }
    };
    let sources = Arc::new(folder.sources);
    let gaps = match translate::gaps(&sources) {
        Ok(gaps) => gaps,
        Err(mistakes) => {
            let mistakes: Vec<_> =
                mistakes.into_iter().filter(|is| any_error(std::slice::from_ref(is))).collect();
            say(&diagnostic::render_all(&mistakes, &sources, false));
            return Exit::Mistakes;
        }
    };
    if gaps.is_empty() {
        print(
            "The bot has one language: nothing to translate. Name more in bot.yaml: locales: [en, fr]",
        );
        return Exit::Ok;
    }
    if command.what == "status" {
        gaps.iter().for_each(status);
        return Exit::Ok;
    }
    extract(&command.bot.path, &gaps)
}

fn status(gaps: &Gaps) {
    let (locale, all) = (&gaps.locale, gaps.all);
    let done = all.saturating_sub(gaps.missing.len());
    let fuzzy = gaps.missing.iter().filter(|gap| gap.fuzzy).count();
    let more = if fuzzy > 0 { format!(", {fuzzy} to look over again") } else { String::new() };
    print(&format!("{locale}: {done} of {all} translated{more}"));
    for gap in &gaps.missing {
        let why = if gap.fuzzy { "changed" } else { "missing" };
        print(&format!("  {}:{}: {why}: {}", gap.place.file, gap.place.line, gap.shown()));
    }
    for text in &gaps.unused {
        print(&format!("  {}: nobody says this any more: {text}", gaps.path));
    }
}

fn extract(bot: &Path, all: &[Gaps]) -> Exit {
    for gaps in all {
        let Some(text) = &gaps.file else {
            print(&format!("{}: nothing new", gaps.path));
            continue;
        };
        let file = bot.join(&gaps.path);
        let written = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = written.and_then(|()| std::fs::write(&file, text)) {
            say(&format!("error: {} cannot be written: {error}", gaps.path));
            return Exit::Io;
        }
        let (new, changed) = (gaps.added, gaps.carried);
        print(&format!("{}: {new} new, {changed} changed", gaps.path));
    }
    Exit::Ok
}
