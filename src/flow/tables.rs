//! `data/`: read-only tables, `data.NAME` in every template (LANGUAGE, "A bot is a folder").

mod csv;
mod json;
#[cfg(test)]
mod tests;
mod yaml;

use indexmap::IndexMap;

use crate::flow::fields::Told;
use crate::flow::{names, secrets};
use crate::limits::{TABLE_ROWS_MAX, TABLES_BYTES_MAX};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourceId, Sources, Span};
use crate::template::tables::Tables;
use crate::words::name::Value;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Yaml,
    Json,
    Csv,
}

/// The file of a table.
#[derive(Clone, Copy, Debug)]
struct Sheet<'t> {
    id: SourceId,
    text: &'t str,
}

impl Sheet<'_> {
    /// A stretch of the file, widened to whole letters.
    fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) =
            (self.text.floor_char_boundary(start), self.text.ceil_char_boundary(end));
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source: self.id, start: at(start), end: at(end) }
    }
}

/// Reads all tables of a bot. One that cannot be read is there with nothing in it, so that nobody
/// complains about those who read it.
pub(super) fn read(sources: &Sources, told: &mut Told) -> Tables {
    let mut tables: IndexMap<String, (SourceId, Value)> = IndexMap::new();
    let mut bytes = 0_usize;
    for (id, source) in sources.iter() {
        let Some((name, format)) = table(source) else { continue };
        bytes = bytes.saturating_add(source.text.len());
        if let Some((first, _)) = tables.get(name) {
            told.tell(twice(name, id, *first, sources));
        } else if check_name(name, source, id, told) {
            let fits = bytes <= TABLES_BYTES_MAX;
            let value = if fits { whole(id, source, format, told) } else { None };
            if !fits {
                told.tell(too_large(id));
            }
            tables.insert(name.to_owned(), (id, value.unwrap_or_default()));
        }
    }
    Tables::new(&tables.into_iter().map(|(name, (_, value))| (name, value)).collect())
}

/// The name and format of a table, if a file is one. Sub-folders are only for order.
fn table(source: &Source) -> Option<(&str, Format)> {
    let path = source.path.strip_prefix("data/")?;
    let file = path.rsplit('/').next().unwrap_or(path);
    let (name, ending) = file.rsplit_once('.')?;
    let format = match ending {
        "yaml" | "yml" => Format::Yaml,
        "json" => Format::Json,
        "csv" => Format::Csv,
        _ => return None,
    };
    Some((name, format))
}

/// One table; none if there is something wrong with it.
fn whole(id: SourceId, source: &Source, format: Format, told: &mut Told) -> Option<Value> {
    let sheet = Sheet { id, text: &source.text };
    secrets::look_at_text(id, sheet.text, told);
    let before = told.diagnostics.len();
    let value = match format {
        Format::Yaml => yaml::read(sheet, told),
        Format::Json => json::read(sheet, told),
        Format::Csv => csv::read(sheet, told),
    }?;
    let rows = match &value {
        Value::Array(rows) => rows.len(),
        Value::Object(rows) => rows.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            told.tell(no_table(sheet));
            return None;
        }
    };
    if rows > TABLE_ROWS_MAX {
        told.tell(too_long(id, rows));
    }
    (told.diagnostics.len() == before).then_some(value)
}

/// Tells a file name that is no name for a variable.
fn check_name(name: &str, source: &Source, id: SourceId, told: &mut Told) -> bool {
    let Err(proposal) = names::check_field(name) else { return true };
    let headline = format!("\"{name}\" can't be the name of a table");
    let diagnostic = Diagnostic::error(Code("K210"), beginning(id), headline)
        .note("A table is called as its file: small letters, digits and _ only.");
    let file = source.path.rsplit_once('.').and_then(|(path, ending)| {
        let folder = path.strip_suffix(name)?;
        proposal.map(|name| format!("{folder}{name}.{ending}"))
    });
    told.tell(match file {
        Some(file) => diagnostic.fix(format!("rename the file to {file}")),
        None => diagnostic,
    });
    false
}

fn beginning(id: SourceId) -> Span {
    Span { source: id, start: 0, end: 0 }
}

fn twice(name: &str, id: SourceId, first: SourceId, sources: &Sources) -> Diagnostic {
    let headline = format!("Two tables are called \"{name}\"");
    let other = sources.get(first).map_or("", |source| &source.path);
    Diagnostic::error(Code("R306"), beginning(id), headline)
        .related(beginning(first), "first one")
        .note(format!("data.{name} could mean either; {other} is read."))
        .fix("rename one of the files, or put both into one")
}

fn no_table(sheet: Sheet<'_>) -> Diagnostic {
    let start = sheet.text.len().saturating_sub(sheet.text.trim_start().len());
    let span = sheet.span(start, sheet.text.trim_end().len());
    Diagnostic::error(Code("K205"), span, "A table wants a list or a map")
        .fix("- {name: Tea, price: 3}\n- {name: Cake, price: 2.5}")
}

fn too_long(id: SourceId, rows: usize) -> Diagnostic {
    let headline = format!("This table has {rows} rows; a table may have {TABLE_ROWS_MAX}");
    Diagnostic::error(Code("Y134"), beginning(id), headline)
        .fix("cut it into several files, or ask another system with an http step")
}

fn too_large(id: SourceId) -> Diagnostic {
    let headline = format!("With this one the tables are larger than {TABLES_BYTES_MAX} bytes");
    Diagnostic::error(Code("Y134"), beginning(id), headline)
        .fix("leave out what nobody reads, or ask another system with an http step")
}
