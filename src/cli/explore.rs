//! `saywhen explore`: the bot walked by itself, so that nobody else finds its dead ends first.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use serde_json::json;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::cli::colour::Paint;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::{BotPath, check, print, say, signals};
use crate::flow::check::everything;
use crate::rehearsal::explore::finding::Finding;
use crate::rehearsal::explore::{Bounds, Explored, explore};

/// Walks the bot by itself and shows where it goes wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen explore                          the bot of this folder
  saywhen explore --states 20000           look further
  saywhen explore --write tests/all.chat   keep every path as a test

It taps every button and choice, says or sends something for every trigger, answers rightly and wrongly,
and lets time pass, shops open and close. Ctrl-C ends it and shows what it has found so far. What fails
in a test of yours that passes is no news. It reports dead ends, failing steps, exceeded limits, rounds without the visitor and steps that
nothing leads to, each with the shortest conversation that shows it.")]
pub(super) struct ExploreCommand {
    #[command(flatten)]
    bot: BotPath,
    /// Places to look at before it stops.
    #[arg(long, default_value_t = 10_000)]
    states: usize,
    /// Things that happen in one conversation at most.
    #[arg(long, default_value_t = 16)]
    depth: usize,
    /// What is tried first; the same number gives the same walk.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Writes the conversations of all paths as tests.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// How to show it: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(command: &ExploreCommand) -> Exit {
    let bot = match check::runnable(&command.bot.path) {
        // What is found must not depend on the machine.
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let (explored, stopped) = walk(&bot, command);
    if let Some(path) = &command.write {
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let text = explored.paths.join("\n");
        if let Err(error) = folder.and_then(|()| std::fs::write(path, text)) {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            return Exit::CannotCreate;
        }
        say(&format!("{}: {} paths", path.display(), explored.paths.len()));
    }
    if command.format == "json" {
        print(&json(&explored).to_string());
    } else {
        print(&show(&explored, stopped, Paint::new(&std::io::stdout())));
    }
    match stopped {
        _ if !explored.findings.is_empty() => Exit::Mistakes,
        true => Exit::Interrupted,
        false => Exit::Ok,
    }
}

/// What was found, and whether somebody ended the walk.
fn walk(bot: &Bot, command: &ExploreCommand) -> (Explored, bool) {
    let bounds = Bounds { states: command.states, depth: command.depth, seed: command.seed };
    let checked = everything(&bot.sources).0;
    let flows = checked.as_ref().map(|(checked, _)| checked.flows.as_slice()).unwrap_or_default();
    let progress = Progress::new(bounds.states, "places");
    let stop = signals::interrupted();
    let explored = explore(bot, flows, bounds, &mut || {
        progress.step();
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    progress.end();
    (explored, stop.load(Ordering::Relaxed))
}

fn place(finding: &Finding) -> String {
    let place = finding.place.as_ref();
    place.map(|place| format!("{}:{}  ", place.file, place.line)).unwrap_or_default()
}

fn show(explored: &Explored, stopped: bool, paint: Paint) -> String {
    let mut lines = Vec::new();
    for finding in &explored.findings {
        let head = format!("{}{}: {}", place(finding), finding.problem.as_str(), finding.what);
        lines.push(paint.strong(&head));
        lines.extend(finding.chat.lines().skip(1).map(|line| format!("    {line}")));
        lines.push(String::new());
    }
    if !explored.unreached.is_empty() {
        lines.push(paint.strong("Nothing led to:"));
        for unit in &explored.unreached {
            lines.push(format!("    {}:{}  {}", unit.place.file, unit.place.line, unit.what));
        }
        lines.push(String::new());
    }
    let found = match explored.findings.len() {
        0 => "nothing is wrong".to_owned(),
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    };
    let more = match (explored.bounded, explored.deeper) {
        (true, _) if stopped => "; you ended it, there is more",
        (true, false) => "; there is more, see --states",
        (false, true) => "; there is more, see --depth",
        (true, true) => "; there is more, see --states and --depth",
        (false, false) => "",
    };
    lines.push(format!("{} places looked at: {found}{more}", explored.states));
    lines.join("\n")
}

fn json(explored: &Explored) -> serde_json::Value {
    let finding = |finding: &Finding| {
        let place = finding.place.as_ref();
        json!({
            "problem": finding.problem.as_str(), "what": finding.what,
            "file": place.map(|place| &*place.file), "line": place.map(|place| place.line),
            "chat": finding.chat,
        })
    };
    let unreached = explored
        .unreached
        .iter()
        .map(|unit| json!({"file": &*unit.place.file, "line": unit.place.line, "what": unit.what}));
    json!({
        "states": explored.states, "bounded": explored.bounded, "deeper": explored.deeper,
        "findings": explored.findings.iter().map(finding).collect::<Vec<_>>(),
        "unreached": unreached.collect::<Vec<_>>(),
    })
}
