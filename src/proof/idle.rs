//! Who takes a message while nothing is open (MODEL 5.3.3, 5.3.6, 5.3.9), as far as it is certain.

use crate::bot::Bot;
use crate::bot::routes::{Contender, Entrance};
use crate::bot::standing::{Stood, has_if};
use crate::bot::texts::TextRoutes;
use crate::limits::PROOF_TRIES_MAX;
use crate::pattern::fold::Message;
use crate::words::name::{FlowName, Locale};

/// Where a message finds a visitor of whom nothing else is known.
#[derive(Clone, Copy)]
pub(super) struct Idle<'a> {
    pub(super) bot: &'a Bot,
    /// The flow that ended just before.
    pub(super) topic: Option<&'a FlowName>,
    /// The visitor's language.
    pub(super) own: Option<&'a str>,
}

/// The contests that are held one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    Interrupts,
    Triggers,
    Fallback,
}

impl Round {
    /// In the order in which they are held.
    pub(super) const ALL: [Self; 3] = [Self::Interrupts, Self::Triggers, Self::Fallback];

    /// The rules that compete in it; fallbacks have none.
    pub(super) fn texts(self, bot: &Bot) -> Option<&TextRoutes> {
        match self {
            Self::Interrupts => Some(&bot.routes.interrupts),
            Self::Triggers => Some(&bot.routes.texts),
            Self::Fallback => None,
        }
    }
}

/// Somebody who takes a message, unless somebody better does.
pub(super) struct Taker<'a> {
    pub(super) stood: Stood<'a>,
    pub(super) round: Round,
    /// Whether nothing but a better one keeps it from taking the message.
    pub(super) certain: bool,
}

impl<'a> Taker<'a> {
    pub(super) fn to(&self) -> &'a Entrance {
        self.stood.who.to
    }
}

/// Tries of rules that are left.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(PROOF_TRIES_MAX)
    }
}

impl Budget {
    /// Whether all tries are made.
    pub(super) fn is_spent(&self) -> bool {
        self.0 == 0
    }

    /// Whether a message may be for another flow than this one; none if all tries are made.
    pub(super) fn rivals(
        &mut self,
        texts: &TextRoutes,
        to: &Entrance,
        message: &Message,
    ) -> Option<bool> {
        let mut tries = 1_usize;
        let mut rivals = false;
        for (_, other) in texts.candidates(message) {
            tries = tries.saturating_add(1);
            rivals |= other.flow != to.flow;
        }
        let left = self.0.checked_sub(tries);
        self.0 = left.unwrap_or(0);
        left.map(|_| rivals)
    }
}

impl<'a> Idle<'a> {
    /// A visitor who has said nothing yet, of the bot's first language.
    pub(super) fn new(bot: &'a Bot) -> Self {
        Self { bot, topic: None, own: bot.settings.locales.first().map(Locale::as_str) }
    }

    /// All who may take a message, the best first, up to the one who takes it for certain.
    pub(super) fn takers(&self, message: &'a Message) -> Vec<Taker<'a>> {
        let mut takers = Vec::new();
        for round in Round::ALL {
            for taker in self.contest(round, message) {
                let certain = taker.certain;
                takers.push(taker);
                if certain {
                    return takers;
                }
            }
        }
        takers
    }

    /// All who compete for a message in one contest, the best first.
    pub(super) fn contest(&self, round: Round, message: &'a Message) -> Vec<Taker<'a>> {
        let contenders: Vec<Contender<'a>> = match round.texts(self.bot) {
            Some(texts) => texts.hits(message).map(Contender::new).collect(),
            None => self.bot.routes.fallbacks().collect(),
        };
        let part = contenders.into_iter().filter(|who| self.takes_part(who.to));
        let taker = |who: Contender<'a>| {
            let certain = self.is_certain(who.to);
            Taker { stood: Stood::new(self.bot, who, self.own), round, certain }
        };
        let mut takers: Vec<_> = part.map(taker).collect();
        takers.sort_by(|one, other| one.stood.stands.cmp(&other.stood.stands));
        takers
    }

    /// A flow with `after` takes part only if that flow ended just before.
    fn takes_part(&self, to: &Entrance) -> bool {
        let after = self.bot.flows.get(&to.flow).and_then(|flow| flow.after.as_ref());
        after.is_none_or(|after| self.topic == Some(after))
    }

    /// Whether neither an `if` nor a `once` may keep a trigger from holding.
    fn is_certain(&self, to: &Entrance) -> bool {
        let often = self.bot.flows.get(&to.flow).and_then(|flow| flow.often.as_ref());
        !has_if(self.bot, to) && often.is_none_or(|often| often.otherwise.is_some())
    }
}

/// A flow and where it takes something, for people.
pub(super) fn named(to: &Entrance) -> String {
    format!("\"{}\" ({}:{})", to.flow, to.place.file, to.place.line)
}
