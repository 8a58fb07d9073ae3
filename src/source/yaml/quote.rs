//! A text of an author's, in the quotes that leave most of it as it was typed.

/// Double quotes if nothing in it means something there, else single ones.
pub(super) fn quote(text: &str) -> String {
    if text.contains(['"', '\\']) { single(text) } else { format!("\"{text}\"") }
}

/// Single quotes: nothing but `'` itself means something there.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
