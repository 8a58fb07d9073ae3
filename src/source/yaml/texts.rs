//! Mistakes of texts in a tree that YAML itself is content with.

use std::ops::Range;

use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::line::leading;
use crate::source::yaml::mistakes;
use crate::source::yaml::page::Page;
use crate::source::yaml::{Node, NodeKind, Style, Text};

/// Goes through all texts of a tree.
pub(super) struct Texts<'t> {
    page: Page<'t>,
    /// Texts on several lines: a line that begins within one is not the author's layout.
    long: Vec<Range<usize>>,
    told: Vec<Diagnostic>,
}

/// What is wrong with the texts of a tree, or with the spaces before them.
pub(super) fn check(page: Page<'_>, root: &Node) -> Vec<Diagnostic> {
    let mut texts = Texts { page, long: Vec::new(), told: Vec::new() };
    texts.walk("", root);
    texts.told
}

/// Lines that begin with spaces that are none to YAML; nothing else is worth telling then.
pub(super) fn invisible(page: Page<'_>, root: &Node) -> Vec<Diagnostic> {
    let lines = odd_lines(page, 0..page.text.len());
    if lines.is_empty() {
        return Vec::new();
    }
    let mut texts = Texts { page, long: Vec::new(), told: Vec::new() };
    texts.walk("", root);
    let inside = |line: &Range<usize>| {
        texts.long.iter().any(|text| text.start < line.start && line.start < text.end)
    };
    let told = lines.into_iter().filter(|line| !inside(line));
    told.map(|line| mistakes::invisible(&page, line.start, line.end)).collect()
}

/// The odd spaces at the start of lines that begin within a stretch of the file.
pub(super) fn odd_lines(page: Page<'_>, within: Range<usize>) -> Vec<Range<usize>> {
    let mut at = 0_usize;
    let mut found = Vec::new();
    for line in page.text.split_inclusive('\n') {
        let spaces = leading(line, |c| {
            c != '\n' && (c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
        });
        let odd = line.get(..spaces).is_some_and(|spaces| !spaces.is_ascii());
        if odd && spaces < line.trim_end().len() && within.contains(&at) {
            found.push(at..at.saturating_add(spaces));
        }
        at = at.saturating_add(line.len());
    }
    found
}

impl Texts<'_> {
    fn walk(&mut self, key: &str, node: &Node) {
        match &node.kind {
            NodeKind::Text(text) => self.text(key, node, text),
            NodeKind::List(items) => {
                for item in items {
                    self.walk(key, item);
                }
            }
            NodeKind::Map(entries) => {
                for entry in entries {
                    self.walk(&entry.key.value, &entry.value);
                }
            }
        }
    }

    fn text(&mut self, key: &str, node: &Node, text: &Text) {
        let Some(range) = node.span.range() else { return };
        let written = self.page.slice(range.start, range.end);
        if written.contains('\n') {
            self.long.push(range.clone());
        }
        match text.style {
            Style::Plain if !node.is_missing() => self.plain(key, range, written),
            Style::Double if key == "regex" && written.contains('\\') => {
                self.told.push(mistakes::regex_in_double(&self.page, range.start, range.end));
            }
            Style::Plain | Style::Single | Style::Double | Style::Literal | Style::Folded => {}
        }
    }

    fn plain(&mut self, key: &str, range: Range<usize>, written: &str) {
        let rest = self.page.rest(range.end);
        if rest.starts_with(" #") {
            self.told.push(mistakes::cut(&self.page, key, range.start, range.end));
        } else if let Some(colon) = glued_colon(written)
            && self.begins_line(range.start)
        {
            let colon = range.start.saturating_add(colon);
            self.told.push(mistakes::glued(&self.page, range.start, colon, range.end));
        }
    }

    /// Whether only spaces and dashes stand before a place on its line.
    fn begins_line(&self, at: usize) -> bool {
        let (start, _) = self.page.line(at);
        self.page.slice(start, at).chars().all(|c| matches!(c, ' ' | '-'))
    }
}

/// Where the colon of `say:hi` stands; addresses such as `tel:` and `https:` are none of that.
pub(super) fn glued_colon(text: &str) -> Option<usize> {
    let line = text.lines().next().unwrap_or("");
    let colon = leading(line, |c| c.is_ascii_lowercase() || c == '_');
    let word = line.get(..colon)?;
    let after = line.get(colon..)?.strip_prefix(':')?.chars().next()?;
    let address = matches!(word, "" | "http" | "https" | "tel" | "mailto");
    (!address && (after.is_alphabetic() || "\"'[{“".contains(after))).then_some(colon)
}
