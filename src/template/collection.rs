//! Lists, maps and components in expressions: their items are weighed, so that no value grows unseen.

use std::ops::Range;

use crate::template::notes::Named;
use crate::template::token::{Token, What};
use crate::template::walk::Walk;

impl Walk<'_, '_> {
    pub(super) fn list(&mut self, range: Range<usize>) {
        if let Some(at) = self.find(&range, "for") {
            self.comprehension(range, at);
            return;
        }
        for item in self.parts(range, ",") {
            self.item(item);
        }
    }

    pub(super) fn map(&mut self, range: Range<usize>) {
        for entry in self.parts(range, ",") {
            let spread = self.is(entry.start, "...");
            let value = if spread { entry.start } else { entry.start.saturating_add(2) };
            self.item(value..entry.end);
        }
    }

    /// An item of a list or map; what is made of variables is weighed.
    fn item(&mut self, mut item: Range<usize>) {
        let spread = self.is(item.start, "...");
        if spread {
            item.start = item.start.saturating_add(1);
        }
        self.expression(item.clone());
        let tokens = self.tokens.get(item.clone()).unwrap_or_default();
        if tokens.iter().any(Token::is_name) {
            self.wrap(&item, if spread { " | __spread" } else { " | __seen" });
        }
    }

    /// `[value for x in list if condition]`.
    fn comprehension(&mut self, range: Range<usize>, at: usize) {
        let Some(of) = self.find(&range, "in") else { return };
        let target = of.saturating_add(1)..range.end;
        let condition = self.find(&target, "if");
        let target = target.start..condition.unwrap_or(range.end);
        self.expression(target.clone());
        let cost = range.len() / 16;
        self.wrap(&target, &format!(" | __items(n={})", cost.saturating_add(1)));
        let names = self.tokens.get(at..of).unwrap_or_default();
        let (before, calls) = (self.inner.len(), self.calls);
        let first = self.notes.reads.len();
        self.inner.extend(names.iter().filter(|name| name.is_name()).map(|n| n.text.to_owned()));
        if let Some(condition) = condition {
            self.expression(condition.saturating_add(1)..range.end);
        }
        self.expression(range.start..at);
        self.wrap(&(range.start..at), " | __made");
        self.notes.doubt(first..self.notes.reads.len());
        self.inner.truncate(before);
        self.calls = calls;
    }

    /// The attributes of a component, from its name on; ends behind `/>` or `>`.
    pub(super) fn component(&mut self, at: usize, end: usize) -> usize {
        let mut at = self.component_name(at);
        while let Some(token) = self.token(at).filter(|_| at < end) {
            let next = at.saturating_add(1);
            at = match token.text {
                ">" => return next,
                "{" => {
                    let mate = self.mate(at);
                    self.item(next..mate);
                    mate.saturating_add(1)
                }
                _ if token.what == What::Name && !self.is(next, "=") => {
                    self.read(token.text.to_owned(), token.at());
                    next
                }
                _ if token.what == What::Name => self.attribute(next.saturating_add(1)),
                _ => next,
            };
        }
        at
    }

    fn attribute(&mut self, at: usize) -> usize {
        let mate = self.mate(at);
        if self.is(at, "{") {
            self.expression(at.saturating_add(1)..mate);
        }
        mate.saturating_add(1)
    }

    /// A name with dots.
    fn component_name(&mut self, at: usize) -> usize {
        self.calls = self.calls.saturating_add(1);
        let (mut end, mut name) = (at, String::new());
        while let Some(token) = self.token(end).filter(|token| token.what == What::Name) {
            name.push_str(token.text);
            end = end.saturating_add(1);
            if !self.is(end, ".") {
                break;
            }
            name.push('.');
            end = end.saturating_add(1);
        }
        let at = self.bytes(&(at..end));
        let bound = self.inner.clone();
        self.notes.uses.components.push(Named { bound, ..Named::new(&name, at) });
        end
    }
}
