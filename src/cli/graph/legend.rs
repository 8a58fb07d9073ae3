//! What the lines and colours of a picture mean.

use std::fmt::Write as _;

use crate::cli::graph::svg::MARGIN;

/// How wide a picture is at least, so that each entry has room.
pub(super) const WIDTH_MIN: f64 = 320.0;

/// How high a line is, and how wide one of its letters.
const HEIGHT: f64 = 20.0;
const LETTER: f64 = 6.6;

/// The class of a line or box, and what it means.
const LINES: [(&str, &str); 6] = [
    ("edge trigger", "somebody says or does it"),
    ("edge tap", "a button or choice"),
    ("edge fallback", "any other message"),
    ("edge", "by itself"),
    ("edge otherwise", "wrong answers, silence"),
    ("edge fails", "a step fails"),
];
const COVERS: [(&str, &str); 2] =
    [("node covered", "a test comes here"), ("node missed", "no test comes here")];

/// The legend, in lines as wide as the picture from there down, and how high it is.
pub(super) fn draw(width: f64, top: f64, covered: bool) -> (String, f64) {
    let mut text = String::new();
    let (mut x, mut y) = (MARGIN, top);
    let covers = COVERS.iter().filter(|_| covered);
    for (class, name) in LINES.iter().chain(covers) {
        let letters = f64::from(u32::try_from(name.len()).unwrap_or(0));
        let end = x + 34.0 + LETTER * letters;
        if x > MARGIN && end > width - MARGIN {
            (x, y) = (MARGIN, y + HEIGHT);
        }
        let (middle, right) = (y - 4.0, x + 34.0);
        let sign = if class.starts_with("edge") {
            format!("<path class=\"{class}\" d=\"M{x:.0} {middle:.0}h28\"/>")
        } else {
            let (corner, up) = (x + 4.0, y - 11.0);
            format!(
                "<rect class=\"{class}\" x=\"{corner:.0}\" y=\"{up:.0}\" width=\"20\" height=\"14\" rx=\"3\"/>"
            )
        };
        writeln!(text, "{sign}<text x=\"{right:.0}\" y=\"{y:.0}\" class=\"legend\">{name}</text>")
            .ok();
        x = right + LETTER * letters + 16.0;
    }
    (text, y - top + 14.0)
}
