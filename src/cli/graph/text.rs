//! Maps for other programs to draw.

use std::fmt::Write as _;

use crate::chart::{Map, Node, Shape, Way};

/// For pages that draw Mermaid.
pub(super) fn mermaid(map: &Map) -> String {
    let mut text = String::from("flowchart TD\n");
    for (at, node) in map.nodes.iter().enumerate() {
        let (open, close) = match node.shape {
            Shape::Trigger => ("([", "])"),
            Shape::Flow => ("[[", "]]"),
            Shape::Step => ("[", "]"),
            Shape::Ask => ("[/", "/]"),
            Shape::Branch => ("{{", "}}"),
            Shape::End => ("((", "))"),
        };
        writeln!(text, "  n{at}{open}\"{}\"{close}", quiet(&label(node))).ok();
    }
    for edge in &map.edges {
        let arrow = match edge.way {
            Way::Trigger | Way::Next => "-->",
            Way::Tap => "==>",
            Way::Fallback | Way::Otherwise => "-.->",
            Way::Fails => "-.-x",
        };
        let label = quiet(&edge.label);
        let label = if label.is_empty() { label } else { format!("|\"{label}\"|") };
        writeln!(text, "  n{} {arrow}{label} n{}", edge.from, edge.to).ok();
    }
    for (at, node) in map.nodes.iter().enumerate() {
        let fill = match (node.covered, node.shape) {
            (Some(true), _) => "#cdeccd",
            (Some(false), _) => "#f6cfcf",
            (None, Shape::Trigger) => "#fff3c4",
            (None, _) => continue,
        };
        writeln!(text, "  style n{at} fill:{fill}").ok();
    }
    text
}

/// For Graphviz.
pub(super) fn dot(map: &Map) -> String {
    let mut text = String::from("digraph bot {\n  node [fontname=\"sans-serif\"];\n");
    for (at, node) in map.nodes.iter().enumerate() {
        let shape = match node.shape {
            Shape::Trigger => "oval",
            Shape::Flow => "box3d",
            Shape::Step => "box",
            Shape::Ask => "parallelogram",
            Shape::Branch => "diamond",
            Shape::End => "doublecircle",
        };
        let fill = match node.covered {
            Some(true) => ", style=filled, fillcolor=\"#cdeccd\"",
            Some(false) => ", style=filled, fillcolor=\"#f6cfcf\"",
            None => "",
        };
        let label = escaped(&label(node));
        writeln!(text, "  n{at} [shape={shape}, label=\"{label}\"{fill}];").ok();
    }
    for edge in &map.edges {
        let style = match edge.way {
            Way::Trigger => "color=\"#b8860b\"",
            Way::Next => "color=black",
            Way::Tap => "color=\"#0a66d0\", style=bold",
            Way::Fallback => "color=gray, style=dotted",
            Way::Otherwise => "color=\"#b00020\", style=dashed",
            Way::Fails => "color=\"#c2410c\", style=dashed, arrowhead=empty",
        };
        let (from, to, label) = (edge.from, edge.to, escaped(&edge.label));
        writeln!(text, "  n{from} -> n{to} [label=\"{label}\", {style}];").ok();
    }
    text + "}\n"
}

fn label(node: &Node) -> String {
    let parts = [node.title.as_str(), node.text.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Without what Mermaid would read as its own; it writes letters as `#38;`.
fn quiet(text: &str) -> String {
    let text = text.replace('#', "#35;").replace('&', "#38;");
    text.replace('"', "'").replace('<', "&lt;").replace('\n', "<br>")
}

/// For a text in quotes; Graphviz reads `&lt;` in it as HTML does.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('\\', "\\\\");
    text.replace('"', "\\\"").replace('\n', "\\n")
}
