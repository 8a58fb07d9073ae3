//! Messages that two flows take, neither of them more specific (W403). Triggers that are the same
//! in all letters are mistakes already; here are those that only some messages show.

use std::collections::BTreeSet;

use crate::bot::Bot;
use crate::bot::routes::Entrance;
use crate::pattern::fold::Message;
use crate::proof::idle::{Budget, Idle, Round, Taker, named};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::FlowName;
use crate::words::trace::Lost;

/// Two flows, each pair once.
type Pairs = BTreeSet<[FlowName; 2]>;

/// Tells ties, each pair of flows with one message.
pub(super) fn prove(bot: &Bot, budget: &mut Budget) -> Vec<Diagnostic> {
    let idle = Idle::new(bot);
    let mut pairs = Pairs::new();
    let mut told = Vec::new();
    for round in [Round::Interrupts, Round::Triggers] {
        let Some(texts) = round.texts(bot) else { continue };
        for (rule, to) in texts.rules() {
            for text in rule.plain_witnesses() {
                let message = Message::new(&text);
                let Some(rivals) = budget.rivals(texts, to, &message) else { return told };
                let other = if rivals { tied(idle, round, to, &message) } else { None };
                let Some(other) = other else { continue };
                let mut pair = [to.flow.clone(), other.flow.clone()];
                pair.sort_unstable();
                if pairs.insert(pair) {
                    let (first, later) =
                        if other.span < to.span { (&other, to) } else { (to, &other) };
                    told.push(diagnostic(first, later, &text));
                    break;
                }
            }
        }
    }
    told
}

/// The way into another flow that stands exactly as high as this one, with nobody above both.
fn tied(idle: Idle<'_>, round: Round, to: &Entrance, message: &Message) -> Option<Entrance> {
    let contest = idle.contest(round, message);
    let own = contest.iter().find(|taker| std::ptr::eq(taker.to(), to) && taker.certain)?;
    let takers = idle.takers(message);
    let winner = takers.last().filter(|winner| winner.round == round)?;
    let mut others = contest.iter().filter(|taker| taker.certain && taker.to().flow != to.flow);
    let other = others.find(|other| is_tie(own, other))?;
    is_tie(winner, own).then(|| other.to().clone())
}

/// Whether nothing but the names of their flows decides. Of misspelt words nobody can know.
fn is_tie(one: &Taker<'_>, other: &Taker<'_>) -> bool {
    one.stood.who.hit.edits == 0 && one.stood.beats(&other.stood) == Lost::Name
}

fn diagnostic(other: &Entrance, to: &Entrance, text: &str) -> Diagnostic {
    let headline =
        format!("\"{text}\" would be matched by two flows, and neither is more specific");
    let winner = to.flow.as_str().min(other.flow.as_str());
    Diagnostic::error(Code("W403"), to.span, headline)
        .related(other.span, format!("{} takes it as well", named(other)))
        .note(format!("\"{winner}\" takes it, by its name alone."))
        .fix("merge them, make one stricter, or add `priority: high` to the one that should win")
}
