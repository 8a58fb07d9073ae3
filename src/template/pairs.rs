//! Values with an operator between them: what is compared, and what is reckoned with.

use std::ops::Range;

use crate::template::token::{Token, What};
use crate::template::walk::{Bound, Walk};

/// Two values and what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<At> {
    /// What stands on the left.
    pub left: Side<At>,
    /// `+`, `==` …
    pub sign: String,
    /// What stands on the right.
    pub right: Side<At>,
}

/// One of the two, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side<At> {
    /// What it is.
    pub what: Operand,
    /// Where.
    pub at: At,
}

/// A value beside an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A variable from outside, with its dots.
    Path(String),
    /// A text in quotes.
    Text(String),
    /// A number as written.
    Number(String),
    /// `true` or `false`.
    Flag(bool),
    /// What only a run can tell.
    Other,
}

impl<At> Pair<At> {
    /// Whether numbers are reckoned with.
    #[must_use]
    pub fn is_sum(&self) -> bool {
        SUMS.contains(&self.sign.as_str())
    }

    /// Whether it asks which one is less.
    #[must_use]
    pub fn is_order(&self) -> bool {
        ["<", ">", "<=", ">="].contains(&self.sign.as_str())
    }

    /// Each side with the one across.
    pub fn sides(&self) -> [(&Side<At>, &Side<At>); 2] {
        [(&self.left, &self.right), (&self.right, &self.left)]
    }

    pub(super) fn map<To>(&self, to: impl Fn(&At) -> To) -> Pair<To> {
        let side = |side: &Side<At>| Side { what: side.what.clone(), at: to(&side.at) };
        Pair { left: side(&self.left), sign: self.sign.clone(), right: side(&self.right) }
    }
}

/// Signs that take numbers.
const SUMS: [&str; 7] = ["+", "-", "*", "/", "//", "%", "**"];
/// Signs that compare.
const COMPARES: [&str; 6] = ["==", "!=", "<", ">", "<=", ">="];

impl Walk<'_, '_> {
    /// Notes pairs of a row of operands; an operator between them is an empty stretch at its token.
    ///
    /// What stands beside a comparison counts only if nothing that binds tighter is on its other side.
    pub(super) fn pairs(&mut self, row: &[Range<usize>]) {
        for (index, sign) in row.iter().enumerate().filter(|(_, part)| part.is_empty()) {
            let Some(sign) = self.token(sign.start) else { continue };
            let (sum, compares) = (SUMS.contains(&sign.text), COMPARES.contains(&sign.text));
            if !sum && !compares {
                continue;
            }
            let side = |step: fn(usize, usize) -> Option<usize>| {
                let operand = row.get(step(index, 1)?).filter(|part| !part.is_empty())?;
                let beyond = step(index, 2).and_then(|at| row.get(at));
                let beyond = beyond.and_then(|part| self.token(part.start));
                let tighter = beyond.is_some_and(|sign| sign.is("~") || SUMS.contains(&sign.text));
                let alone = sum || !tighter;
                let what = if alone { self.operand_of(operand) } else { Operand::Other };
                Some(Side { what, at: self.bytes(operand) })
            };
            let (left, right) = (side(usize::checked_sub), side(usize::checked_add));
            let (Some(left), Some(right)) = (left, right) else { continue };
            self.notes.pairs.push(Pair { left, sign: sign.text.to_owned(), right });
        }
    }

    fn operand_of(&self, range: &Range<usize>) -> Operand {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        if let [token] = tokens
            && !token.is_name()
        {
            return literal(token);
        }
        let free = tokens.first().is_some_and(|root| self.bound(root.text) == Bound::Free);
        if !free || !self.is_path(range) {
            return Operand::Other;
        }
        let names = tokens.iter().filter(|token| token.what == What::Name);
        Operand::Path(names.map(|token| token.text).collect::<Vec<_>>().join("."))
    }
}

/// A value that says itself what it is.
fn literal(token: &Token<'_>) -> Operand {
    let inside = token.text.get(1..token.text.len().saturating_sub(1));
    match (token.what, token.text.to_lowercase().as_str()) {
        (What::Text, _) => match inside.filter(|inside| !inside.contains('\\')) {
            Some(inside) => Operand::Text(inside.to_owned()),
            None => Operand::Other,
        },
        (What::Number, number) => Operand::Number(number.to_owned()),
        (What::Name, "true") => Operand::Flag(true),
        (What::Name, "false") => Operand::Flag(false),
        (What::Name | What::Sign, _) => Operand::Other,
    }
}
