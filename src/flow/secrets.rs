//! Tokens that stand in files (B1003): they belong into the environment.

use crate::flow::fields::Told;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};
use crate::source::{SourceId, Span};

/// Keys that only a secret can stand after.
const KEYS: &[&str] =
    &["token", "access_token", "page_access_token", "page_token", "app_secret", "verify_token"];

/// How every token of a Page begins.
const TOKEN_START: &str = "EAA";
/// Letters from which on such a text is taken for a token.
const TOKEN_LETTERS_MIN: usize = 30;

/// Whether a key of `bot.yaml` can only be a secret's.
pub(super) fn is_secret_key(entry: &Entry) -> bool {
    KEYS.contains(&entry.key.value.to_lowercase().as_str())
}

/// Tells every token in a file.
pub(super) fn look(node: &Node, told: &mut Told) {
    match &node.kind {
        NodeKind::Text(text) if is_token(&text.value) => tell(node.span, told),
        NodeKind::Text(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| look(item, told)),
        NodeKind::Map(entries) => entries.iter().for_each(|entry| look(&entry.value, told)),
    }
}

/// Tells every token in a file that is no YAML of flows.
pub(super) fn look_at_text(source: SourceId, text: &str, told: &mut Told) {
    let joins = |c: char| c.is_ascii_alphanumeric();
    for (at, _) in text.match_indices(TOKEN_START) {
        let rest = text.get(at..).unwrap_or_default();
        let length = rest.find(|c| !joins(c)).unwrap_or(rest.len());
        let begins = !text.get(..at).unwrap_or_default().ends_with(joins);
        if begins && length >= TOKEN_LETTERS_MIN {
            let place = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
            tell(Span { source, start: place(at), end: place(at.saturating_add(length)) }, told);
        }
    }
}

/// Tells secrets of `bot.yaml` that are known by their key.
pub(super) fn look_at_keys(node: &Node, told: &mut Told) {
    let NodeKind::Map(entries) = &node.kind else { return };
    let secret = entries.iter().filter(|entry| is_secret_key(entry));
    for entry in secret {
        let seen = matches!(&entry.value.kind, NodeKind::Text(text) if is_token(&text.value));
        if !seen {
            tell(entry.value.span, told);
        }
    }
}

fn is_token(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| word.starts_with(TOKEN_START) && word.len() >= TOKEN_LETTERS_MIN)
}

fn tell(span: Span, told: &mut Told) {
    let headline = "This looks like a real access token. Never write secrets in files people share";
    told.tell(Diagnostic::error(Code("B1003"), span, headline).fix(
        "delete the line and set PAGE_ACCESS_TOKEN in the environment; then make a new token, \
         this one may have been seen",
    ));
}
