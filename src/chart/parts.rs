//! The parts of a map that no edge joins, and where each of them goes.

use std::collections::BTreeMap;

use crate::chart::Map;
use crate::chart::layout::{Layout, Spot};

/// Columns that parts share side by side before the next ones go below.
const COLUMNS_MIN: f64 = 8.0;

/// Nodes that edges join, with these edges, by their places in the whole map.
#[derive(Default)]
pub(super) struct Part {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// The parts of a map, the greatest first.
pub(super) fn parts(map: &Map) -> Vec<Part> {
    let mut above: Vec<usize> = (0..map.nodes.len()).collect();
    for edge in &map.edges {
        let (one, other) = (first(&mut above, edge.from), first(&mut above, edge.to));
        above.get_mut(one.max(other)).into_iter().for_each(|own| *own = one.min(other));
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for node in 0..map.nodes.len() {
        parts.entry(first(&mut above, node)).or_default().nodes.push(node);
    }
    for (at, edge) in map.edges.iter().enumerate() {
        parts.entry(first(&mut above, edge.from)).or_default().edges.push(at);
    }
    let mut all: Vec<Part> = parts.into_values().collect();
    all.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    all
}

/// The first node of the part that a node belongs to, as far as parts are joined; the way there is
/// shorter the next time.
fn first(above: &mut [usize], mut node: usize) -> usize {
    while let Some(next) = above.get(node).copied().filter(|next| *next != node) {
        let over = above.get(next).copied().unwrap_or(next);
        above.get_mut(node).into_iter().for_each(|own| *own = over);
        node = over;
    }
    node
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
        Map { nodes, edges: edges.collect(), ..Map::default() }
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
