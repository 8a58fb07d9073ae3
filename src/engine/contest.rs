//! Who wins a text (MODEL 5.4): the most specific trigger whose conditions hold.

use std::cmp::{Ordering, Reverse};

use crate::bot::routes::Entrance;
use crate::bot::texts::TextRoutes;
use crate::engine::route;
use crate::engine::run::Run;
use crate::pattern::fold::Message;
use crate::pattern::rule::Hit;
use crate::words::name::{FlowName, Vars};
use crate::words::trace::{Candidate, Lost};

/// The flow that takes the message, with what its trigger captured.
pub(super) struct Winner {
    pub(super) flow: FlowName,
    pub(super) vars: Vars,
}

/// Holds the contest; conditions are worked out lazily, the best candidate's first.
pub(super) fn hold(run: &mut Run<'_>, routes: &TextRoutes, message: &Message) -> Option<Winner> {
    let mut candidates: Vec<(&Entrance, Hit)> = routes.hits(message).collect();
    candidates.sort_by(compare);
    let mut won: Option<(&Entrance, Hit)> = None;
    for (to, hit) in candidates {
        if won.is_some() && !run.at.tracing {
            break;
        }
        let lost = match &won {
            Some(winner) => Some(why(winner, (to, &hit))),
            None => refusal(run, to, &hit),
        };
        note(run, to, &hit, lost.clone());
        if lost.is_none() {
            won = Some((to, hit));
        }
    }
    won.map(|(to, hit)| Winner { flow: to.flow.clone(), vars: route::vars(hit.captures) })
}

fn compare(a: &(&Entrance, Hit), b: &(&Entrance, Hit)) -> Ordering {
    let rank = |(to, hit): &(&Entrance, Hit)| {
        let no_if = to.condition.is_none();
        (hit.class, Reverse(hit.covered), hit.start, Reverse(to.priority), no_if)
    };
    rank(a).cmp(&rank(b)).then_with(|| a.0.flow.cmp(&b.0.flow))
}

/// Why a candidate is refused though nobody better is left; an `if` that fails counts as no.
fn refusal(run: &mut Run<'_>, to: &Entrance, hit: &Hit) -> Option<Lost> {
    let condition = to.condition.as_ref()?;
    let vars = route::vars(hit.captures.clone());
    let holds = run.may_start(condition, &vars);
    (!holds).then(|| Lost::Condition(condition.text.clone()))
}

fn why(winner: &(&Entrance, Hit), loser: (&Entrance, &Hit)) -> Lost {
    let ((best, won), (to, hit)) = (winner, loser);
    if won.class != hit.class {
        Lost::Class
    } else if won.covered != hit.covered {
        Lost::Covered
    } else if won.start != hit.start {
        Lost::Start
    } else if best.priority != to.priority {
        Lost::Priority
    } else if best.condition.is_some() && to.condition.is_none() {
        Lost::HasIf
    } else {
        Lost::Name
    }
}

fn note(run: &mut Run<'_>, to: &Entrance, hit: &Hit, lost: Option<Lost>) {
    if run.at.tracing {
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
