//! Mistakes as workflow commands: GitHub shows them beside the lines of a pull request.

use crate::cli::check::whereabouts::Whereabouts;
use crate::cli::check::wording;
use crate::source::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// The command of one mistake.
pub(super) fn command(one: &Diagnostic, sources: &Sources, whereabouts: &Whereabouts) -> String {
    let kind = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = one.span.map_or_else(Vec::new, |span| place(span, sources, whereabouts));
    properties.push(("title", one.code.0.to_owned()));
    let properties = properties.iter().map(|(name, value)| format!("{name}={}", property(value)));
    let properties: Vec<_> = properties.collect();
    format!("::{kind} {}::{}", properties.join(","), text(&wording::of(one, sources)))
}

/// Columns only where the part ends on its line: GitHub takes no others.
fn place(span: Span, sources: &Sources, whereabouts: &Whereabouts) -> Vec<(&'static str, String)> {
    let (start, end) = (sources.place(span), sources.place_after(span));
    let mut place = vec![
        ("file", whereabouts.path(&start.file)),
        ("line", start.line.to_string()),
        ("endLine", end.line.to_string()),
    ];
    if start.line == end.line {
        place.extend([("col", start.col.to_string()), ("endColumn", end.col.to_string())]);
    }
    place
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_workflow_is_escaped() {
        assert_eq!(text("100%,\r\nof: it\n::error::"), "100%25,%0D%0Aof: it%0A::error::");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
