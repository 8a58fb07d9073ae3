//! Texts between the quotes of JSON.

use crate::words::name::Value;

/// A text as it stands between two quotes, which it cannot end.
///
/// Of two texts one behind the other this gives the same as of each by itself.
#[must_use]
pub fn inside(text: &str) -> String {
    let json = Value::from(text).to_string();
    let inside = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_quotes() {
        assert_eq!(inside("plain, Zürich 🍕"), "plain, Zürich 🍕");
        assert_eq!(inside(r#"", "admin": true, "x": ""#), r#"\", \"admin\": true, \"x\": \""#);
        assert_eq!(inside("\\"), "\\\\");
        assert_eq!(inside("a\r\n\t\0\u{1b}\u{7f}"), "a\\r\\n\\t\\u0000\\u001b\u{7f}");
        assert_eq!(inside("\u{2028}\u{feff}"), "\u{2028}\u{feff}");
        assert_eq!(inside(""), "");
    }
}
