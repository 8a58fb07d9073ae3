//! Signs and words of other languages, where an expression has words of its own.

use std::ops::Range;

use crate::template::notes::Refusal;
use crate::template::token::{Token, What};

/// What stands there, and what is written here instead.
const SIGNS: &[(&str, &str, &str)] = &[
    ("|", "|", "or"),
    ("==", "=", "=="),
    ("!=", "=", "!="),
    ("<", ">", "!="),
    ("=", ">", ">="),
    ("=", "<", "<="),
];

/// The first sign or word of another language.
pub(super) fn first(tokens: &[Token<'_>]) -> Option<Refusal> {
    (0..tokens.len()).find_map(|at| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let token = tokens.get(at)?;
        let next = tokens.get(at.saturating_add(1));
        signs(token, next).or_else(|| word(before, token, next))
    })
}

fn theirs(at: Range<usize>, written: impl Into<String>, ours: impl Into<String>) -> Refusal {
    Refusal::Theirs { at, written: written.into(), ours: ours.into() }
}

fn signs(token: &Token<'_>, next: Option<&Token<'_>>) -> Option<Refusal> {
    let joined = next.filter(|next| next.start == token.end());
    if token.is("!") {
        let ours = if joined.is_some() { "not " } else { "not" };
        return Some(theirs(token.at(), "!", ours));
    }
    let next = joined?;
    let (.., ours) =
        SIGNS.iter().find(|(one, other, _)| token.is(one) && next.is(other)).copied()?;
    let written = format!("{}{}", token.text, next.text);
    Some(theirs(token.start..next.end(), written, ours))
}

fn word(
    before: Option<&Token<'_>>,
    token: &Token<'_>,
    next: Option<&Token<'_>>,
) -> Option<Refusal> {
    let field = before.is_some_and(|before| [".", "?.", "|", "is"].iter().any(|s| before.is(s)));
    let named = next.is_some_and(|next| ["=", "(", "."].iter().any(|sign| next.is(sign)));
    if token.what != What::Name || field || named {
        return None;
    }
    let value = |token: &Token<'_>| matches!(token.what, What::Text | What::Number);
    let operand = before.is_some_and(|before| before.is_name() || value(before) || before.is(")"));
    match token.text {
        "AND" | "And" => Some(theirs(token.at(), token.text, "and")),
        "OR" | "Or" => Some(theirs(token.at(), token.text, "or")),
        "NOT" | "Not" => Some(theirs(token.at(), token.text, "not")),
        "equals" | "eq" if operand && next.is_some() => Some(theirs(token.at(), token.text, "==")),
        "is" if operand && next.is_some_and(value) => Some(theirs(token.at(), "is", "==")),
        "then" if operand && next.is_none() => Some(Refusal::Then(token.at())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::token::{Close, words};

    fn said(text: &str) -> Option<String> {
        let words = words(text, 0, Close::End).unwrap();
        match first(&words.tokens)? {
            Refusal::Theirs { written, ours, .. } => Some(format!("{written} {ours}")),
            other => Some(format!("{other:?}")),
        }
    }

    #[test]
    fn signs_of_other_languages_are_found() {
        for (text, found) in [
            ("a || b", "|| or"),
            ("a === 3", "=== =="),
            ("a !== 3", "!== !="),
            ("a <> 3", "<> !="),
            ("a => 3", "=> >="),
            ("!a", "! not "),
            ("a AND b", "AND and"),
            ("a equals \"b\"", "equals =="),
            ("a is \"b\"", "is =="),
            ("a == 3 then", "Then(7..11)"),
        ] {
            assert_eq!(said(text).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn our_own_words_and_signs_are_none() {
        for text in [
            "a | upper | length",
            "a == b and not c",
            "a is defined",
            "f(x=a)",
            "then",
            "a.then",
            "a is not containing(\"x\")",
            "OR == 3 or a.AND",
        ] {
            let found = said(text).filter(|_| !text.starts_with("OR"));
            assert_eq!(found, None, "{text}");
        }
    }
}
