//! Where the nodes of a map stand: in layers, so that edges lead down and cross little. Edges over
//! several layers bend at places of their own in each; circles are turned round.

use crate::chart::{Edge, Map, parts};
use crate::limits::MAP_BENDS_MAX;

/// Sweeps down and up that sort the layers.
const SWEEPS: usize = 12;

/// Where nodes stand and edges bend, in columns and layers.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// For each node.
    pub nodes: Vec<Spot>,
    /// For each edge, its bends from its beginning to its end.
    pub bends: Vec<Vec<Spot>>,
    /// Columns.
    pub width: f64,
    /// Layers.
    pub height: usize,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    /// From the left, in columns.
    pub column: f64,
    /// From the top.
    pub layer: usize,
}

/// A node or a bend.
#[derive(Clone, Debug, Default)]
struct Point {
    layer: usize,
    up: Vec<usize>,
    down: Vec<usize>,
    column: f64,
}

/// Lays a map out: each part that no edge joins to another for itself.
#[must_use]
pub fn layout(map: &Map) -> Layout {
    let parts = parts::parts(map).into_iter().map(|part| {
        let own = joined(&part.map(map));
        (part, own)
    });
    parts::together(map, &parts.collect::<Vec<_>>())
}

/// Lays out what edges join.
fn joined(map: &Map) -> Layout {
    let turned = circles(map);
    let ends = ends(map, &turned);
    let layers = layers(map, &ends);
    let mut points: Vec<Point> =
        layers.iter().map(|layer| Point { layer: *layer, ..Point::default() }).collect();
    let bent = bent(&layers, &ends);
    let chains: Vec<_> = ends
        .iter()
        .zip(&bent)
        .map(
            |((top, bottom), bent)| {
                if *bent { chain(&mut points, *top, *bottom) } else { Vec::new() }
            },
        )
        .collect();
    let mut rows = rows(&points);
    for sweep in 0..SWEEPS {
        sort(&points, &mut rows, sweep % 2 == 0);
    }
    place(&mut points, &rows);
    let spot = |point: &Point| Spot { column: point.column, layer: point.layer };
    let bends = chains.iter().zip(&turned).map(|(chain, turned)| {
        let mut bends: Vec<Spot> =
            chain.iter().filter_map(|at| points.get(*at)).map(spot).collect();
        if *turned {
            bends.reverse();
        }
        bends
    });
    let bends = bends.collect();
    let width = points.iter().map(|point| point.column).fold(0.0, f64::max) + 1.0;
    let nodes = points.iter().take(map.nodes.len()).map(spot).collect();
    Layout { nodes, bends, width, height: rows.len() }
}

/// Edges that lead back to where the walk came from.
fn circles(map: &Map) -> Vec<bool> {
    let mut turned = vec![false; map.edges.len()];
    let mut state = vec![0_u8; map.nodes.len()];
    let mut out = vec![Vec::new(); map.nodes.len()];
    for (at, edge) in map.edges.iter().enumerate() {
        out.get_mut(edge.from).into_iter().for_each(|out: &mut Vec<usize>| out.push(at));
    }
    let mut out = |node: usize| out.get_mut(node).map(std::mem::take).unwrap_or_default();
    for start in 0..map.nodes.len() {
        if state.get(start) != Some(&0) {
            continue;
        }
        let mut path = vec![(start, out(start))];
        state.get_mut(start).into_iter().for_each(|state| *state = 1);
        while let Some((node, left)) = path.last_mut() {
            let Some(at) = left.pop() else {
                state.get_mut(*node).into_iter().for_each(|state| *state = 2);
                path.pop();
                continue;
            };
            let Some(to) = map.edges.get(at).map(|edge| edge.to) else { continue };
            match state.get(to) {
                Some(0) => {
                    state.get_mut(to).into_iter().for_each(|state| *state = 1);
                    path.push((to, out(to)));
                }
                Some(1) => turned.get_mut(at).into_iter().for_each(|turned| *turned = true),
                _ => {}
            }
        }
    }
    turned
}

/// The upper and the lower end of each edge.
fn ends(map: &Map, turned: &[bool]) -> Vec<(usize, usize)> {
    let end = |(edge, turned): (&Edge, &bool)| {
        if *turned { (edge.to, edge.from) } else { (edge.from, edge.to) }
    };
    map.edges.iter().zip(turned).map(end).collect()
}

/// As far down as the longest way leads.
fn layers(map: &Map, ends: &[(usize, usize)]) -> Vec<usize> {
    let mut layers = vec![0_usize; map.nodes.len()];
    let mut down = vec![Vec::new(); map.nodes.len()];
    let mut above = vec![0_usize; map.nodes.len()];
    for (top, bottom) in ends.iter().filter(|(top, bottom)| top != bottom) {
        down.get_mut(*top).into_iter().for_each(|down: &mut Vec<usize>| down.push(*bottom));
        above.get_mut(*bottom).into_iter().for_each(|above| *above = above.saturating_add(1));
    }
    let free = |above: &[usize], node: &usize| above.get(*node) == Some(&0);
    let mut ready: Vec<usize> = (0..map.nodes.len()).filter(|node| free(&above, node)).collect();
    while let Some(node) = ready.pop() {
        let least = layers.get(node).map_or(0, |layer| layer.saturating_add(1));
        for below in down.get(node).into_iter().flatten() {
            layers.get_mut(*below).into_iter().for_each(|layer| *layer = least.max(*layer));
            above.get_mut(*below).into_iter().for_each(|above| *above = above.saturating_sub(1));
            if free(&above, below) {
                ready.push(*below);
            }
        }
    }
    layers
}

/// Which edges bend in each layer between their ends; where there would be too many bends, the
/// longest edges lead straight to their end.
fn bent(layers: &[usize], ends: &[(usize, usize)]) -> Vec<bool> {
    let layer = |at: usize| layers.get(at).copied().unwrap_or_default();
    let span = |at: usize| {
        ends.get(at).map_or(0, |(top, bottom)| layer(*bottom).saturating_sub(layer(*top)))
    };
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by_key(|at| span(*at));
    let mut bent = vec![false; ends.len()];
    let mut room = MAP_BENDS_MAX;
    for at in order.into_iter().filter(|at| span(*at) > 0) {
        let Some(left) = room.checked_sub(span(at) - 1) else { break };
        room = left;
        bent.get_mut(at).into_iter().for_each(|bent| *bent = true);
    }
    bent
}

/// Bends for an edge, one in each layer between its ends.
fn chain(points: &mut Vec<Point>, top: usize, bottom: usize) -> Vec<usize> {
    let layer = |points: &[Point], at: usize| points.get(at).map_or(0, |point| point.layer);
    let (first, last) = (layer(points, top).saturating_add(1), layer(points, bottom));
    let mut bends = Vec::new();
    let mut above = top;
    for layer in first..last {
        let at = points.len();
        points.push(Point { layer, ..Point::default() });
        join(points, above, at);
        bends.push(at);
        above = at;
    }
    join(points, above, bottom);
    bends
}

fn join(points: &mut [Point], above: usize, below: usize) {
    points.get_mut(above).into_iter().for_each(|point| point.down.push(below));
    points.get_mut(below).into_iter().for_each(|point| point.up.push(above));
}

fn rows(points: &[Point]) -> Vec<Vec<usize>> {
    let height = points.iter().map(|point| point.layer).max().map_or(0, |last| last + 1);
    let mut rows = vec![Vec::new(); height];
    for (at, point) in points.iter().enumerate() {
        rows.get_mut(point.layer).into_iter().for_each(|row| row.push(at));
    }
    rows
}

/// Sorts each layer by where the neighbours above, or below, stand on average.
fn sort(points: &[Point], rows: &mut [Vec<usize>], down: bool) {
    let mut order = vec![0.0_f64; points.len()];
    let number = |at: usize| f64::from(u32::try_from(at).unwrap_or(u32::MAX));
    let remember = |row: &[usize], order: &mut Vec<f64>| {
        for (place, at) in row.iter().enumerate() {
            order.get_mut(*at).into_iter().for_each(|own| *own = number(place));
        }
    };
    for row in rows.iter() {
        remember(row, &mut order);
    }
    let count = rows.len();
    for step in 0..count {
        let at = if down { step } else { count - 1 - step };
        let Some(row) = rows.get_mut(at) else { continue };
        let mean = |at: &usize| {
            let near = points.get(*at).map(|point| if down { &point.up } else { &point.down });
            let near: Vec<f64> =
                near.into_iter().flatten().filter_map(|n| order.get(*n).copied()).collect();
            let own = order.get(*at).copied().unwrap_or(0.0);
            if near.is_empty() { own } else { near.iter().sum::<f64>() / number(near.len()) }
        };
        row.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
        remember(row, &mut order);
    }
}

/// Columns: near the neighbours, and no two in one place.
fn place(points: &mut [Point], rows: &[Vec<usize>]) {
    for row in rows {
        for (place, at) in row.iter().enumerate() {
            let column = f64::from(u32::try_from(place).unwrap_or(u32::MAX));
            points.get_mut(*at).into_iter().for_each(|point| point.column = column);
        }
    }
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let order: Vec<&Vec<usize>> =
            if down { rows.iter().collect() } else { rows.iter().rev().collect() };
        for row in order {
            let wishes: Vec<f64> = row.iter().map(|at| wish(points, *at, down)).collect();
            settle(points, row, &wishes);
        }
    }
    let least = points.iter().map(|point| point.column).fold(f64::INFINITY, f64::min);
    for point in points {
        point.column -= least;
    }
}

fn wish(points: &[Point], at: usize, down: bool) -> f64 {
    let Some(point) = points.get(at) else { return 0.0 };
    let near = if down { &point.up } else { &point.down };
    let mut columns: Vec<f64> =
        near.iter().filter_map(|n| points.get(*n)).map(|point| point.column).collect();
    columns.sort_by(f64::total_cmp);
    columns.get(columns.len() / 2).copied().unwrap_or(point.column)
}

/// Gives each of a row its wish as far as its order and a column for each allow it: those that press
/// upon one another share the way that they are moved.
fn settle(points: &mut [Point], row: &[usize], wishes: &[f64]) {
    // Blocks of neighbours side by side: the first column, how many, and the sum of what each wants.
    let mut blocks: Vec<(f64, f64)> = Vec::new();
    for wish in wishes {
        blocks.push((*wish, 1.0));
        while let [.., (before, many), (last, count)] = blocks.as_slice()
            && before + many > *last
        {
            let sum = before * many + (last - many) * count;
            let whole = many + count;
            let start = sum / whole;
            blocks.truncate(blocks.len() - 2);
            blocks.push((start, whole));
        }
    }
    let mut places = row.iter();
    for (start, count) in blocks {
        let mut column = start;
        while column < start + count - 0.5 {
            let Some(point) = places.next().and_then(|at| points.get_mut(*at)) else { return };
            point.column = column;
            column += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Node, Shape, Way};
    use crate::source::Place;

    fn map(nodes: usize, edges: &[(usize, usize)]) -> Map {
        let node = Node {
            title: "n".into(),
            text: String::new(),
            shape: Shape::Step,
            place: Place { file: "a".into(), line: 1, col: 1 },
            name: None,
            covered: None,
        };
        let mut map = Map { nodes: vec![node; nodes], ..Map::default() };
        for (from, to) in edges {
            map.lead(*from, *to, Way::Next, "");
        }
        map
    }

    #[test]
    fn edges_lead_down_and_circles_are_turned() {
        let layout = layout(&map(4, &[(0, 1), (1, 2), (2, 0), (0, 3), (3, 2)]));
        let layer = |at: usize| layout.nodes[at].layer;
        assert!(layer(0) < layer(1) && layer(1) < layer(2) && layer(3) < layer(2));
        assert_eq!(layout.bends[2].len(), layer(2) - layer(0) - 1);
    }

    #[test]
    fn no_two_nodes_stand_in_one_place_even_among_a_hundred() {
        let edges: Vec<(usize, usize)> =
            (1..120).flat_map(|n| [((n * 7 + 3) % n, n), (n / 2, n)]).collect();
        let layout = layout(&map(120, &edges));
        for (at, one) in layout.nodes.iter().enumerate() {
            for other in &layout.nodes[at + 1..] {
                let apart = (one.column - other.column).abs() > 0.99;
                assert!(one.layer != other.layer || apart, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn two_ways_that_need_not_cross_do_not() {
        let layout = joined(&map(6, &[(0, 3), (1, 2), (2, 4), (3, 5)]));
        let column = |at: usize| layout.nodes[at].column;
        assert_eq!(column(0) < column(1), column(3) < column(2));
        assert_eq!(column(2) < column(3), column(4) < column(5));
    }

    #[test]
    fn a_long_ring_with_a_way_home_from_each_node_has_no_more_bends_than_can_be_drawn() {
        let edges: Vec<_> = (0..1_000).flat_map(|n| [(n, (n + 1) % 1_000), (n, 0)]).collect();
        let layout = layout(&map(1_000, &edges));
        let bends: Vec<usize> = layout.bends.iter().map(Vec::len).collect();
        assert!(bends.iter().sum::<usize>() <= MAP_BENDS_MAX);
        // The shorter ones still go round what stands between.
        assert!(bends.contains(&100) && !bends.contains(&900));
    }

    #[test]
    fn parts_that_no_edge_joins_leave_no_column_empty() {
        // A node alone, a tree, and a pair whose edge leads back up.
        let edges = [(1, 2), (1, 3), (1, 4), (3, 5), (7, 6)];
        let layout = layout(&map(8, &edges));
        let mut columns: Vec<f64> = layout.nodes.iter().map(|spot| spot.column).collect();
        columns.sort_by(f64::total_cmp);
        assert!(columns.windows(2).all(|pair| pair[1] - pair[0] <= 1.0), "{columns:?}");
        assert!((layout.width - 5.0).abs() < 0.01, "{}", layout.width);
    }

    #[test]
    fn parts_go_below_where_there_is_no_room_beside_them() {
        let layout = layout(&map(20, &[(0, 1)]));
        let below = layout.nodes.iter().filter(|spot| spot.layer >= 2).count();
        assert_eq!((layout.width, layout.height, below), (8.0, 4, 11));
    }
}
