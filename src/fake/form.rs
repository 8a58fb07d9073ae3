//! Forms of several parts, as files come in them.

use serde_json::{Map, Value};

/// The form's texts as JSON where they are JSON, and the length of its file as `filedata`; none if
/// it is no form.
pub(super) fn read(content_type: &str, body: &[u8]) -> Option<Value> {
    let boundary = content_type.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1;
    let mark = format!("--{}", boundary.trim_matches('"'));
    let mut parts = Map::new();
    let mut rest = body;
    loop {
        let at = find(rest, mark.as_bytes())?;
        rest = rest.get(at.saturating_add(mark.len())..)?;
        if rest.starts_with(b"--") {
            return Some(Value::Object(parts));
        }
        let head = find(rest, b"\r\n\r\n")?;
        let names = String::from_utf8_lossy(rest.get(..head)?).into_owned();
        rest = rest.get(head.saturating_add(4)..)?;
        let end = find(rest, format!("\r\n{mark}").as_bytes())?;
        let content = rest.get(..end)?;
        let name = names.split_once("name=\"")?.1.split_once('"')?.0.to_owned();
        let value = if names.contains("filename=") {
            Value::from(content.len())
        } else {
            let text = String::from_utf8_lossy(content);
            serde_json::from_str(&text).unwrap_or_else(|_plain| Value::from(text.into_owned()))
        };
        parts.insert(name, value);
        // A file may hold the mark as well, so the next part is looked for behind it.
        rest = rest.get(end.saturating_add(2)..)?;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{\"a\":1}\r\n\
            --x\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\n\x00\xff--x\r\n--x--\r\n";
        let form = read("multipart/form-data; boundary=x", body);
        assert_eq!(form, Some(json!({"message": {"a": 1}, "filedata": 5})));
        assert_eq!(read("application/json", body), None);
        assert_eq!(read("multipart/form-data; boundary=y", body), None);
    }
}
