//! Bytes of a file → its text: UTF-8, LF line ends, no byte order mark.

use std::sync::Arc;

use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourceId, Span};

/// Told of a file that is saved as UTF-16; to save it as UTF-8 is all that it takes.
pub const UTF_16: Code = Code("Y117");

/// A file that is saved as UTF-16, without a mark and with its own line ends; none if it is not, or
/// if anything in it is lost.
#[must_use]
pub fn recoded(bytes: &[u8]) -> Option<String> {
    utf_16(bytes).and_then(|(text, whole)| whole.then_some(text))
}

/// Reads the bytes of a file; `id` is the file's, for the places of what is wrong with it.
///
/// A UTF-8 byte order mark is dropped, CRLF becomes LF, UTF-16 is read with a warning. Bytes that
/// are no UTF-8 are a mistake, and stand as `\u{fffd}` in the text.
#[must_use]
pub fn decode(id: SourceId, path: Arc<str>, bytes: &[u8]) -> (Source, Vec<Diagnostic>) {
    let (text, told) = text_of(id, bytes);
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    (Source { path, text: text.into() }, told)
}

fn text_of(id: SourceId, bytes: &[u8]) -> (String, Vec<Diagnostic>) {
    if let Some((text, rest_is_fine)) = utf_16(bytes) {
        let told = if rest_is_fine { saved_as_utf_16(id) } else { not_text(id, &text) };
        return (text, vec![told]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), Vec::new());
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let told = not_text(id, &text);
    (text, vec![told])
}

/// Text that is saved as UTF-16, with or without a byte order mark, and whether all of it is right.
fn utf_16(bytes: &[u8]) -> Option<(String, bool)> {
    let little: fn([u8; 2]) -> u16 = u16::from_le_bytes;
    let (unit, body): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, body @ ..] => (little, body),
        [0xfe, 0xff, body @ ..] => (u16::from_be_bytes, body),
        [first, 0, ..] if *first != 0 => (little, bytes),
        [0, first, ..] if *first != 0 => (u16::from_be_bytes, bytes),
        _ => return None,
    };
    let (pairs, odd) = body.as_chunks::<2>();
    let units = || pairs.iter().map(|&pair| unit(pair));
    let whole = odd.is_empty() && char::decode_utf16(units()).all(|found| found.is_ok());
    let replaced =
        char::decode_utf16(units()).map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some((replaced.collect(), whole))
}

fn saved_as_utf_16(id: SourceId) -> Diagnostic {
    let span = Span { source: id, start: 0, end: 0 };
    Diagnostic::warning(UTF_16, span, "This file is saved as UTF-16; save it as UTF-8")
        .note("It is read all the same, but most tools will not show it.")
        .fix("in your editor choose \"Save with encoding\", then UTF-8")
}

fn not_text(id: SourceId, text: &str) -> Diagnostic {
    let text = text.replace("\r\n", "\n");
    let at = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
    let start = u32::try_from(at).unwrap_or(0);
    let span = Span { source: id, start, end: start.saturating_add(3) };
    Diagnostic::error(Code("Y123"), span, "This letter is not saved as UTF-8")
        .label("nobody can tell which letter this was")
        .fix("in your editor choose \"Save with encoding\", then UTF-8, and type the letter again")
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::source::SourceId;

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let (source, told) = decode(SourceId(0), "a.yaml".into(), bytes);
        (source.text.to_string(), told.iter().map(|one| one.code.0).collect())
    }

    #[test]
    fn marks_and_line_ends_go() {
        assert_eq!(read(b"\xef\xbb\xbfa: b\r\nc: d\r\n"), ("a: b\nc: d\n".into(), vec![]));
    }

    #[test]
    fn utf_16_is_read_with_a_warning() {
        let little: Vec<u8> =
            "\u{feff}a: é\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "a: é\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&little), ("a: é\n".into(), vec!["Y117"]));
        assert_eq!(read(&big), ("a: é\n".into(), vec!["Y117"]));
    }

    #[test]
    fn other_bytes_are_told() {
        let (source, told) = decode(SourceId(0), "a.yaml".into(), b"a: b\r\nc: caf\xe9\n");
        assert_eq!(&*source.text, "a: b\nc: caf\u{fffd}\n");
        let range = told[0].span.and_then(crate::source::Span::range);
        assert_eq!((told[0].code.0, range), ("Y123", Some(11..14)));
        assert_eq!(read(b"\xff\xfea\0\x00\xd8").1, ["Y123"]);
    }
}
