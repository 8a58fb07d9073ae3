//! What stands behind `Bot:`.

use crate::script::bubble::{Bubble, Expect};
use crate::script::heads::Speaker;
use crate::script::line::LineKind;
use crate::script::mistake::{Read, mistake};
use crate::script::reader::Piece;
use crate::script::text;

pub(super) fn line(speaker: Speaker, expect: Expect) -> LineKind {
    LineKind::Bot(Bubble {
        speaker: speaker.name,
        privately: speaker.privately,
        expect,
        labels: None,
        cards: Vec::new(),
    })
}

/// What is expected; `value` may have a comment behind it, and does not begin with a quote.
pub(super) fn expect(value: Piece<'_>) -> Read<Expect> {
    let plain = value.uncommented();
    if plain.is_empty() {
        return Ok(Expect::Cards);
    }
    if plain.text == "..." || plain.text == "…" {
        return Ok(Expect::Any);
    }
    if let Some(rest) = value.strip_prefix("~") {
        return inner(rest).map(Expect::Contains);
    }
    if let Some(rest) = value.strip_prefix("not ") {
        return inner(rest).map(Expect::Not);
    }
    if let Some(rest) = value.strip_prefix("one of ") {
        let incomplete =
            || mistake(plain.span, "This list is not complete").fix("Bot: one of a | b");
        return text::alternatives(rest).map(Expect::OneOf).ok_or_else(incomplete);
    }
    match regex(value) {
        Some(regex) => checked(regex).map(Expect::Regex),
        None => Ok(Expect::Exact(plain.text.to_owned())),
    }
}

/// One text, plain or in quotes, on this line.
fn inner(piece: Piece<'_>) -> Read<String> {
    let plain = piece.uncommented();
    match text::quoted(piece.text) {
        Some((text, len)) if piece.text.starts_with('"') && piece.blank_behind(len) => Ok(text),
        Some(_) | None if plain.is_empty() => {
            Err(mistake(plain.span, "Which words?").fix("Bot: ~ some words"))
        }
        Some(_) | None => Ok(plain.text.to_owned()),
    }
}

/// What stands between `/` and the last `/` that only a comment follows.
fn regex(value: Piece<'_>) -> Option<Piece<'_>> {
    let whole = value.text.strip_prefix('/')?;
    let ends = whole.rmatch_indices('/').map(|(at, _)| at);
    let only_comment = |rest: &str| rest.trim().is_empty() || rest.starts_with("  #");
    let end = ends.into_iter().find(|at| whole.get(at + 1..).is_some_and(only_comment))?;
    (end > 0).then(|| value.part(1, end + 1))
}

fn checked(piece: Piece<'_>) -> Read<String> {
    match regex::Regex::new(piece.text) {
        Ok(_) => Ok(piece.text.to_owned()),
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ");
            Err(mistake(piece.span, "This is not a regular expression").label(reason))
        }
    }
}
