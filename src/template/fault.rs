//! What went wrong while a template was rendered, at the author's own place and without anything that
//! a visitor typed.

use tera::ErrorKind;

use crate::limits::{RENDERED_BYTES_MAX, VALUE_BYTES_MAX};
use crate::source::Place;
use crate::template::origin::Origins;
use crate::words::turn::Fault;

/// A budget is spent.
pub(super) fn too_much(place: Option<Place>) -> Fault {
    let text = format!(
        "this template does too much: it goes over its budget of loop rounds, or makes more than \
         {RENDERED_BYTES_MAX} bytes"
    );
    Fault { code: "T516".into(), place, text }
}

/// A value is larger than anything that may be kept.
pub(super) fn unwieldy(place: Option<Place>) -> Fault {
    let text = format!("a value this large is more than a variable can hold ({VALUE_BYTES_MAX})");
    Fault { code: "V608".into(), place, text }
}

/// A variable has no value.
pub(super) fn unset(place: Option<Place>, path: &str) -> Fault {
    Fault { code: "V601".into(), place, text: format!("nothing has set \"{path}\"") }
}

/// Where a budget ended a render of `name`.
pub(super) fn ended(origins: &Origins, name: &str, error: &tera::Error) -> Fault {
    let found = match error.kind() {
        ErrorKind::RenderingError(report) => origins.find(report.filename(), &report.span().range),
        _ => None,
    };
    too_much(found.map(|(place, _)| place).or_else(|| origins.whole(name)))
}

/// What Tera says of a render of `name`; a budget of ours did not end it.
pub(super) fn fault(
    origins: &Origins,
    name: &str,
    error: &tera::Error,
    is_unset: &dyn Fn(&str) -> bool,
) -> Fault {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let text = "this template cannot be rendered".to_owned();
        return Fault { code: "T500".into(), place: origins.whole(name), text };
    };
    let (file, at) = (report.filename(), &report.span().range);
    let found = origins.find(file, at);
    let (place, here) = match found {
        Some((place, here)) => (Some(place), here.trim()),
        None => (origins.whole(name), ""),
    };
    let message = report.message();
    if message.contains("not defined") || message.contains("undefined") {
        return match origins.unset(file, at, is_unset) {
            Some((place, path)) => unset(Some(place), path),
            None => unset(place, here),
        };
    }
    let here = if here.is_empty() { "a value of this text" } else { here };
    let (code, why) = why(message);
    Fault { code: code.into(), place, text: format!("\"{here}\" cannot be worked out{why}") }
}

/// Why, as far as it can be said without the values themselves.
fn why(message: &str) -> (&'static str, &'static str) {
    const REASONS: [(&str, &str, &str); 13] = [
        ("Cannot compare", "V604", ": a text and a number cannot be compared"),
        ("requires both operands to be numbers", "V604", ": only numbers can be added"),
        ("Math operations", "V604", ": only numbers can be reckoned with"),
        ("divide by 0", "T517", ": nothing can be divided by 0"),
        ("Unable to perform", "T517", ": the number is too large"),
        ("Missing keyword argument", "T517", ": something in its ( ) is missing"),
        ("Iteration not possible", "T517", ": only a list can be gone through"),
        ("nothing to pick", "T517", ": the list is empty"),
        ("no currency", "T517", ": there is no such currency"),
        ("no calendar", "T517", ": there is no such calendar"),
        ("no place on earth", "T517", ": there is no such place on earth"),
        ("a location is wanted", "T517", ": only the answer of a location question is a place"),
        ("Invalid type", "T517", ": a value of another kind is wanted here"),
    ];
    let found = REASONS.iter().find(|(said, _, _)| message.contains(said));
    found.map_or(("T517", ""), |(_, code, why)| (code, why))
}
