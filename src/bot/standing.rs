//! Which of two triggers is the more specific (MODEL 5.4), as a turn and a proof compare them.

use std::cmp::Reverse;

use crate::bot::Bot;
use crate::bot::routes::{Contender, Entrance};
use crate::flow::model::Priority;
use crate::pattern::rule::Rank;
use crate::words::name::{FlowName, Locale};
use crate::words::trace::{Class, Lost};

/// What settles a tie: whether there is no `if`, and the priority, in the order that counts.
type Ties = [(bool, Reverse<Priority>); 2];

/// What decides between two triggers, in this order; the least is the best.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing<'a> {
    rank: Rank,
    open: usize,
    locale: usize,
    ties: Ties,
    flow: &'a FlowName,
}

/// A contender with its standing.
#[derive(Debug)]
pub struct Stood<'a> {
    /// The contender.
    pub who: Contender<'a>,
    /// What decides between it and others.
    pub stands: Standing<'a>,
}

impl<'a> Stood<'a> {
    /// Where a contender stands for a visitor of this language; none if nobody knows it.
    #[must_use]
    pub fn new(bot: &Bot, who: Contender<'a>, own: Option<&str>) -> Self {
        let to = who.to;
        let flow = bot.flows.get(&to.flow);
        let priority = Reverse(flow.map_or(Priority::Normal, |flow| flow.priority));
        let no_if = !has_if(bot, to);
        // Of fallbacks, all that ask something come before the one that asks nothing (5.3.9).
        let ties = match who.hit.class {
            Class::Any => [(no_if, priority), (false, Reverse(Priority::Normal))],
            Class::Exact | Class::Anchored | Class::Words | Class::Like | Class::Intent => {
                [(false, priority), (no_if, Reverse(Priority::Normal))]
            }
        };
        let locale = distance(&bot.settings.locales, own, to.locale.as_ref());
        let stands =
            Standing { rank: who.hit.rank(), open: who.open, locale, ties, flow: &to.flow };
        Self { who, stands }
    }

    /// The first thing that decides against the other, which stands behind this one.
    #[must_use]
    pub fn beats(&self, other: &Self) -> Lost {
        let (won, lost) = (&self.who.hit, &other.who.hit);
        if won.class != lost.class {
            Lost::Class
        } else if won.edits != lost.edits {
            Lost::Edits
        } else if won.confidence.total_cmp(&lost.confidence).is_ne() {
            Lost::Confidence
        } else if won.covered != lost.covered {
            Lost::Covered
        } else if won.start != lost.start {
            Lost::Start
        } else if self.stands.open != other.stands.open {
            Lost::Open
        } else if self.stands.locale != other.stands.locale {
            Lost::Locale
        } else {
            settled(self.stands.ties, other.stands.ties)
        }
    }
}

/// Whether a way into a flow depends on a condition, its own or the flow's.
#[must_use]
pub fn has_if(bot: &Bot, to: &Entrance) -> bool {
    let of_flow = || bot.flows.get(&to.flow).is_some_and(|flow| flow.condition.is_some());
    to.condition.is_some() || of_flow()
}

/// How far a trigger's language is from the visitor's own; the nearer wins ties (5.4).
///
/// The visitor's own, then the same language elsewhere, then triggers for all languages, then the
/// order of `locales:`. As long as nobody knows the visitor's, that order alone counts.
fn distance(locales: &[Locale], own: Option<&str>, locale: Option<&Locale>) -> usize {
    let Some(locale) = locale else { return if own.is_some() { 2 } else { 0 } };
    let listed = locales.iter().position(|one| one == locale);
    let listed = listed.unwrap_or(usize::MAX).saturating_add(3);
    match own {
        Some(own) if own == locale.as_str() => 0,
        Some(own) if language(own) == language(locale.as_str()) => 1,
        Some(_) | None => listed,
    }
}

fn language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or(locale)
}

/// What settled a tie.
fn settled(best: Ties, other: Ties) -> Lost {
    let pair = best.into_iter().zip(other).find(|(best, other)| best != other);
    match pair {
        Some(((one, _), (two, _))) if one != two => Lost::HasIf,
        Some(_) => Lost::Priority,
        None => Lost::Name,
    }
}
