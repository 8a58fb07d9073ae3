//! Texts and values as they stand in a test: plain, or in `"…"`.

use crate::script::reader::{Piece, comment};
use crate::source::SourceId;
use crate::words::name::Value;

/// Reads a leading `"…"`: the text, and how many bytes it takes with its quotes.
pub(super) fn quoted(source: &str) -> Option<(String, usize)> {
    let mut letters = source.char_indices().skip(1);
    let mut text = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((text, at + 1)),
            '\\' => match letters.next()?.1 {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    None
}

/// The text in quotes, on one line.
pub(super) fn quote(text: &str) -> String {
    quote_lines(text).replace('\n', "\\n")
}

/// The text in quotes, with its own lines.
pub(super) fn quote_lines(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\r', "\\r");
    format!("\"{}\"", text.replace('\t', "\\t"))
}

/// Whether a text means itself without quotes.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(['"'])
        && !text.contains(char::is_control)
        && comment(text).is_none()
}

/// Texts between ` | `, each plain or in quotes; none where a quote is never closed.
pub(super) fn alternatives(piece: Piece<'_>) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    let mut rest = piece.trim();
    loop {
        let (text, behind) = alternative(rest)?;
        texts.push(text);
        match behind.strip_prefix("|") {
            Some(next) => rest = next,
            None if behind.is_empty() || behind.text.starts_with('#') => return Some(texts),
            None => return None,
        }
    }
}

fn alternative(piece: Piece<'_>) -> Option<(String, Piece<'_>)> {
    if piece.text.starts_with('"') {
        let (text, len) = quoted(piece.text)?;
        return Some((text, piece.from(len).trim()));
    }
    let end = [piece.text.find(" | "), comment(piece.text)].into_iter().flatten().min();
    let end = end.unwrap_or(piece.text.len());
    let text = piece.until(end).trim();
    let complete = !text.is_empty() && !text.text.ends_with('|');
    complete.then(|| (text.text.to_owned(), piece.from(end).trim()))
}

/// Texts with ` | ` between them.
pub(super) fn print_alternatives(texts: &[String]) -> String {
    let print = |text: &String| {
        let plain = is_plain(text) && !text.contains('|');
        if plain { text.clone() } else { quote(text) }
    };
    texts.iter().map(print).collect::<Vec<_>>().join(" | ")
}

/// Reads a value: `"text"`, a plain number, `true`, `false`, `none`, a list of such or of plain
/// words, a JSON map, or a text. None for quotes, a list or a map that is not complete.
pub(super) fn value(text: &str) -> Option<Value> {
    let whole = |(text, len): (String, usize), all: usize| (len == all).then_some(text);
    match text.chars().next() {
        Some('"') => whole(quoted(text)?, text.len()).map(Value::String),
        Some('[') => serde_json::from_str(text).ok().or_else(|| list(text)),
        Some('{') => serde_json::from_str(text).ok(),
        _ => Some(word(text)),
    }
}

/// `[vip, 3]`: each of its values as it would stand alone, but no further list of plain words.
fn list(text: &str) -> Option<Value> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    let one = |part: Piece<'_>| match part.text.chars().next()? {
        '[' => serde_json::from_str(part.text).ok(),
        _ => value(part.text),
    };
    Piece::new(SourceId::default(), inside).split_outside(',').into_iter().map(one).collect()
}

fn word(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "none" => Value::Null,
        other => match serde_json::from_str::<serde_json::Number>(other) {
            Ok(number) if number.to_string() == other => Value::Number(number),
            Ok(_) | Err(_) => Value::String(other.to_owned()),
        },
    }
}

/// A value as [`value`] reads it, fit for a list with `,` or `;` in it.
pub(super) fn print_value(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) if is_plain_value(text) => text.clone(),
        Value::String(text) => quote(text),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn is_plain_value(text: &str) -> bool {
    is_plain(text)
        && !text.contains(['"', ',', ';', '[', ']', '{', '}', '='])
        && word(text) == Value::String(text.to_owned())
}
