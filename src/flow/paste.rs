//! What authors wrote, short enough to be shown again in advice.

use crate::source::yaml::{Node, NodeKind, Style};

/// Longest value that advice repeats, in letters.
const VALUE_LETTERS_MAX: usize = 60;

/// `say: Hello!`, or `say: …` where the value is more than a short line.
pub(super) fn line(word: &str, node: &Node) -> String {
    format!("{word}: {}", value(node))
}

/// A short text as it was written, or `…`.
pub(super) fn value(node: &Node) -> String {
    let NodeKind::Text(text) = &node.kind else { return "…".to_owned() };
    let value = text.value.trim();
    let fits =
        !value.is_empty() && !value.contains('\n') && value.chars().count() <= VALUE_LETTERS_MAX;
    match text.style {
        _ if !fits => "…".to_owned(),
        Style::Plain => value.to_owned(),
        Style::Single | Style::Double | Style::Literal | Style::Folded => {
            let apostrophe = value.contains(['"', '\\']);
            match (apostrophe, value.contains('\'')) {
                (false, _) => format!("\"{value}\""),
                (true, false) => format!("'{value}'"),
                (true, true) => "…".to_owned(),
            }
        }
    }
}

/// The short texts of a list, each once; nothing if one of its entries is none.
pub(super) fn words(node: &Node) -> Option<Vec<String>> {
    let items = match &node.kind {
        NodeKind::List(items) => items.as_slice(),
        NodeKind::Text(_) => std::slice::from_ref(node),
        NodeKind::Map(_) => return None,
    };
    let words: Vec<_> = items.iter().map(value).collect();
    (!words.is_empty() && !words.iter().any(|word| word == "…")).then_some(words)
}
