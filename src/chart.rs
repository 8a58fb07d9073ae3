//! A bot as a map: flows or steps, what starts them, and the ways between them.

mod build;
mod face;
pub mod layout;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serializer;

use crate::bot::{Bot, Flow};
use crate::source::Place;
use crate::words::name::FlowName;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
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
    /// A step fails: `on_error`.
    Fails,
}

/// A node.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Node {
    /// Two lines: its name and what is in it.
    pub title: String,
    /// What it says or asks, as far as there is room.
    pub text: String,
    /// What it stands for.
    pub shape: Shape,
    /// The author's line.
    #[serde(serialize_with = "shown")]
    pub place: Place,
    /// What it stands for by name, `order` or `order.size`; none for triggers and ends.
    #[serde(skip)]
    pub name: Option<String>,
    /// Whether tests come to it; none if nobody asked.
    pub covered: Option<bool>,
}

/// An edge, by the places of its nodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Edge {
    /// From there.
    pub from: usize,
    /// To there.
    pub to: usize,
    /// How.
    pub way: Way,
    /// What stands on the button, or the condition.
    pub label: String,
}

/// A map.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Map {
    /// Nodes; edges name them by place.
    pub nodes: Vec<Node>,
    /// Edges, each once.
    pub edges: Vec<Edge>,
    #[serde(skip)]
    known: BTreeSet<Edge>,
}

impl Map {
    /// Adds an edge that is not there yet.
    fn lead(&mut self, from: usize, to: usize, way: Way, label: &str) {
        let edge = Edge { from, to, way, label: label.to_owned() };
        if self.known.insert(edge.clone()) {
            self.edges.push(edge);
        }
    }
}

/// How often tests come to the steps of flows, by the line of the step; none if nobody asked.
pub type Tests = Option<BTreeMap<(FlowName, u32), u32>>;

/// All flows of a bot, and what starts them.
#[must_use]
pub fn of_bot(bot: &Bot, tests: &Tests) -> Map {
    build::bot(bot, tests)
}

/// The steps of one flow, and the flows that it leads to.
#[must_use]
pub fn of_flow(bot: &Bot, flow: &Flow, tests: &Tests) -> Map {
    build::flow(bot, flow, tests)
}

fn shown<S: Serializer>(place: &Place, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&format!("{}:{}", place.file, place.line))
}
