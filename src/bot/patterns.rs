//! Payloads and references, and the triggers that take them.

use crate::bot::routes::{Contender, Entrance, plain};
use crate::flow::model::trigger::Origin;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::payloads::PayloadIndex;
use crate::pattern::rule::Hit;
use crate::words::event::Referral;
use crate::words::trace::Class;

/// Triggers with a pattern, of which a text tries only those that it has a clue for.
#[derive(Debug, Default)]
pub struct PatternRoutes {
    routes: Vec<(PayloadPattern, Origin, Entrance)>,
    index: PayloadIndex,
}

impl PatternRoutes {
    /// Every trigger that takes a payload.
    pub fn of_payload<'a>(&'a self, payload: &'a str) -> impl Iterator<Item = Contender<'a>> {
        self.candidates(payload).filter_map(move |(pattern, _, to)| contender(pattern, payload, to))
    }

    /// Every trigger that takes a reference, and the place it comes from.
    pub fn of_referral<'a>(
        &'a self,
        referral: &'a Referral,
    ) -> impl Iterator<Item = Contender<'a>> {
        self.candidates(&referral.reference).filter_map(move |(pattern, from, to)| {
            let found =
                contender(pattern, &referral.reference, to).filter(|_| from.fits(referral))?;
            let open = found.open.saturating_add(usize::from(!from.is_narrow()));
            Some(Contender { open, ..found })
        })
    }

    pub(super) fn add(&mut self, pattern: PayloadPattern, from: Origin, to: Entrance) {
        self.routes.push((pattern, from, to));
    }

    /// Learns what to look for in payloads, when all triggers are there.
    pub(super) fn finish(&mut self) {
        self.index = PayloadIndex::new(self.routes.iter().map(|(pattern, ..)| pattern));
    }

    fn candidates(&self, text: &str) -> impl Iterator<Item = &(PayloadPattern, Origin, Entrance)> {
        self.index.candidates(text).into_iter().filter_map(|at| self.routes.get(at))
    }
}

/// A pattern that takes a text: literal ones before others, then by their literal letters and how
/// much they leave open (MODEL 5.1).
pub(super) fn contender<'a>(
    pattern: &PayloadPattern,
    text: &str,
    to: &'a Entrance,
) -> Option<Contender<'a>> {
    let captures = pattern.matches(text)?;
    let class = if pattern.is_literal() { Class::Exact } else { Class::Words };
    let covered = u32::try_from(pattern.literal_chars()).unwrap_or(u32::MAX);
    let open = pattern.captures().len();
    Some(Contender { to, hit: Hit { captures, ..plain(class, covered) }, open })
}
