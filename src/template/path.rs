//! Variables in expressions: what is read, and letters that are counted before Tera goes through them.

use std::ops::Range;

use crate::template::mistake::LOOP;
use crate::template::notes::{Path, Refusal};
use crate::template::token::{Token, What};
use crate::template::walk::{Bound, Walk};

/// `[ ]` that one variable may have, `a[0][1]`.
const SUBSCRIPTS_MAX: usize = 4;

impl Walk<'_, '_> {
    /// A variable with its fields and subscripts.
    pub(super) fn path(&mut self, start: usize, end: usize) -> usize {
        let Some(root) = self.token(start) else { return start };
        let looping = root.is("loop") && self.bound(root.text) == Bound::Own;
        let (mut path, mut dotted, mut subscripts) = (root.text.to_owned(), true, 0);
        let (mut at, mut path_end) = (start.saturating_add(1), root.end());
        while let Some(token) = self.token(at).filter(|_| at < end) {
            let next = at.saturating_add(1);
            if token.is(".") || token.is("?.") {
                let Some(field) = self.token(next).filter(|next| next.what == What::Name) else {
                    break;
                };
                if token.is(".") && !looping {
                    self.put(token.start, "?");
                }
                let of_loop = looping && dotted && path == "loop";
                if of_loop && !LOOP.contains(&field.text) {
                    self.refuse(Refusal::Loop(field.at(), field.text.to_owned()));
                }
                if dotted {
                    path = format!("{path}.{}", field.text);
                    path_end = field.end();
                }
                at = next.saturating_add(1);
            } else if token.is("[") || token.is("?[") {
                dotted = false;
                subscripts += 1;
                if subscripts > SUBSCRIPTS_MAX {
                    self.refuse(Refusal::Complex(token.at()));
                    return end;
                }
                at = self.subscript(start, at);
            } else {
                break;
            }
        }
        if path.contains('.') {
            self.dash(start, at);
        }
        self.read(path, root.start..path_end);
        at
    }

    /// `user.first-name`, without white space around the dash.
    fn dash(&mut self, start: usize, at: usize) {
        let (Some(dash), Some(name)) = (self.token(at), self.token(at.saturating_add(1))) else {
            return;
        };
        let before = self.token(at.saturating_sub(1)).map_or(0, Token::end);
        let tight = before == dash.start && dash.end() == name.start;
        if dash.is("-") && name.is_name() && tight {
            let written = self.tokens.get(start..at.saturating_add(2)).unwrap_or_default();
            let bytes = self.bytes(&(start..at.saturating_add(2)));
            let written: String = written.iter().map(|token| token.text).collect();
            self.refuse(Refusal::Dash(bytes, written));
        }
    }

    /// `[…]` behind a variable. Tera goes through all letters of a text for it.
    fn subscript(&mut self, start: usize, at: usize) -> usize {
        let mate = self.mate(at);
        let Some(open) = self.token(at) else { return at };
        if open.is("[") {
            self.put(open.start, "?");
        }
        let inside = at.saturating_add(1)..mate;
        let parts = self.parts(inside.clone(), ":");
        let colons = self.tokens.get(inside.clone()).unwrap_or_default();
        let colons = colons.iter().any(|token| token.is(":")) && self.find(&inside, ":").is_some();
        for part in parts.iter().filter(|part| !part.is_empty()) {
            self.expression(part.clone());
        }
        let literal = inside.len() == 1
            && self.token(inside.start).is_some_and(|token| token.what == What::Text);
        let whole = self.chain(start..at);
        match parts.as_slice() {
            _ if literal => {}
            [_, _, step] if !step.is_empty() => {
                self.wrap(&step.clone(), &format!(" | __at(v={whole})"));
            }
            [_, _] | [_] if colons => {
                let end = self.token(mate).map_or(0, |token| token.start);
                self.put(end, &format!(":1 | __at(v={whole})"));
            }
            [index] => self.wrap(&index.clone(), &format!(" | __at(v={whole})")),
            _ => {}
        }
        mate.saturating_add(1)
    }

    /// A variable once more, as it is written, none of it missing a mistake.
    fn chain(&self, range: Range<usize>) -> String {
        let tokens = self.tokens.get(range).unwrap_or_default();
        let words = tokens.iter().map(|token| match token.text {
            "." => "?.",
            text => text,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    pub(super) fn bound(&self, name: &str) -> Bound {
        if self.inner.iter().any(|inner| inner == name) { Bound::Own } else { (self.bound)(name) }
    }

    pub(super) fn read(&mut self, path: String, at: Range<usize>) {
        let root = path.split('.').next().unwrap_or_default();
        if root.starts_with("__") {
            let refusal = Refusal::Word(at, "a name that starts with __");
            self.notes.refusals.push(refusal);
            return;
        }
        match self.bound(root) {
            Bound::Own if self.inner.iter().any(|inner| inner == root) => {}
            Bound::Own => self.notes.own.push(Path { name: path, at, certain: false }),
            Bound::Maybe => self.notes.roots.push(root.to_owned()),
            Bound::Free => {
                self.notes.roots.push(root.to_owned());
                self.notes.reads.push(Path { name: path, at, certain: true });
            }
            Bound::Foreign => {
                let root = root.to_owned();
                self.refuse(Refusal::Foreign(at, root));
            }
        }
    }
}
