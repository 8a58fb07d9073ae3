//! Texts under a `|` or `>`: their letters, without the spaces in front of each line.

use std::ops::Range;

use crate::source::yaml::locate::Piece;

/// A line under the sign: the bytes of its own text, and of its line end.
pub(super) struct Line {
    text: Range<usize>,
    end: Range<usize>,
    blank: bool,
    /// Begins with a space of its own, so that nothing around it is joined.
    deeper: bool,
}

/// The letters of a block; how far it is indented is what makes its value come out.
pub(super) fn read(
    file: &str,
    start: usize,
    value: &str,
    join: fn(&str, &[Line]) -> Vec<Piece>,
) -> Vec<Piece> {
    let rest = file.get(start..).unwrap_or("");
    let Some(head) = rest.find('\n') else { return Vec::new() };
    let sign = rest.get(..head).unwrap_or("").split([' ', '\t']).next().unwrap_or("");
    let body = start.saturating_add(head).saturating_add(1);
    let deepest = first_indent(file.get(body..).unwrap_or(""));
    let least = if sign.contains(|c: char| c.is_ascii_digit()) { 0 } else { deepest };
    (least..=deepest)
        .rev()
        .map(|indent| chomp(file, &lines(file, body, indent), sign, join))
        .find(|pieces| pieces.iter().map(|piece| piece.letter).eq(value.chars()))
        .unwrap_or_default()
}

fn first_indent(body: &str) -> usize {
    let spaces = |line: &str| line.len().saturating_sub(line.trim_start_matches(' ').len());
    let blank = body.lines().take_while(|line| line.trim_matches(' ').is_empty());
    let of_blank = blank.map(spaces).max().unwrap_or(0);
    let first = body.lines().find(|line| !line.trim_matches(' ').is_empty());
    first.map_or(of_blank, spaces)
}

fn lines(file: &str, body: usize, indent: usize) -> Vec<Line> {
    let mut found = Vec::new();
    let mut at = body;
    for written in file.get(body..).unwrap_or("").split_inclusive('\n') {
        let text = written.trim_end_matches('\n');
        let stop = at.saturating_add(text.len());
        let spaces = text.len().saturating_sub(text.trim_start_matches(' ').len());
        let blank = spaces == text.len() && spaces <= indent;
        if spaces < indent && !blank {
            break;
        }
        let start = at.saturating_add(indent).min(stop);
        let own = text.get(indent..).unwrap_or("");
        let deeper = own.starts_with([' ', '\t']);
        at = at.saturating_add(written.len());
        found.push(Line { text: start..stop, end: stop..at, blank, deeper });
    }
    found
}

/// Joins the lines and treats the line ends after the last one as the sign says.
fn chomp(
    file: &str,
    lines: &[Line],
    sign: &str,
    join: fn(&str, &[Line]) -> Vec<Piece>,
) -> Vec<Piece> {
    let full = lines.iter().rposition(|line| !line.blank).map_or(0, |last| last.saturating_add(1));
    let (body, tail) = lines.split_at_checked(full).unwrap_or((lines, &[]));
    let mut pieces = join(file, body);
    let kept = match (sign.contains('-'), sign.contains('+')) {
        (true, _) => 0,
        (false, true) => usize::MAX,
        (false, false) => usize::from(!body.is_empty()),
    };
    let last = body.last().into_iter().chain(tail.iter().filter(|line| !line.end.is_empty()));
    pieces.extend(last.take(kept).map(line_end));
    pieces
}

fn line_end(line: &Line) -> Piece {
    Piece { letter: '\n', from: line.end.clone() }
}

fn letters<'f>(file: &'f str, line: &Line) -> impl Iterator<Item = Piece> + use<'f> {
    let start = line.text.start;
    file.get(line.text.clone()).unwrap_or("").char_indices().map(move |(at, letter)| {
        let from = start.saturating_add(at);
        Piece { letter, from: from..from.saturating_add(letter.len_utf8()) }
    })
}

/// Lines as they stand.
pub(super) fn literal(file: &str, lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let last = lines.len().saturating_sub(1);
    for (line, at) in lines.iter().zip(0..) {
        pieces.extend(letters(file, line));
        if at < last {
            pieces.push(line_end(line));
        }
    }
    pieces
}

/// Lines joined by spaces; empty lines and lines with more spaces keep their line ends.
pub(super) fn folded(file: &str, lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut before: Option<&Line> = None;
    let mut empty: Vec<&Line> = Vec::new();
    for line in lines {
        if line.blank {
            empty.push(line);
            continue;
        }
        if let Some(before) = before {
            let joins = !before.deeper && !line.deeper;
            match (joins, empty.is_empty()) {
                (true, true) => pieces.push(Piece { letter: ' ', from: before.end.clone() }),
                (true, false) => {}
                (false, _) => pieces.push(line_end(before)),
            }
        }
        pieces.extend(empty.drain(..).map(line_end));
        pieces.extend(letters(file, line));
        before = Some(line);
    }
    pieces
}
