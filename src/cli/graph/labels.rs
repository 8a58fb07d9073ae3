//! What stands on the edges of a picture, so that no two texts lie on each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::graph::svg::ROOM;
use crate::cli::markup::escaped;

/// A point in pixels.
pub(super) type Point = (f64, f64);

/// How high a line of a label is, and how wide one of its letters.
const HEIGHT: f64 = 12.0;
const LETTER: f64 = 5.8;

/// Where on a part of an edge its label may stand, the best first.
const PLACES: [f64; 9] = [0.35, 0.5, 0.42, 0.28, 0.6, 0.68, 0.22, 0.76, 0.84];

/// A rectangle: its middle, and half of its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    /// Its middle.
    pub(super) at: Point,
    /// Half of its width and height.
    pub(super) half: Point,
}

impl Area {
    /// How much of this area another one covers.
    fn shared(&self, other: &Area) -> f64 {
        let way = |a: f64, b: f64, sizes: f64, least: f64| {
            (sizes - (a - b).abs()).clamp(0.0, 2.0 * least)
        };
        way(self.at.0, other.at.0, self.half.0 + other.half.0, self.half.0)
            * way(self.at.1, other.at.1, self.half.1 + other.half.1, self.half.1)
    }

    /// How much of it lies beyond the sides of a picture.
    fn beyond(&self, width: f64) -> f64 {
        let left = (self.half.0 - self.at.0).max(0.0);
        let right = (self.at.0 + self.half.0 - width).max(0.0);
        (left + right) * HEIGHT
    }
}

/// The size of a cell: no area reaches beyond the cells around the one of its middle.
const CELL: Point = ROOM;

/// Areas by the cell of their middle.
#[derive(Default)]
struct Cells(BTreeMap<(u64, u64), Vec<Area>>);

impl Cells {
    /// The cell so many cells away from a point.
    fn cell((x, y): Point, (right, down): Point) -> (u64, u64) {
        let whole = |way: f64, size: f64, away: f64| ((way / size).floor() + away).to_bits();
        (whole(x, CELL.0, right), whole(y, CELL.1, down))
    }

    fn add(&mut self, area: Area) {
        self.0.entry(Self::cell(area.at, (0.0, 0.0))).or_default().push(area);
    }

    /// How much of an area is taken.
    fn hide(&self, area: &Area) -> f64 {
        let ways = [-1.0, 0.0, 1.0];
        let around = ways.into_iter().flat_map(|right| ways.map(|down| (right, down)));
        let near = around.filter_map(|away| self.0.get(&Self::cell(area.at, away))).flatten();
        near.map(|other| area.shared(other)).sum()
    }
}

/// Labels, each where nothing else stands as far as that is possible.
pub(super) struct Labels {
    taken: Cells,
    width: f64,
    text: String,
}

impl Labels {
    /// Around boxes, in a picture so wide.
    pub(super) fn around(boxes: impl Iterator<Item = Area>, width: f64) -> Labels {
        let mut taken = Cells::default();
        boxes.for_each(|area| taken.add(area));
        Labels { taken, width, text: String::new() }
    }

    /// Adds one on a line through these points, or close beside it.
    pub(super) fn on(&mut self, label: &str, points: &[Point]) {
        let beside = length(label) / 2.0 + 4.0;
        let places = [0.0, beside, -beside].into_iter().flat_map(|aside| {
            points.windows(2).flat_map(move |pair| {
                let ends = pair.first().copied().zip(pair.last().copied());
                let places = PLACES.iter().filter_map(move |place| Some(between(ends?, *place)));
                places.map(move |(x, y)| (x + aside, y))
            })
        });
        self.at(label, places);
    }

    /// Adds one beside the upper corner of a box, or above what stands there.
    pub(super) fn above(&mut self, label: &str, corner: Point) {
        let half = length(label) / 2.0;
        let lines = [0.0, 1.0, 2.0, 3.0];
        self.at(label, lines.map(|line| (corner.0 - half, corner.1 - line * HEIGHT)).into_iter());
    }

    fn at(&mut self, label: &str, places: impl Iterator<Item = Point>) {
        if label.is_empty() {
            return;
        }
        let areas = places.map(|at| Area { at, half: (length(label) / 2.0, HEIGHT / 2.0) });
        let mut best: Option<(f64, Area)> = None;
        for area in areas {
            let hidden = self.taken.hide(&area) + area.beyond(self.width);
            if best.is_none_or(|(least, _)| hidden < least) {
                best = Some((hidden, area));
            }
            if hidden <= 0.0 {
                break;
            }
        }
        let Some((_, area)) = best else { return };
        let ((x, y), label) = (area.at, escaped(label));
        let y = y + HEIGHT / 3.0;
        writeln!(
            self.text,
            "<text class=\"label\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{label}</text>"
        )
        .ok();
        self.taken.add(area);
    }

    /// All of them.
    pub(super) fn text(self) -> String {
        self.text
    }
}

fn length(label: &str) -> f64 {
    f64::from(u32::try_from(label.chars().count()).unwrap_or(u32::MAX)) * LETTER
}

/// A place on the curve that leads from one point to another.
fn between(((ax, ay), (bx, by)): (Point, Point), part: f64) -> Point {
    let left = 1.0 - part;
    let (first, last) = (left * left * left, part * part * part);
    let (second, third) = (3.0 * left * left * part, 3.0 * left * part * part);
    let half = f64::midpoint(ay, by);
    (ax * (first + second) + bx * (third + last), ay * first + half * (second + third) + by * last)
}
