//! The map on the page: where nodes stand and edges bend, in pixels.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::chart::layout::{Layout, Spot, layout};
use crate::chart::{self, Map, Tests};
use crate::studio::view::spot;
use crate::words::name::FlowName;

/// The size of a node, and of the room that it has, in pixels.
const NODE: (f64, f64) = (180.0, 48.0);
const ROOM: (f64, f64) = (204.0, 100.0);
const MARGIN: f64 = 16.0;

/// How often steps ran, by `FLOW.STEP`.
pub(super) type Runs = BTreeMap<String, u64>;

/// All flows, or the steps of one; none if there is no such flow.
pub(super) fn drawn(bot: &Bot, flow: Option<&str>, runs: &Runs, tests: &Tests) -> Option<Value> {
    let map = match flow {
        None => chart::of_bot(bot, tests),
        Some(name) => chart::of_flow(bot, bot.flows.get(&FlowName::new(name))?, tests),
    };
    let layout = layout(&map);
    let flows: Vec<&str> = bot.flows.keys().map(FlowName::as_str).collect();
    let height = f64::from(u32::try_from(layout.height).unwrap_or(u32::MAX));
    Some(json!({
        "flows": flows, "flow": flow,
        "nodes": nodes(&map, &layout, runs), "edges": edges(&map, &layout),
        "width": 2.0 * MARGIN + layout.width * ROOM.0, "height": 2.0 * MARGIN + height * ROOM.1,
    }))
}

fn nodes(map: &Map, layout: &Layout, runs: &Runs) -> Vec<Value> {
    let node = |(node, at): (&chart::Node, &Spot)| {
        let (x, y) = middle(*at);
        let seen = node.name.as_ref().map(|name| seen(runs, name));
        json!({
            "id": node.name, "title": node.title, "text": node.text, "shape": node.shape,
            "place": spot(&node.place), "covered": node.covered, "seen": seen,
            "x": x - NODE.0 / 2.0, "y": y - NODE.1 / 2.0, "w": NODE.0, "h": NODE.1,
        })
    };
    map.nodes.iter().zip(&layout.nodes).map(node).collect()
}

/// A step's own runs; a flow's are those of its busiest step.
fn seen(runs: &Runs, name: &str) -> u64 {
    if name.contains('.') {
        return runs.get(name).copied().unwrap_or(0);
    }
    let begin = format!("{name}.");
    let steps = runs.range(begin.clone()..).take_while(|(step, _)| step.starts_with(&begin));
    steps.map(|(_, times)| *times).max().unwrap_or(0)
}

fn edges(map: &Map, layout: &Layout) -> Vec<Value> {
    let edge = |(edge, bends): (&chart::Edge, &Vec<Spot>)| {
        let bends: Vec<_> = bends.iter().map(|spot| middle(*spot)).collect();
        json!({
            "from": edge.from, "to": edge.to, "label": edge.label, "way": edge.way,
            "bends": bends,
        })
    };
    map.edges.iter().zip(&layout.bends).map(edge).collect()
}

/// The middle of a place.
fn middle(spot: Spot) -> (f64, f64) {
    let layer = f64::from(u32::try_from(spot.layer).unwrap_or(u32::MAX));
    (MARGIN + (spot.column + 0.5) * ROOM.0, MARGIN + (layer + 0.5) * ROOM.1)
}

/// The lines of the step that stands on a line (from 1): it and all that is indented below it.
pub(super) fn block(text: &str, line: u32) -> String {
    let before = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let indent = |line: &str| line.len().saturating_sub(line.trim_start().len());
    let mut lines = text.lines().skip(before);
    let Some(first) = lines.next() else { return String::new() };
    let own = indent(first);
    let inside = |line: &&str| line.trim().is_empty() || indent(line) > own;
    let rest = lines.take_while(inside);
    let all: Vec<&str> = std::iter::once(first).chain(rest).collect();
    let cut = |line: &&str| line.get(own..).unwrap_or_default().trim_end().to_owned();
    all.iter().map(cut).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "\
a:
  steps:
    - ask: Which?
      choices:
        - Small

        - Large
    - say: Fine
b: {say: x}
";

    #[test]
    fn a_block_ends_where_its_indentation_does() {
        let step = "- ask: Which?\n  choices:\n    - Small\n\n    - Large";
        assert_eq!(block(FLOW, 3), step);
        assert_eq!(block(FLOW, 8), "- say: Fine");
        assert_eq!(block(FLOW, 9), "b: {say: x}");
        assert_eq!(block(FLOW, 99), "");
    }

    #[test]
    fn a_flow_has_run_as_often_as_its_busiest_step() {
        let runs = Runs::from([("a.x".into(), 2), ("a.y".into(), 5), ("ab.x".into(), 9)]);
        assert_eq!([seen(&runs, "a"), seen(&runs, "a.x"), seen(&runs, "c")], [5, 2, 0]);
    }
}
