//! `saywhen graph`: the map of a bot or of one flow.

mod labels;
mod legend;
mod svg;
mod text;

use std::path::PathBuf;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::chart;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, print, say, test};
use crate::source::suggest::suggest;
use crate::words::name::FlowName;

/// Draws a map of a bot or of one flow.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen graph > bot.svg                     all flows, for a browser
  saywhen graph --flow order > order.svg      the steps of one flow
  saywhen graph --format mermaid              for a page that draws Mermaid
  saywhen graph --format dot | dot -Tpng > bot.png
  saywhen graph --coverage > tested.svg       what the tests come to is green")]
pub(super) struct GraphCommand {
    #[command(flatten)]
    bot: BotPath,
    /// One flow, step by step.
    #[arg(long)]
    flow: Option<String>,
    /// How to draw it: svg, mermaid, dot or json.
    #[arg(long, default_value = "svg", value_parser = ["svg", "mermaid", "dot", "json"])]
    format: String,
    /// Colours what the conversation tests come to.
    #[arg(long)]
    coverage: bool,
    /// Where to write it; otherwise it is printed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(graph: &GraphCommand) -> Exit {
    let bot = match check::runnable_in(&graph.bot.path, &graph.format) {
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let tests = graph.coverage.then(|| test::coverage_of(&bot).lines());
    let map = match &graph.flow {
        None => chart::of_bot(&bot, &tests),
        Some(name) => {
            let Some(flow) = bot.flows.get(&FlowName::new(name.as_str())) else {
                say(&format!("error: {}", unknown(&bot, name)));
                return Exit::Usage;
            };
            chart::of_flow(&bot, flow, &tests)
        }
    };
    let drawn = match graph.format.as_str() {
        "mermaid" => text::mermaid(&map),
        "dot" => text::dot(&map),
        "json" => serde_json::json!(map).to_string(),
        _ => svg::draw(&map),
    };
    let Some(path) = &graph.out else {
        print(drawn.trim_end());
        return Exit::Ok;
    };
    match std::fs::write(path, drawn) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            Exit::CannotCreate
        }
    }
}

/// No flow has this name; the nearest one.
pub(super) fn unknown(bot: &Bot, name: &str) -> String {
    let best = suggest(name, bot.flows.keys().map(FlowName::as_str));
    let best = best.map(|best| format!("; did you mean {best}?")).unwrap_or_default();
    format!("no flow is called \"{name}\"{best}")
}
