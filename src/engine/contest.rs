//! Who wins (MODEL 5.4): the most specific trigger whose conditions hold.

use std::cmp::Reverse;

use crate::bot::routes::{Contender, Entrance};
use crate::engine::run::Run;
use crate::engine::{locale, often, route};
use crate::flow::model::{Condition, Priority};
use crate::pattern::rule::Rank;
use crate::words::name::{FlowName, Vars};
use crate::words::trace::{Candidate, Class, Lost};

/// The flow that takes the input, with what its trigger captured.
pub(super) struct Winner {
    pub(super) flow: FlowName,
    pub(super) vars: Vars,
}

/// What decides between two triggers, in this order; the least is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing<'a> {
    rank: Rank,
    open: usize,
    locale: usize,
    ties: [(bool, Reverse<Priority>); 2],
    flow: &'a FlowName,
}

/// A contender with its standing.
struct Stood<'a> {
    who: Contender<'a>,
    stands: Standing<'a>,
}

/// Holds the contest; conditions are worked out lazily, the best contender's first.
pub(super) fn hold<'a>(
    run: &mut Run<'_>,
    contenders: impl IntoIterator<Item = Contender<'a>>,
) -> Option<Winner> {
    let stood = |who: Contender<'a>| Stood { stands: standing(run, &who), who };
    let mut contenders: Vec<Stood<'a>> = contenders.into_iter().map(stood).collect();
    contenders.sort_by(|one, other| one.stands.cmp(&other.stands));
    let mut won: Option<Stood<'a>> = None;
    for next in contenders {
        if won.is_some() && !run.at.tracing {
            break;
        }
        let lost = match &won {
            Some(winner) => Some(why(winner, &next)),
            None => refusal(run, &next.who),
        };
        note(run, &next.who, lost.clone());
        if lost.is_none() {
            won = Some(next);
        }
    }
    let Contender { to, hit, .. } = won?.who;
    locale::heard(run, to.locale.as_ref());
    Some(Winner { flow: to.flow.clone(), vars: route::vars(hit.captures) })
}

fn standing<'a>(run: &Run<'_>, who: &Contender<'a>) -> Standing<'a> {
    let to = who.to;
    let flow = run.bot.flows.get(&to.flow);
    let priority = Reverse(flow.map_or(Priority::Normal, |flow| flow.priority));
    let no_if = !has_if(run, to);
    // Of fallbacks, all that ask something come before the one that asks nothing (5.3.9).
    let ties = match who.hit.class {
        Class::Any => [(no_if, priority), (false, Reverse(Priority::Normal))],
        Class::Exact | Class::Anchored | Class::Words | Class::Like | Class::Intent => {
            [(false, priority), (no_if, Reverse(Priority::Normal))]
        }
    };
    let locale = locale::distance(run, to.locale.as_ref());
    Standing { rank: who.hit.rank(), open: who.open, locale, ties, flow: &to.flow }
}

fn has_if(run: &Run<'_>, to: &Entrance) -> bool {
    let of_flow = || run.bot.flows.get(&to.flow).is_some_and(|flow| flow.condition.is_some());
    to.condition.is_some() || of_flow()
}

/// Why a contender is refused though nobody better is left.
fn refusal(run: &mut Run<'_>, who: &Contender<'_>) -> Option<Lost> {
    let bot = run.bot;
    let flow = bot.flows.get(&who.to.flow)?;
    if let Some(after) = flow.after.as_ref().filter(|after| run.topic.as_ref() != Some(*after)) {
        return Some(Lost::After(after.clone()));
    }
    let vars = route::vars(who.hit.captures.clone());
    let conditions = who.to.condition.iter().chain(&flow.condition);
    if let Some(lost) = conditions.into_iter().find_map(|is| fails(run, is, &vars)) {
        return Some(lost);
    }
    let once = flow.often.as_ref().filter(|often| often.otherwise.is_none())?;
    often::is_over(run, &flow.name, once.per).then_some(Lost::Once)
}

/// Why a condition does not hold; one that cannot be worked out counts as no.
fn fails(run: &mut Run<'_>, condition: &Condition, vars: &Vars) -> Option<Lost> {
    let text = condition.text.clone();
    match run.may_start(condition, vars) {
        Ok(true) => None,
        Ok(false) => Some(Lost::Condition(text)),
        Err(fault) => Some(Lost::Unclear { condition: text, why: fault.text }),
    }
}

/// The first thing that decided.
fn why(winner: &Stood<'_>, loser: &Stood<'_>) -> Lost {
    let (won, hit) = (&winner.who.hit, &loser.who.hit);
    let (best, other) = (&winner.stands, &loser.stands);
    if won.class != hit.class {
        Lost::Class
    } else if won.edits != hit.edits {
        Lost::Edits
    } else if won.confidence.total_cmp(&hit.confidence).is_ne() {
        Lost::Confidence
    } else if won.covered != hit.covered {
        Lost::Covered
    } else if won.start != hit.start {
        Lost::Start
    } else if best.open != other.open {
        Lost::Open
    } else if best.locale != other.locale {
        Lost::Locale
    } else {
        settled(&best.ties, &other.ties)
    }
}

/// What settled a tie.
fn settled(best: &[(bool, Reverse<Priority>)], other: &[(bool, Reverse<Priority>)]) -> Lost {
    let pair = best.iter().zip(other).find(|(best, other)| best != other);
    match pair {
        Some(((one, _), (two, _))) if one != two => Lost::HasIf,
        Some(_) => Lost::Priority,
        None => Lost::Name,
    }
}

/// Notes contenders whom nobody asked, because something else took the input.
pub(super) fn pass_over<'a>(
    run: &mut Run<'_>,
    contenders: impl IntoIterator<Item = Contender<'a>>,
) {
    for who in contenders {
        let asked = |one: &Candidate| one.flow == who.to.flow && one.trigger == who.to.place;
        if !run.contest.iter().any(asked) {
            note(run, &who, Some(Lost::Earlier));
        }
    }
}

fn note(run: &mut Run<'_>, who: &Contender<'_>, lost: Option<Lost>) {
    if run.at.tracing {
        let (to, hit) = (who.to, &who.hit);
        run.contest.push(Candidate {
            flow: to.flow.clone(),
            trigger: to.place.clone(),
            class: hit.class,
            covered: hit.covered,
            start: hit.start,
            lost,
        });
    }
}
