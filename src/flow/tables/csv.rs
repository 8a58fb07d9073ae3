//! `data/*.csv`: commas and quotes as RFC 4180 has them; the first row names the columns.

use std::collections::HashMap;

use csv_core::{ReadFieldResult, Reader};

use crate::flow::fields::Told;
use crate::flow::number;
use crate::flow::tables::Sheet;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Value;

/// One cell as it is written.
struct Cell {
    text: String,
    quoted: bool,
    span: Span,
}

impl Cell {
    fn value(self) -> Value {
        if self.quoted { Value::String(self.text) } else { number::or_text(&self.text) }
    }
}

/// The rows of a file as maps; none if it cannot be read, no rows if there is nothing in it.
pub(super) fn read(sheet: Sheet<'_>, told: &mut Told) -> Option<Value> {
    let before = told.diagnostics.len();
    let mut rows = rows(sheet, told).into_iter();
    let Some(head) = rows.next() else { return Some(Value::Array(Vec::new())) };
    if told.diagnostics.len() > before {
        return None;
    }
    if let Some(wrong) = other_sign(&head) {
        told.tell(wrong);
        return None;
    }
    names(&head, told);
    let table = rows.filter_map(|row| map(&head, row, told)).collect();
    (told.diagnostics.len() == before).then_some(Value::Array(table))
}

fn map(head: &[Cell], row: Vec<Cell>, told: &mut Told) -> Option<Value> {
    if row.len() != head.len() {
        told.tell(uneven(head, &row));
        return None;
    }
    let cells = head.iter().map(|name| name.text.clone()).zip(row.into_iter().map(Cell::value));
    Some(Value::Object(cells.collect()))
}

/// All rows but empty ones.
fn rows(sheet: Sheet<'_>, told: &mut Told) -> Vec<Vec<Cell>> {
    let mut reader = Reader::new();
    let mut written = vec![0; sheet.text.len()];
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        let rest = sheet.text.as_bytes().get(at..).unwrap_or_default();
        let (mut result, read, mut length) = reader.read_field(rest, &mut written);
        if result == ReadFieldResult::InputEmpty && !rest.is_empty() {
            let room = written.get_mut(length..).unwrap_or_default();
            let (end, _, more) = reader.read_field(&[], room);
            (result, length) = (end, length.saturating_add(more));
        }
        let ReadFieldResult::Field { record_end } = result else { return rows };
        let text = String::from_utf8_lossy(written.get(..length).unwrap_or_default());
        row.push(cell(sheet, at..at.saturating_add(read), text.into_owned(), told));
        at = at.saturating_add(read);
        if record_end {
            let row = std::mem::take(&mut row);
            rows.extend((!is_blank(&row)).then_some(row));
        }
    }
}

fn is_blank(row: &[Cell]) -> bool {
    matches!(row, [cell] if cell.text.is_empty() && !cell.quoted)
}

/// A cell from the bytes that were read for it, which may have line ends around.
fn cell(sheet: Sheet<'_>, at: std::ops::Range<usize>, text: String, told: &mut Told) -> Cell {
    let read = sheet.text.get(at.clone()).unwrap_or_default();
    let raw = read.trim_start_matches('\n');
    let start = at.end.saturating_sub(raw.len());
    let raw = raw.strip_suffix([',', '\n']).unwrap_or(raw);
    let lead = raw.len().saturating_sub(raw.trim_start().len());
    let (bare, start) = (raw.trim(), start.saturating_add(lead));
    let span = sheet.span(start, start.saturating_add(bare.len()));
    let quoted = bare.starts_with('"');
    if !quoted {
        return Cell { text: text.trim().to_owned(), quoted, span };
    }
    if let Some(label) = misquoted(raw) {
        told.tell(quote(sheet.span(start, start.saturating_add(1)), label));
    }
    Cell { text, quoted, span }
}

/// What is wrong with a cell that begins with a quote.
fn misquoted(raw: &str) -> Option<&'static str> {
    let inside = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let whole = inside.is_some_and(|inside| !inside.replace("\"\"", "").contains('"'));
    if whole {
        None
    } else if raw.matches('"').count() % 2 == 1 {
        Some("this quote is never closed; within quotes a quote is written twice")
    } else {
        Some("nothing may stand between quotes and commas; within quotes a quote is written twice")
    }
}

fn quote(span: Span, label: &str) -> Diagnostic {
    let headline = "The quotes of this cell do not match";
    Diagnostic::error(Code("Y131"), span, headline).label(label).fix("\"a \"\"small\"\" pizza\"")
}

/// A file whose cells are cut by another sign than commas: spreadsheets of some languages do that.
fn other_sign(head: &[Cell]) -> Option<Diagnostic> {
    let [only] = head else { return None };
    let sign = if only.text.contains('\t') { "tabs" } else { "semicolons" };
    let found = !only.quoted && only.text.contains(['\t', ';']);
    let headline = format!("The cells of this table are cut by {sign}, and not by commas");
    found.then(|| {
        Diagnostic::error(Code("Y133"), only.span, headline)
            .fix("save it again as \"CSV (comma separated)\", in UTF-8")
    })
}

/// Tells columns without a name and names of two columns.
fn names(head: &[Cell], told: &mut Told) {
    let mut first: HashMap<&str, Span> = HashMap::with_capacity(head.len());
    for name in head {
        if name.text.is_empty() {
            let headline = "This column has no name";
            let wrong = Diagnostic::error(Code("K210"), name.span, headline);
            told.tell(wrong.label("the first row names the columns").fix("id,name,price"));
        } else if let Some(first) = first.insert(&name.text, name.span) {
            let headline = format!("\"{}\" is here twice", name.text);
            told.tell(
                Diagnostic::error(Code("Y112"), name.span, headline)
                    .label("only one of them would be used")
                    .related(first, "the first one")
                    .fix("give one of them another name"),
            );
        }
    }
}

fn uneven(head: &[Cell], row: &[Cell]) -> Diagnostic {
    let (wanted, found) = (head.len(), row.len());
    let cells = if found == 1 { "cell" } else { "cells" };
    let headline = format!("This row has {found} {cells}, and the first row names {wanted}");
    let (first, last) = (row.first().map(|cell| cell.span), row.last().map(|cell| cell.span));
    let span = first.zip(last).map(|(first, last)| Span { end: last.end, ..first });
    let label = if found > wanted {
        "a text with a comma in it stands in quotes"
    } else {
        "an empty cell still needs its comma"
    };
    Diagnostic::error(Code("Y132"), span.unwrap_or_default(), headline).label(label)
}
