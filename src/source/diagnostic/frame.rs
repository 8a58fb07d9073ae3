//! One mistake, drawn the way compilers draw theirs.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::diagnostic::{Diagnostic, Severity, advice};
use crate::source::{SourceId, Sources, Span};

/// What is drawn of one file.
struct Picture {
    path: String,
    /// The lines from the first marked one to the last, without anything that steers a terminal.
    text: String,
    first_line: usize,
    marks: Vec<Mark>,
}

/// A span with what stands beside it, and whether it is the mistake itself.
type Marked<'d> = (Span, &'d str, bool);

struct Mark {
    bytes: Range<usize>,
    label: String,
    primary: bool,
}

/// Draws a mistake; `colour` is for terminals.
pub(super) fn draw(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.headline)).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    for picture in pictures(diagnostic, sources) {
        group = group.element(snippet(picture));
    }
    if !diagnostic.note.is_empty() {
        group = group.element(Level::NOTE.message(clean(&diagnostic.note)));
    }
    let fix = advice::marked(diagnostic, sources);
    if !fix.is_empty() {
        group = group.element(Level::HELP.with_name("Fix").message(clean(&fix)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn snippet(picture: Picture) -> Snippet<'static, Annotation<'static>> {
    let marks = picture.marks.into_iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = Some(mark.label).filter(|label| !label.is_empty());
        kind.span(mark.bytes).label(label)
    });
    Snippet::source(picture.text)
        .path(picture.path)
        .line_start(picture.first_line)
        .annotations(marks)
}

/// One picture for each file, the mistake's own first.
fn pictures(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Picture> {
    let own = diagnostic.span.map(|span| (span, diagnostic.label.as_str(), true));
    let related = diagnostic.related.iter().map(|(span, label)| (*span, label.as_str(), false));
    let mut files: Vec<(SourceId, Vec<Marked<'_>>)> = Vec::new();
    for mark in own.into_iter().chain(related) {
        match files.iter_mut().find(|(id, _)| *id == mark.0.source) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((mark.0.source, vec![mark])),
        }
    }
    files.iter().filter_map(|(id, marks)| picture(*id, marks, sources)).collect()
}

fn picture(id: SourceId, marks: &[Marked<'_>], sources: &Sources) -> Option<Picture> {
    let file = sources.get(id)?;
    let ranges: Vec<_> = marks.iter().filter_map(|mark| part(&file.text, mark.0)).collect();
    let first = ranges.iter().map(|range| range.start).min()?;
    let last = ranges.iter().map(|range| range.end).max()?;
    let start = file.text.get(..first)?.rfind('\n').map_or(0, |before| before.saturating_add(1));
    let rest = file.text.get(last..)?;
    let end = last.saturating_add(rest.find('\n').unwrap_or(rest.len()));
    let shown = |end| file.text.get(start..end).map_or_else(String::new, clean_lines);
    let marks = marks.iter().zip(ranges).map(|((_, label, primary), range)| {
        let from = shown(range.start).len();
        let length = shown(range.end).len();
        Mark { bytes: from..length, label: clean(label), primary: *primary }
    });
    let lines = file.text.get(..start)?.bytes().filter(|&byte| byte == b'\n').count();
    Some(Picture {
        path: clean(&file.path),
        text: shown(end),
        first_line: lines.saturating_add(1),
        marks: marks.collect(),
    })
}

/// The bytes that the caret stands under: a span's first line.
fn part(text: &str, span: Span) -> Option<Range<usize>> {
    let range = span.range()?;
    let inside = text.get(range.clone())?;
    let line = inside.find('\n').unwrap_or(inside.len());
    Some(range.start..range.start.saturating_add(line))
}

/// Text of an author's that cannot steer a terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The same with tabs, and with the spaces that look like spaces and are none at a line's start.
fn clean_lines(text: &str) -> String {
    let mut leading = true;
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\t' => shown.push_str("→   "),
            _ if leading && letter != ' ' && letter.is_whitespace() && letter != '\n' => {
                shown.push('·');
            }
            _ => shown.push(visible(letter)),
        }
        leading = letter == '\n' || (leading && letter.is_whitespace());
    }
    shown
}

fn visible(letter: char) -> char {
    let code = u32::from(letter);
    match letter {
        '\n' => letter,
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(code.saturating_add(0x2400)).unwrap_or('\u{fffd}'),
        '\u{80}'..='\u{9f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => letter,
    }
}
