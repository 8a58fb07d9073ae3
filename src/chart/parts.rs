//! The parts of a map that no edge joins, and where each of them goes.

use crate::chart::Map;
use crate::chart::layout::{Layout, Spot};

/// Columns that parts share side by side before the next ones go below.
const COLUMNS_MIN: f64 = 8.0;

/// Nodes that edges join, with these edges, by their places in the whole map.
pub(super) struct Part {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// The parts of a map, the greatest first.
pub(super) fn parts(map: &Map) -> Vec<Part> {
    let mut own: Vec<usize> = (0..map.nodes.len()).collect();
    for edge in &map.edges {
        let ends = own.get(edge.from).copied().zip(own.get(edge.to).copied());
        let Some((a, b)) = ends else { continue };
        own.iter_mut().filter(|part| **part == a.max(b)).for_each(|part| *part = a.min(b));
    }
    let of = |node: usize| own.get(node).copied();
    let mut all: Vec<Part> = Vec::new();
    for first in (0..map.nodes.len()).filter(|node| of(*node) == Some(*node)) {
        let nodes = (0..map.nodes.len()).filter(|node| of(*node) == Some(first)).collect();
        let edges = map.edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| of(edge.from) == Some(first)).map(|(at, _)| at);
        all.push(Part { nodes, edges: edges.collect() });
    }
    all.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    all
}

impl Part {
    /// This part as a map of its own.
    pub(super) fn map(&self, whole: &Map) -> Map {
        let place = |node: usize| self.nodes.binary_search(&node).unwrap_or_default();
        let nodes = self.nodes.iter().filter_map(|at| whole.nodes.get(*at)).cloned().collect();
        let edges = self.edges.iter().filter_map(|at| whole.edges.get(*at)).cloned();
        let edges = edges.map(|mut edge| {
            (edge.from, edge.to) = (place(edge.from), place(edge.to));
            edge
        });
        Map { nodes, edges: edges.collect() }
    }
}

/// Puts parts side by side as far as there is room, and the next ones below.
pub(super) fn together(map: &Map, parts: &[(Part, Layout)]) -> Layout {
    let room = parts.iter().map(|(_, layout)| layout.width).fold(COLUMNS_MIN, f64::max);
    let mut whole = Layout {
        nodes: vec![Spot::default(); map.nodes.len()],
        bends: vec![Vec::new(); map.edges.len()],
        ..Layout::default()
    };
    let mut corner = Spot::default();
    for (part, layout) in parts {
        if corner.column > 0.0 && corner.column + layout.width > room {
            corner = Spot { column: 0.0, layer: whole.height };
        }
        let moved = |spot: &Spot| Spot {
            column: spot.column + corner.column,
            layer: spot.layer.saturating_add(corner.layer),
        };
        for (at, spot) in part.nodes.iter().zip(&layout.nodes) {
            whole.nodes.get_mut(*at).into_iter().for_each(|own| *own = moved(spot));
        }
        for (at, bends) in part.edges.iter().zip(&layout.bends) {
            let bends: Vec<Spot> = bends.iter().map(moved).collect();
            whole.bends.get_mut(*at).into_iter().for_each(|own| own.clone_from(&bends));
        }
        corner.column += layout.width;
        whole.width = whole.width.max(corner.column);
        whole.height = whole.height.max(corner.layer.saturating_add(layout.height));
    }
    whole
}
