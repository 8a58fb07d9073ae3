//! Text triggers of a bot, and which of them a message can be for.

use crate::bot::routes::Entrance;
use crate::pattern::fold::Message;
use crate::pattern::prefilter::Prefilter;
use crate::pattern::rule::{Hit, Rule};

/// Text triggers, of which a message tries only those that it has a clue for.
#[derive(Debug, Default)]
pub struct TextRoutes {
    routes: Vec<(Rule, Entrance)>,
    prefilter: Prefilter,
}

impl TextRoutes {
    /// Every rule that matches, with its hit, in the order of the flows.
    pub fn hits<'a>(
        &'a self,
        message: &'a Message,
    ) -> impl Iterator<Item = (&'a Entrance, Hit)> + 'a {
        self.candidates(message).filter_map(|(rule, to)| Some((to, rule.find(message)?)))
    }

    /// Every rule that may match, in the order of the flows.
    pub fn candidates(&self, message: &Message) -> impl Iterator<Item = (&Rule, &Entrance)> {
        let places = self.prefilter.candidates(message).into_iter();
        places.filter_map(|at| self.routes.get(at)).map(|(rule, to)| (rule, to))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty()
    }

    /// All rules, in the order of the flows.
    pub fn rules(&self) -> impl Iterator<Item = (&Rule, &Entrance)> {
        self.routes.iter().map(|(rule, to)| (rule, to))
    }

    pub(super) fn add(&mut self, rule: Rule, to: Entrance) {
        self.routes.push((rule, to));
    }

    /// Learns what to look for in messages, when all triggers are there.
    pub(super) fn finish(&mut self) {
        self.prefilter = Prefilter::new(self.routes.iter().map(|(rule, _)| rule));
    }
}
