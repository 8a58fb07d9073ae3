//! Payload triggers of a bot, in the order in which they are tried (MODEL 5.1).

use std::cmp::Reverse;

use crate::bot::routes::Entrance;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::payloads::PayloadIndex;
use crate::words::name::{Value, VarName};

/// Payload triggers: literal ones first, then by literal letters, captures and flow name.
#[derive(Debug, Default)]
pub struct PayloadRoutes {
    routes: Vec<(PayloadPattern, Entrance)>,
    index: PayloadIndex,
}

impl PayloadRoutes {
    /// Every trigger that takes a payload, with what it captures, the best first.
    pub fn hits<'a>(
        &'a self,
        payload: &'a str,
    ) -> impl Iterator<Item = (&'a Entrance, Vec<(VarName, Value)>)> + 'a {
        self.index.candidates(payload).into_iter().filter_map(|at| {
            let (pattern, to) = self.routes.get(at)?;
            Some((to, pattern.matches(payload)?))
        })
    }

    pub(super) fn add(&mut self, pattern: PayloadPattern, to: Entrance) {
        self.routes.push((pattern, to));
    }

    /// Puts them in order, for good.
    pub(super) fn finish(&mut self) {
        self.routes.sort_by_cached_key(|(pattern, to)| {
            let literal = Reverse(pattern.literal_chars());
            (!pattern.is_literal(), literal, pattern.captures().len(), to.flow.clone())
        });
        self.index = PayloadIndex::new(self.routes.iter().map(|(pattern, _)| pattern));
    }
}
