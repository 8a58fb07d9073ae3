//! Lines under a flow's name that YAML takes for one text or a list, and what they were meant to be.

use crate::flow::files::is_word;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind, Text};

/// What is wrong with them, if it can be told.
pub(super) fn told(node: &Node) -> Option<Diagnostic> {
    match &node.kind {
        NodeKind::List(items) => dashes(node, items),
        NodeKind::Text(text) => lines(node, text),
        NodeKind::Map(_) => None,
    }
}

/// `- when: hello`: keys of the flow as a list.
fn dashes(node: &Node, items: &[Node]) -> Option<Diagnostic> {
    let first = items.first()?;
    let NodeKind::Map(entries) = &first.kind else { return None };
    let word = &entries.first().filter(|entry| is_word(&entry.key.value))?.key.value;
    let start = Span { end: first.span.start, ..node.span };
    let span = if start.range()?.is_empty() { first.span } else { start };
    let told = Diagnostic::error(Code("K205"), span, "The words of a flow have no dashes");
    Some(
        told.label("only steps and other lists do")
            .fix(format!("{word}: …\n(without the \"- \", all in the same column)")),
    )
}

/// `when = hello`, `when hello`, or a colon with a space behind it that is none.
fn lines(node: &Node, text: &Text) -> Option<Diagnostic> {
    let line = text.value.lines().next()?;
    let length = line.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(length)?;
    if !is_word(word) {
        return None;
    }
    let first = node.span.part(0, length);
    let sign = rest.trim_start().chars().next()?;
    let meant = format!("{word}: {}", rest.trim_start_matches([' ', '=']));
    match (rest.chars().next()?, sign) {
        (':', _) => Some(
            Diagnostic::error(
                Code("Y114"),
                first,
                "The space after this colon is an invisible character",
            )
            .label("a \"non-breaking\" space, often copied from a web page")
            .fix("delete what follows the colon up to the text, and press the space bar"),
        ),
        (' ', '=') => Some(
            Diagnostic::error(
                Code("Y127"),
                first,
                format!("\"{word}\" is followed by a colon, not by ="),
            )
            .label("a word of the bot language ends with a colon and a space")
            .fix(meant),
        ),
        (' ', _) => Some(
            Diagnostic::error(Code("Y127"), first, format!("Is a colon missing after \"{word}\"?"))
                .label("a word of the bot language ends with a colon and a space")
                .fix(meant),
        ),
        _ => None,
    }
}
