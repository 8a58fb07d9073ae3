//! Where in an author's line a variable is read, so that advice about it can be typed in there.

use crate::source::Sources;
use crate::template::render::Read;

/// The author's line before and behind a read.
fn line<'s>(sources: &'s Sources, read: &Read) -> (&'s str, &'s str) {
    let (before, after) = file(sources, read);
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    (before.get(start..).unwrap_or_default(), after.lines().next().unwrap_or_default())
}

fn file<'s>(sources: &'s Sources, read: &Read) -> (&'s str, &'s str) {
    let text = sources.get(read.span.source).map_or("", |source| &*source.text);
    let range = read.span.range().unwrap_or_default();
    (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default())
}

/// Whether it stands in `{{ }}` or `{% %}`, and not in a bare expression.
fn is_in_braces(sources: &Sources, read: &Read) -> bool {
    let (before, _) = file(sources, read);
    let last = |signs: [&str; 2]| signs.iter().filter_map(|sign| before.rfind(sign)).max();
    sources.get(read.span.source).is_some_and(|source| source.path.ends_with(".tera"))
        || last(["{{", "{%"]) > last(["}}", "%}"])
}

/// Whether all that a `set` gives is this one word: `city = Paris`.
pub(super) fn is_whole_value(sources: &Sources, read: &Read) -> bool {
    let (before, after) = line(sources, read);
    let (before, after) = (before.trim_end(), after.trim_start());
    let compares = ["==", "!=", "<=", ">="].iter().any(|sign| before.ends_with(sign));
    let set = before.ends_with('=') && !compares;
    let ends = after.is_empty() || after.starts_with(['"', '\'', ',', ']', '}', '#']);
    set && ends && !is_in_braces(sources, read)
}

/// The word as a text, in quotes that are not those around it.
pub(super) fn quoted(sources: &Sources, read: &Read) -> String {
    let (before, _) = line(sources, read);
    let inside = before.matches('"').count() % 2 == 1;
    if inside { format!("'{}'", read.path) } else { format!("\"{}\"", read.path) }
}

/// What yes and no are in an expression.
pub(super) fn truth(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "yes" | "on" => Some("true"),
        "no" | "off" => Some("false"),
        _ => None,
    }
}

/// How to read a variable that may have no value, as it is written at this place.
pub(super) fn way_out(sources: &Sources, read: &Read, name: &str) -> String {
    let (before, after) = line(sources, read);
    let counts = before.trim_end().ends_with(['+', '-', '*', '/', '%', '<', '>'])
        || after.trim_start().starts_with(['+', '-', '*', '/', '%', '<', '>']);
    let asks = ["if:", "unless:", "while:"].iter().any(|key| before.contains(key));
    let written = match (is_in_braces(sources, read), counts, asks) {
        (true, true, _) if !after.trim_start().starts_with("%}") => format!("({name} or 0)"),
        (true, ..) => return format!("{{{{ {name} or \"…\" }}}}, or set it before"),
        (false, true, _) => format!("({name} or 0)"),
        (false, false, true) => format!("({name} or false)"),
        (false, false, false) => format!("({name} or \"…\")"),
    };
    format!("{written}, or set it before")
}
