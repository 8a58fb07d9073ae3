//! Maps drawn by saywhen itself.

use std::fmt::Write as _;

use crate::chart::layout::{Spot, layout};
use crate::chart::{Edge, Map, Node, Shape, Way};
use crate::cli::graph::labels::{Area, Labels, Point};
use crate::cli::graph::legend;
use crate::cli::markup::escaped;

/// The size of a node, and of the room that it has, in pixels.
const NODE: (f64, f64) = (190.0, 50.0);
pub(super) const ROOM: (f64, f64) = (220.0, 104.0);
pub(super) const MARGIN: f64 = 24.0;
/// Letters that a line of a node has room for; the round ends of a trigger leave it less.
const LETTERS_MAX: usize = 27;
const TRIGGER_LETTERS_MAX: usize = 24;

const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#1c1e21}.title{font-weight:600}.edge{fill:none;stroke:#65676b}\
.node{fill:#fff;stroke:#65676b}.trigger{fill:#fff3c4;stroke:#b8860b}.ask{fill:#e7f1ff;stroke:#0a66d0}\
.branch{fill:#f3ecff;stroke:#6b3fa0}.end{fill:#eceff3}.covered{fill:#cdeccd}.missed{fill:#f6cfcf}\
.edge.tap{stroke:#0a66d0;stroke-width:2}.edge.trigger{stroke:#b8860b;fill:none}\
.edge.fallback{stroke:#65676b;stroke-dasharray:2 4;fill:none}.edge.otherwise{stroke:#b00020;stroke-dasharray:6 4}\
.edge.fails{stroke:#c2410c;stroke-width:2;stroke-dasharray:9 3 2 3}\
.label{font-size:10px;fill:#333;paint-order:stroke;stroke:#fff;stroke-width:4px}";

/// The whole picture.
pub(super) fn draw(map: &Map) -> String {
    let layout = layout(map);
    let layers = f64::from(u32::try_from(layout.height).unwrap_or(u32::MAX));
    let width = (layout.width * ROOM.0 + 2.0 * MARGIN).max(legend::WIDTH_MIN);
    let top = layers * ROOM.1 + 2.0 * MARGIN;
    let covered = map.nodes.iter().any(|node| node.covered.is_some());
    let (legend, lines) = legend::draw(width, top, covered);
    let height = top + lines;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    let half = (NODE.0 / 2.0, NODE.1 / 2.0);
    let boxes = layout.nodes.iter().map(|spot| Area { at: middle(*spot), half });
    let mut labels = Labels::around(boxes, width);
    for (edge, bends) in map.edges.iter().zip(&layout.bends) {
        let ends = layout.nodes.get(edge.from).zip(layout.nodes.get(edge.to));
        if let Some((from, to)) = ends {
            text.push_str(&line(edge, (*from, *to), bends, &mut labels));
        }
    }
    for (node, spot) in map.nodes.iter().zip(&layout.nodes) {
        text.push_str(&boxed(node, *spot));
    }
    text.push_str(&labels.text());
    text.push_str(&legend);
    text + "</svg>\n"
}

/// The middle of a place.
fn middle(spot: Spot) -> Point {
    let layer = f64::from(u32::try_from(spot.layer).unwrap_or(u32::MAX));
    (MARGIN + (spot.column + 0.5) * ROOM.0, MARGIN + (layer + 0.5) * ROOM.1)
}

fn boxed(node: &Node, spot: Spot) -> String {
    let (x, y) = middle(spot);
    let (left, top) = (x - NODE.0 / 2.0, y - NODE.1 / 2.0);
    let class = match node.shape {
        Shape::Trigger => "node trigger",
        Shape::Flow | Shape::Step => "node",
        Shape::Ask => "node ask",
        Shape::Branch => "node branch",
        Shape::End => "node end",
    };
    let cover = match node.covered {
        Some(true) => " covered",
        Some(false) => " missed",
        None => "",
    };
    let (radius, letters) = match node.shape {
        Shape::Trigger => (NODE.1 / 2.0, TRIGGER_LETTERS_MAX),
        Shape::Flow | Shape::Step | Shape::Ask | Shape::Branch | Shape::End => (8.0, LETTERS_MAX),
    };
    let line = |text: &str, dy: f64, class: &str| {
        let (y, short) = (y + dy, escaped(&short(text, letters)));
        format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" class=\"{class}\">{short}</text>"
        )
    };
    let lines = if node.text.is_empty() {
        line(&node.title, 4.0, "title")
    } else {
        line(&node.title, -5.0, "title") + &line(&node.text, 12.0, "")
    };
    let place = format!("{}:{}", node.place.file, node.place.line);
    let (place, full) = (escaped(&place), escaped(&node.text));
    let (width, height) = NODE;
    format!(
        "<g><title>{place} {full}</title><rect class=\"{class}{cover}\" x=\"{left:.1}\" y=\"{top:.1}\" \
         width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>{lines}</g>\n"
    )
}

/// As much of a text as there is room for.
fn short(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

fn line(edge: &Edge, (from, to): (Spot, Spot), bends: &[Spot], labels: &mut Labels) -> String {
    let class = match edge.way {
        Way::Trigger => "edge trigger",
        Way::Fallback => "edge fallback",
        Way::Tap => "edge tap",
        Way::Next => "edge",
        Way::Otherwise => "edge otherwise",
        Way::Fails => "edge fails",
    };
    let (start, end) = (middle(from), middle(to));
    let half = NODE.1 / 2.0;
    let path = if from == to {
        let (x, y) = (start.0 + NODE.0 / 2.0, start.1);
        labels.above(&edge.label, (x + 26.0, y - half - 8.0));
        format!("M{x:.1} {:.1}c26 -14 26 34 0 20", y - 8.0)
    } else {
        let sign = if from.layer < to.layer { 1.0 } else { -1.0 };
        let mut points = vec![(start.0, start.1 + sign * half)];
        points.extend(bends.iter().map(|bend| middle(*bend)));
        points.push((end.0, end.1 - sign * half));
        labels.on(&edge.label, &points);
        curve(&points)
    };
    format!("<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#tip)\"/>\n")
}

/// A smooth line from layer to layer.
fn curve(points: &[Point]) -> String {
    let mut path = String::new();
    let Some((x, y)) = points.first() else { return path };
    write!(path, "M{x:.1} {y:.1}").ok();
    for pair in points.windows(2) {
        let [(ax, ay), (bx, by)] = pair else { continue };
        let half = f64::midpoint(*ay, *by);
        write!(path, "C{ax:.1} {half:.1} {bx:.1} {half:.1} {bx:.1} {by:.1}").ok();
    }
    path
}
