//! Who wins (MODEL 5.4): the most specific trigger whose conditions hold.

use crate::bot::routes::Contender;
use crate::bot::standing::Stood;
use crate::engine::run::Run;
use crate::engine::{locale, often, route};
use crate::flow::model::Condition;
use crate::words::name::{FlowName, Vars};
use crate::words::trace::{Candidate, Lost};

/// The flow that takes the input, with what its trigger captured.
pub(super) struct Winner {
    pub(super) flow: FlowName,
    pub(super) vars: Vars,
}

/// Holds the contest; conditions are worked out lazily, the best contender's first.
pub(super) fn hold<'a>(
    run: &mut Run<'_>,
    contenders: impl IntoIterator<Item = Contender<'a>>,
) -> Option<Winner> {
    let own = locale::known(&run.state);
    let stood = |who: Contender<'a>| Stood::new(run.bot, who, own);
    let mut contenders: Vec<Stood<'a>> = contenders.into_iter().map(stood).collect();
    contenders.sort_by(|one, other| one.stands.cmp(&other.stands));
    let mut won: Option<Stood<'a>> = None;
    for next in contenders {
        if won.is_some() && !run.at.tracing {
            break;
        }
        let lost = match &won {
            Some(won) => Some(won.beats(&next)),
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
