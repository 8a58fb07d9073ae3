//! `saywhen replay`: real conversations once more, with the bot as it is now.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::bot::env::Environment;
use crate::cli::colour::Paint;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::{BotPath, check, look, print, say, settings};
use crate::rehearsal::replay::{Cause, replay};
use crate::store::sqlite::journals::journals;
use crate::words::recorded::Recorded;

/// Shows what people would have seen differently with the bot as it is now.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen replay                                       turns in .saywhen/saywhen.db
  saywhen replay --from turns.jsonl --fail             exit code 1 if anything differs
  saywhen replay --from live.db --export turns.jsonl   keep them for later

A store keeps its turns for three days. An export holds what visitors wrote: treat it like the store.
A new file is readable for its owner alone.")]
pub(super) struct ReplayCommand {
    #[command(flatten)]
    bot: BotPath,
    /// A store, or a file that was exported.
    #[arg(long, value_name = "STORE", default_value = ".saywhen/saywhen.db")]
    from: String,
    /// Writes the turns into a file, one a line, instead of playing them.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Ends with exit code 1 if anything differs.
    #[arg(long)]
    fail: bool,
    /// How to show it: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Differences of one cause that are shown.
const SHOWN_MAX: usize = 3;

/// Runs the command.
pub(super) fn run(command: &ReplayCommand) -> Exit {
    let from = settings::store(&command.from);
    let recorded = match read(&from) {
        Ok(recorded) => recorded,
        Err(why) => {
            say(&format!("error: {why}"));
            return Exit::Io;
        }
    };
    if let Some(path) = &command.export {
        return export(path, &recorded);
    }
    let bot = match check::runnable_in(&command.bot.path, &command.format) {
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let progress = Progress::new(recorded.len(), "turns");
    let causes = replay(&bot, &recorded, &mut || progress.step());
    progress.end();
    if command.format == "json" {
        print(&json(&causes, recorded.len()).to_string());
    } else {
        print(&show(&causes, recorded.len(), Paint::new(&std::io::stdout())));
    }
    if command.fail && !causes.is_empty() { Exit::Mistakes } else { Exit::Ok }
}

/// Turns of a store, or of an export: one in JSON a line.
fn read(path: &Path) -> Result<Vec<Recorded>, String> {
    if path.extension().is_none_or(|ending| ending != "jsonl") {
        return journals(path).map_err(|error| look::failed(path, &error, "--from"));
    }
    let why = |why: String| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| why(error.to_string()))?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| why(format!("line {number}: {error}")))
    };
    lines.map(read).collect()
}

fn export(path: &Path, recorded: &[Recorded]) -> Exit {
    let lines = recorded.iter().map(|turn| serde_json::to_string(turn).map(|line| line + "\n"));
    let text: Result<String, _> = lines.collect();
    let written = text.map_err(std::io::Error::other).and_then(|text| write(path, &text));
    match written {
        Ok(()) => {
            print(&format!("{}: {} turns", path.display(), recorded.len()));
            Exit::Ok
        }
        Err(error) => {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            Exit::CannotCreate
        }
    }
}

/// Writes into a file that only its owner reads, as a new store is; one that is there keeps its mode.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = File::options();
    options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?
        .write_all(text.as_bytes())
}

fn show(causes: &[Cause], all: usize, paint: Paint) -> String {
    let mut lines = Vec::new();
    for cause in causes {
        let place = cause.place.as_ref();
        let place = place.map(|place| format!("{}:{}  ", place.file, place.line));
        let (place, many) = (place.unwrap_or_default(), cause.turns.len());
        let times = if many == 1 { "once".to_owned() } else { format!("{many} times") };
        lines.push(paint.strong(&format!("{place}{}, {times}", cause.what)));
        for turn in cause.turns.iter().take(SHOWN_MAX) {
            lines.push(format!("    You: {}", turn.heard));
            lines.extend(turn.before.iter().map(|line| format!("    - Bot: {line}")));
            lines.extend(turn.after.iter().map(|line| paint.good(&format!("    + Bot: {line}"))));
        }
        if many > SHOWN_MAX {
            lines.push(paint.faint(&format!("    and {} more", many.saturating_sub(SHOWN_MAX))));
        }
        lines.push(String::new());
    }
    let changed: usize = causes.iter().map(|cause| cause.turns.len()).sum();
    lines.push(format!("{all} turns, {changed} would go otherwise"));
    lines.join("\n")
}

fn json(causes: &[Cause], all: usize) -> serde_json::Value {
    let cause = |cause: &Cause| {
        let place = cause.place.as_ref();
        let turns = cause.turns.iter().map(|turn| {
            json!({
                "page": turn.key.page, "visitor": turn.key.visitor, "seq": turn.seq,
                "heard": turn.heard, "before": turn.before, "after": turn.after,
            })
        });
        json!({
            "what": cause.what, "file": place.map(|place| &*place.file),
            "line": place.map(|place| place.line), "turns": turns.collect::<Vec<_>>(),
        })
    };
    json!({"turns": all, "causes": causes.iter().map(cause).collect::<Vec<_>>()})
}
