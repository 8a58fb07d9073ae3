//! One tag's words, their brackets, and what is noted about them.

use std::ops::Range;

use crate::limits::{TEMPLATE_DEPTH_MAX, TEMPLATE_OPERATORS_MAX};
use crate::template::foreign;
use crate::template::notes::{Notes, Put, Refusal};
use crate::template::token::{Token, What};

/// Where a name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The template makes it.
    Own,
    /// The template makes it on some ways.
    Maybe,
    /// From outside.
    Free,
    /// A component does not know it.
    Foreign,
}

/// One tag's words on the way to [`Notes`].
pub(super) struct Walk<'w, 'a> {
    pub(super) tokens: &'w [Token<'a>],
    /// The closing bracket of each opening one.
    mates: Vec<usize>,
    pub(super) notes: &'w mut Notes,
    pub(super) bound: &'w dyn Fn(&str) -> Bound,
    /// Variables of the `[… for x in …]` around.
    pub(super) inner: Vec<String>,
    pub(super) calls: u32,
}

impl<'w, 'a> Walk<'w, 'a> {
    /// None if brackets do not match or there is too much; that is noted.
    pub(super) fn new(
        tokens: &'w [Token<'a>],
        notes: &'w mut Notes,
        bound: &'w dyn Fn(&str) -> Bound,
    ) -> Option<Self> {
        let foreign = foreign::first(tokens).map_or(Ok(()), Err);
        match foreign.and_then(|()| mates(tokens)) {
            Ok(mates) => Some(Self { tokens, mates, notes, bound, inner: Vec::new(), calls: 0 }),
            Err(refusal) => {
                notes.refusals.push(refusal);
                None
            }
        }
    }

    pub(super) fn token(&self, at: usize) -> Option<&'w Token<'a>> {
        self.tokens.get(at)
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|token| token.is(word))
    }

    pub(super) fn mate(&self, at: usize) -> usize {
        self.mates.get(at).copied().unwrap_or(at)
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.notes.refusals.push(refusal);
    }

    /// The first of a word in a range that is not inside brackets there.
    pub(super) fn find(&self, range: &Range<usize>, word: &str) -> Option<usize> {
        let mut at = range.start;
        while at < range.end {
            if self.is(at, word) {
                return Some(at);
            }
            at = self.mate(at).max(at).saturating_add(1);
        }
        None
    }

    /// Splits a range; a last part that is empty is none.
    pub(super) fn parts(&self, range: Range<usize>, sign: &str) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        while let Some(at) = self.find(&(start..range.end), sign) {
            parts.push(start..at);
            start = at.saturating_add(1);
        }
        if start < range.end {
            parts.push(start..range.end);
        }
        parts
    }

    /// Where tokens stand.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        let start = tokens.first().map_or(0, |token| token.start);
        start..tokens.last().map_or(start, Token::end)
    }

    pub(super) fn put(&mut self, at: usize, what: &str) {
        self.notes.puts.push(Put { at, what: what.to_owned() });
    }

    /// Puts tokens into parentheses with a filter behind them.
    pub(super) fn wrap(&mut self, range: &Range<usize>, filter: &str) {
        let at = self.bytes(range);
        if !at.is_empty() {
            self.put(at.start, "(");
            self.put(at.end, &format!("){filter}"));
        }
    }
}

/// The closing bracket of each opening one; itself for every other word.
fn mates(tokens: &[Token<'_>]) -> Result<Vec<usize>, Refusal> {
    let mut mates: Vec<usize> = (0..tokens.len()).collect();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut operators = 0_usize;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.what != What::Text) {
        match token.text {
            "(" => open.push((at, ")")),
            "[" | "?[" => open.push((at, "]")),
            "{" => open.push((at, "}")),
            ")" | "]" | "}" => {
                let (start, _) = open
                    .pop()
                    .filter(|(_, close)| token.is(close))
                    .ok_or_else(|| Refusal::Bracket(token.at()))?;
                if let Some(mate) = mates.get_mut(start) {
                    *mate = at;
                }
            }
            "," | ":" | "=" => {}
            _ if token.what == What::Sign => operators = operators.saturating_add(1),
            "and" | "or" | "not" | "in" | "is" | "if" => operators = operators.saturating_add(1),
            _ => {}
        }
        if open.len() > TEMPLATE_DEPTH_MAX || operators > TEMPLATE_OPERATORS_MAX {
            return Err(Refusal::Complex(token.at()));
        }
    }
    match open.last().and_then(|(at, _)| tokens.get(*at)) {
        Some(token) => Err(Refusal::Bracket(token.at())),
        None => Ok(mates),
    }
}
