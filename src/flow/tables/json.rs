//! `data/*.json`: JSON as RFC 8259 has it. Numbers stay as they are written, so that the same table
//! means the same in every format.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::flow::fields::Told;
use crate::flow::number;
use crate::flow::tables::Sheet;
use crate::limits::YAML_DEPTH_MAX;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Value;

/// The value of a file; none if it cannot be read.
pub(super) fn read(sheet: Sheet<'_>, told: &mut Told) -> Option<Value> {
    if sheet.text.trim().is_empty() {
        return Some(Value::Array(Vec::new()));
    }
    match serde_json::from_str::<&RawValue>(sheet.text) {
        Ok(raw) => Reader { sheet, told }.value(raw, YAML_DEPTH_MAX),
        Err(error) => {
            told.tell(unreadable(sheet, 0, &error));
            None
        }
    }
}

struct Reader<'r, 't> {
    sheet: Sheet<'t>,
    told: &'r mut Told,
}

impl<'t> Reader<'_, 't> {
    /// What stands at one place; `depth` lists and maps may still lie inside one another.
    fn value(&mut self, raw: &'t RawValue, depth: usize) -> Option<Value> {
        let written = raw.get();
        match written.as_bytes().first() {
            Some(b'{') => self.map(raw, depth),
            Some(b'[') => self.list(raw, depth),
            Some(b'"') => self.parsed::<String>(raw).map(Value::String),
            Some(b't' | b'f' | b'n') => self.parsed(raw),
            Some(_) | None => Some(number::or_text(written)),
        }
    }

    fn list(&mut self, raw: &'t RawValue, depth: usize) -> Option<Value> {
        let inside = self.deeper(raw, depth)?;
        let items: Vec<&RawValue> = self.parsed(raw)?;
        items.into_iter().map(|item| self.value(item, inside)).collect()
    }

    fn map(&mut self, raw: &'t RawValue, depth: usize) -> Option<Value> {
        let inside = self.deeper(raw, depth)?;
        let Entries(entries) = self.parsed(raw)?;
        let mut first: HashMap<String, usize> = HashMap::with_capacity(entries.len());
        let mut map = serde_json::Map::with_capacity(entries.len());
        for (name, item) in entries {
            let start = self.start(item);
            if let Some(before) = first.get(&name) {
                let (first, second) = (self.name_at(*before), self.name_at(start));
                self.told.tell(twice(&name, first, second));
                continue;
            }
            map.insert(name.clone(), self.value(item, inside)?);
            first.insert(name, start);
        }
        Some(Value::Object(map))
    }

    fn deeper(&mut self, raw: &RawValue, depth: usize) -> Option<usize> {
        let inside = depth.checked_sub(1);
        if inside.is_none() {
            let start = self.start(raw);
            let headline = "Too many lists and maps inside one another";
            let told = Diagnostic::error(Code("Y122"), self.sheet.span(start, start), headline);
            self.told.tell(told.label(format!("there may be {YAML_DEPTH_MAX}")));
        }
        inside
    }

    fn parsed<T: Deserialize<'t>>(&mut self, raw: &'t RawValue) -> Option<T> {
        let read = serde_json::from_str(raw.get());
        read.inspect_err(|error| {
            let start = self.start(raw);
            self.told.tell(unreadable(self.sheet, start, error));
        })
        .ok()
    }

    /// The byte at which a value starts: it is a stretch of the file itself.
    fn start(&self, raw: &RawValue) -> usize {
        raw.get().as_ptr().addr().saturating_sub(self.sheet.text.as_ptr().addr())
    }

    /// The place of the name before a value.
    fn name_at(&self, value: usize) -> Span {
        let before = self.sheet.text.get(..value).unwrap_or_default().trim_end();
        let before = before.strip_suffix(':').unwrap_or(before).trim_end();
        let end = before.len();
        let open = before.strip_suffix('"').and_then(opening).unwrap_or(end);
        self.sheet.span(open, end)
    }
}

/// Where the quote stands that opens the text which ends here.
fn opening(before: &str) -> Option<usize> {
    let mut quotes = before.rmatch_indices('"').map(|(at, _)| at);
    quotes.find(|at| {
        let slashes = before.get(..*at).unwrap_or_default().bytes().rev();
        slashes.take_while(|byte| *byte == b'\\').count() % 2 == 0
    })
}

fn twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(Code("Y112"), second, format!("\"{name}\" is here twice"))
        .label("only one of them would be used")
        .related(first, "the first one")
        .fix("keep one of them, or give one of them another name")
}

/// What serde says of text that begins at a byte of the file.
fn unreadable(sheet: Sheet<'_>, from: usize, error: &serde_json::Error) -> Diagnostic {
    let told = |span| Diagnostic::error(Code("Y130"), span, "This cannot be read as JSON");
    let text = sheet.text.get(from..).unwrap_or_default();
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line = from.saturating_add(lines.map(str::len).sum());
    let end = sheet.text.trim_end().len();
    let at = line.saturating_add(error.column().saturating_sub(1)).min(end.saturating_sub(1));
    let at = sheet.text.floor_char_boundary(at);
    let here = sheet.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let span = sheet.span(at, at.saturating_add(here.len_utf8()));
    let before = sheet.text.get(..at).unwrap_or_default().trim_end();
    if matches!(here, '}' | ']') && before.ends_with(',') {
        let comma = sheet.span(before.len().saturating_sub(1), before.len());
        return told(comma).label("JSON takes no comma before ] and }").edit(comma, "");
    }
    let (label, fix) = said(&error.to_string(), here);
    told(span).label(label).fix(fix)
}

/// serde's words in an author's, and what to do.
fn said(message: &str, here: char) -> (&'static str, &'static str) {
    const REASONS: [(&str, &str, &str); 9] = [
        ("expected `,` or", "a comma is missing before this", ""),
        ("expected `:`", "a colon is missing before this", ""),
        ("key must be a string", "a name stands here in double quotes", "\"name\": …"),
        ("EOF while parsing", "the file ends here, and something is still open", ""),
        ("control character", "a line end within a text is written \\n", ""),
        ("trailing characters", "the table has ended before this", "one file, one list or map"),
        ("invalid number", "JSON numbers begin with neither 0 nor a point", "\"0123\""),
        ("hex escape", "half of a letter: an emoji is written \\ud83c\\udf55", ""),
        ("escape", "a \\ in a text is written \\\\", ""),
    ];
    match here {
        '#' | '/' => return ("JSON has no comments", "leave it out"),
        '\'' | '“' | '”' => return ("JSON wants double quotes", "\"…\""),
        _ => {}
    }
    let found = REASONS.iter().find(|(said, _, _)| message.contains(said));
    found.map_or(("texts stand in double quotes here", "\"…\""), |(_, label, fix)| (label, fix))
}

/// The entries of a map, those of one name too.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(All)
    }
}

struct All;

impl<'de> Visitor<'de> for All {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Entries<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            all.push(entry);
        }
        Ok(Entries(all))
    }
}
