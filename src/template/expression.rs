//! Goes through one expression: what it reads and calls, and where its work is weighed.
//!
//! Tera has no budgets, so a filter of ours stands wherever work grows with a value's size: at both
//! sides of `~` and of comparisons, before filters, in `[ ]`, behind every item of a list.

use std::ops::Range;

use crate::template::notes::{Call, Given, Named, Refusal};
use crate::template::token::{Token, What};
use crate::template::vocabulary::{self, Reads};
use crate::template::walk::Walk;

impl Walk<'_, '_> {
    /// Goes through an expression.
    pub(super) fn expression(&mut self, range: Range<usize>) {
        let tildes = self.tokens.get(range.clone()).unwrap_or_default();
        let tildes = tildes.iter().filter(|token| token.is("~")).count();
        let (mut at, mut before, mut open) = (range.start, "", true);
        let mut row = Vec::new();
        let first = self.notes.reads.len();
        let mut decided = None;
        while let Some(token) = self.token(at).filter(|_| at < range.end) {
            if token.is("=") {
                self.refuse(Refusal::Assign(token.at()));
                return;
            }
            if token.is("is") {
                row.push(at..at);
                at = self.test(at, range.end);
                (before, open) = ("is", false);
            } else if is_operator(token) && !(open && self.is_component(at)) {
                if !open {
                    row.push(at..at);
                }
                at = at.saturating_add(1);
                (before, open) = (token.text, true);
                let here = self.notes.reads.len();
                if token.is("if") {
                    self.notes.doubt(first..here);
                } else if DECIDING.contains(&token.text) {
                    decided.get_or_insert(here);
                }
            } else {
                let end = self.operand(at, range.end).max(at.saturating_add(1));
                self.weigh(at..end, before, range.end, tildes);
                row.push(at..end);
                (at, open) = (end, false);
            }
        }
        self.notes.doubt(decided.unwrap_or(self.notes.reads.len())..self.notes.reads.len());
        self.pairs(&row);
    }

    /// `<name` where a value is due.
    fn is_component(&self, at: usize) -> bool {
        let next = self.token(at.saturating_add(1));
        self.is(at, "<") && next.is_some_and(|next| next.what == What::Name)
    }

    /// `is`, a test, and what stands behind it.
    fn test(&mut self, at: usize, end: usize) -> usize {
        let mut at = at.saturating_add(1);
        if self.is(at, "not") {
            at = at.saturating_add(1);
        }
        let Some(token) = self.token(at).filter(|token| at < end && token.what == What::Name)
        else {
            return at;
        };
        let (end, call) = self.called(token, at.saturating_add(1));
        self.notes.tests.push(call);
        end
    }

    /// A word with its arguments in parentheses, if there are any; where they end.
    fn called(&mut self, name: &Token<'_>, at: usize) -> (usize, Call) {
        self.calls = self.calls.saturating_add(1);
        let mut call = Call { named: Named::new(name.text, name.at()), given: Vec::new() };
        if !self.is(at, "(") {
            return (at, call);
        }
        let mate = self.mate(at);
        for part in self.parts(at.saturating_add(1)..mate, ",") {
            call.given.extend(self.argument(part, name.text));
        }
        (mate.saturating_add(1), call)
    }

    fn argument(&mut self, part: Range<usize>, callee: &str) -> Option<Given> {
        let value = part.start.saturating_add(2)..part.end;
        let named = self.is(part.start.saturating_add(1), "=") && !value.is_empty();
        let Some(name) = self.token(part.start).filter(|_| named) else {
            let at = self.bytes(&part);
            self.refuse(Refusal::Unnamed(at));
            return None;
        };
        self.expression(value.clone());
        if !name.is("value") && self.is_path(&value) {
            let counter = if callee == "pick" { " | __there" } else { " | __seen" };
            self.put(self.bytes(&value).end, counter);
        }
        let (text, number) = (self.quoted(&value), self.numeral(&value));
        Some(Given { name: name.text.to_owned(), at: name.at(), text, number })
    }

    /// A number, if that is all of a range.
    fn numeral(&self, range: &Range<usize>) -> Option<(String, Range<usize>)> {
        let written: String = self.tokens.get(range.clone())?.iter().map(|it| it.text).collect();
        let digits = written.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        (digits && written.parse::<f64>().is_ok()).then(|| (written, self.bytes(range)))
    }

    /// A text in quotes, if that is all of a range and it says itself what it means.
    fn quoted(&self, range: &Range<usize>) -> Option<(String, Range<usize>)> {
        let [token] = self.tokens.get(range.clone())? else { return None };
        let inside = token.text.get(1..token.text.len().checked_sub(1)?)?;
        let plain = token.what == What::Text && !inside.contains('\\');
        let start = token.start.saturating_add(1);
        plain.then(|| (inside.to_owned(), start..start.saturating_add(inside.len())))
    }

    /// One value with its fields, subscripts and filters.
    fn operand(&mut self, at: usize, end: usize) -> usize {
        let Some(token) = self.token(at) else { return at };
        let mate = self.mate(at);
        let next = at.saturating_add(1);
        let after = match (token.what, token.text) {
            (What::Sign, "(") => {
                self.expression(next..mate);
                mate.saturating_add(1)
            }
            (What::Sign, "[") => {
                self.list(next..mate);
                mate.saturating_add(1)
            }
            (What::Sign, "{") => {
                self.map(next..mate);
                mate.saturating_add(1)
            }
            (What::Sign, "<") => self.component(next, end),
            (What::Name, _) if self.is(next, "(") => {
                let (end, call) = self.called(token, next);
                self.notes.functions.push(call);
                end
            }
            (What::Name, _) if token.is_name() => self.path(at, end),
            _ => next,
        };
        self.behind(after, end)
    }

    /// Subscripts and filters behind a value.
    fn behind(&mut self, mut at: usize, end: usize) -> usize {
        while at < end {
            if self.is(at, "[") {
                let here = self.token(at).map_or(0, |token| token.start);
                self.put(here, " | __sized ");
                let mate = self.mate(at);
                for part in self.parts(at.saturating_add(1)..mate, ":") {
                    self.expression(part);
                }
                at = mate.saturating_add(1);
            } else if self.is(at, "|") {
                at = self.filter(at.saturating_add(1));
            } else {
                break;
            }
        }
        at
    }

    /// A filter from its name on.
    pub(super) fn filter(&mut self, at: usize) -> usize {
        let Some(name) = self.token(at).filter(|token| token.what == What::Name) else { return at };
        let counter = match vocabulary::reads(name.text) {
            Reads::Little => None,
            Reads::Letters => Some("__letters"),
            Reads::Everything => Some("__sized"),
        };
        let before = at.checked_sub(2).and_then(|before| self.token(before));
        match (counter, before) {
            (None, _) => {}
            (Some(counter), Some(before)) if self.is(at.saturating_sub(1), "|") => {
                self.put(before.end(), &format!(" | {counter}"));
            }
            (Some(counter), _) => self.put(name.start, &format!("{counter} | ")),
        }
        let (end, call) = self.called(name, at.saturating_add(1));
        self.notes.filters.push(call);
        end
    }

    /// Weighs an operand beside an operator whose work grows with it.
    fn weigh(&mut self, operand: Range<usize>, before: &str, end: usize, tildes: usize) {
        let after = self.token(operand.end).filter(|_| operand.end < end).map_or("", |t| t.text);
        let next = self.token(operand.end.saturating_add(1)).map_or("", |token| token.text);
        let plain =
            operand.len() == 1 && self.token(operand.start).is_some_and(|token| !token.is_name());
        let here = self.bytes(&operand).end;
        let searched =
            after == "is" && ["containing", "starting_with", "ending_with"].contains(&next);
        if plain {
        } else if before == "~" || after == "~" {
            self.put(here, &format!(" | __joined(n={tildes})"));
        } else if COMPARING.contains(&before)
            || COMPARING.contains(&after)
            || (after == "not" && next == "in")
            || searched
        {
            self.put(here, " | __seen");
        }
    }

    pub(super) fn is_path(&self, range: &Range<usize>) -> bool {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        let part = |token: &Token<'_>| token.is_name() || token.is(".") || token.is("?.");
        tokens.first().is_some_and(Token::is_name) && tokens.iter().all(part)
    }
}

/// Operators that may leave out what stands behind them.
const DECIDING: [&str; 3] = ["and", "or", "else"];

const COMPARING: [&str; 7] = ["==", "!=", "<", ">", "<=", ">=", "in"];

fn is_operator(token: &Token<'_>) -> bool {
    let sign = token.what == What::Sign && !["(", "[", "{"].contains(&token.text);
    sign || ["and", "or", "not", "in", "if", "else"].iter().any(|word| token.is(word))
}
