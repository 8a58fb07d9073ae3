//! `saywhen graph`: the map of a bot or of one flow.

mod build;
mod face;
mod layout;
mod svg;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, print, say, test};
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

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// What starts a flow.
    Trigger,
    /// A whole flow.
    Flow,
    /// A step that says or does something.
    Step,
    /// A question.
    Ask,
    /// A step with several ways on.
    Branch,
    /// The end.
    End,
}

/// How one comes from a node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    /// The visitor says or does something.
    Trigger,
    /// Nobody else takes it.
    Fallback,
    /// A button, reply or choice.
    Tap,
    /// By itself: the next step, a goto, a call, a branch.
    Next,
    /// After too many wrong answers, or silence.
    Otherwise,
}

/// A node.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Node {
    /// Two lines: its name and what is in it.
    pub(super) title: String,
    /// What it says or asks, as far as there is room.
    pub(super) text: String,
    /// What it stands for.
    pub(super) shape: Shape,
    /// The author's line.
    pub(super) place: String,
    /// Whether tests come to it; none if nobody asked.
    pub(super) covered: Option<bool>,
}

/// An edge, by the places of its nodes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Edge {
    /// From there.
    pub(super) from: usize,
    /// To there.
    pub(super) to: usize,
    /// How.
    pub(super) way: Way,
    /// What stands on the button, or the condition.
    pub(super) label: String,
}

/// A map.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(super) struct Map {
    /// Nodes; edges name them by place.
    pub(super) nodes: Vec<Node>,
    /// Edges.
    pub(super) edges: Vec<Edge>,
}

impl Map {
    /// Adds an edge that is not there yet.
    pub(super) fn lead(&mut self, from: usize, to: usize, way: Way, label: &str) {
        let edge = Edge { from, to, way, label: label.to_owned() };
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }
}

/// How often tests come to the steps of flows, by the line of the step; none if nobody asked.
pub(super) type Tests = Option<BTreeMap<(FlowName, u32), u32>>;

/// Runs the command.
pub(super) fn run(graph: &GraphCommand) -> Exit {
    let bot = match check::runnable(&graph.bot.path) {
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let tests = graph.coverage.then(|| test::coverage_of(&bot).lines());
    let map = match &graph.flow {
        None => build::bot(&bot, &tests),
        Some(name) => {
            let Some(flow) = bot.flows.get(&FlowName::new(name.as_str())) else {
                say(&format!("error: {}", unknown(&bot, name)));
                return Exit::Usage;
            };
            build::flow(&bot, flow, &tests)
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
    let distance = |flow: &&FlowName| strsim::damerau_levenshtein(flow.as_str(), name);
    let best = bot.flows.keys().min_by_key(distance);
    let best = best.map(|best| format!("; did you mean {best}?")).unwrap_or_default();
    format!("no flow is called \"{name}\"{best}")
}
