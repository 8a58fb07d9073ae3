//! `examples` and `not_examples`: what must and must not start a flow (W407).

use crate::bot::{Bot, Flow};
use crate::flow::model::Example;
use crate::pattern::fold::Message;
use crate::proof::idle::{Idle, Round, Taker, named};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Locale;
use crate::words::trace::Lost;

/// Tells examples that certainly go elsewhere, and messages that may start a flow though they must
/// not.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for flow in bot.flows.values() {
        let idle = Idle { topic: flow.after.as_ref(), ..Idle::new(bot) };
        told.extend(flow.examples.iter().filter_map(|example| goes_elsewhere(idle, flow, example)));
        told.extend(flow.not_examples.iter().filter_map(|example| starts(idle, flow, example)));
    }
    told
}

/// An example is lost if no visitor of any language can start the flow with it.
fn goes_elsewhere(idle: Idle<'_>, flow: &Flow, example: &Example) -> Option<Diagnostic> {
    let message = Message::new(&example.text);
    let others = idle.bot.settings.locales.iter().skip(1).map(Locale::as_str);
    let languages = std::iter::once(idle.own).chain(others.map(Some));
    if languages.into_iter().any(|own| may_win(Idle { own, ..idle }, flow, &message)) {
        return None;
    }
    let takers = idle.takers(&message);
    let error = |headline: &str| Diagnostic::error(Code("W407"), example.span, headline);
    let Some(winner) = takers.iter().find(|taker| taker.certain).or(takers.first()) else {
        let none = error("No flow takes this example");
        return Some(none.label(matched_by_none(flow)).fix(widen(flow)));
    };
    let whom = named(winner.to());
    let lost = reason(idle, flow, winner, &message);
    Some(match winner.round {
        Round::Fallback => error("This example goes to the fallback")
            .label(format!("answered by {whom}"))
            .note(format!("{}.", matched_by_none(flow)))
            .fix(widen(flow)),
        Round::Interrupts | Round::Triggers => {
            let told = error("This example goes to another flow");
            let told = told.label(format!("answered by {whom}"));
            match lost {
                Some((why, fix)) => told.note(why).fix(fix),
                None => told.note(format!("{}.", matched_by_none(flow))).fix(widen(flow)),
            }
        }
    })
}

/// Whether some outcome of all conditions lets the flow start.
fn may_win(idle: Idle<'_>, flow: &Flow, message: &Message) -> bool {
    let takers = idle.takers(message);
    if takers.iter().any(|taker| taker.to().flow == flow.name) {
        return true;
    }
    // What Messenger understands of a message is not known here; it counts less than words do.
    let routes = &idle.bot.routes;
    match takers.last().filter(|taker| taker.certain).map(|taker| taker.round) {
        Some(Round::Interrupts) => false,
        Some(Round::Triggers) => routes.interrupting_intents.lead_to(&flow.name),
        Some(Round::Fallback) | None => {
            routes.interrupting_intents.lead_to(&flow.name) || routes.intents.lead_to(&flow.name)
        }
    }
}

/// A message that must not start a flow may do so.
fn starts(idle: Idle<'_>, flow: &Flow, example: &Example) -> Option<Diagnostic> {
    let message = Message::new(&example.text);
    let takers = idle.takers(&message);
    let (at, own) = takers.iter().enumerate().find(|(_, taker)| taker.to().flow == flow.name)?;
    let better = at.checked_sub(1).and_then(|at| takers.get(at));
    let when = match (own.certain, better) {
        (true, None) => String::new(),
        (false, None) => " when its condition holds".to_owned(),
        (_, Some(better)) => format!(" when {} does not take it", named(better.to())),
    };
    let place = &own.to().place;
    Some(
        Diagnostic::error(Code("W407"), example.span, "This message starts the flow after all")
            .label(format!("taken by the trigger of {}:{}{when}", place.file, place.line))
            .fix(
                "make that trigger stricter, for example with `exact`, or let another flow take it",
            ),
    )
}

/// Why the flow's own best trigger loses, and what helps; none if none of them matches.
fn reason(
    idle: Idle<'_>,
    flow: &Flow,
    winner: &Taker<'_>,
    message: &Message,
) -> Option<(String, String)> {
    let own = Round::ALL.into_iter().find_map(|round| {
        let mut contest = idle.contest(round, message).into_iter();
        contest.find(|taker| taker.to().flow == flow.name)
    })?;
    let (other, own_line) = (&winner.to().flow, own.to().place.line);
    if winner.round != own.round {
        let why = format!("\"{other}\" says `interrupts`, so it is asked first.");
        let fix =
            format!("say `interrupts: true` in \"{}\", too, or change \"{other}\"", flow.name);
        return Some((why, fix));
    }
    let why = match winner.stood.beats(&own.stood) {
        Lost::Class | Lost::Edits | Lost::Confidence | Lost::Open => "is of a stronger kind",
        Lost::Covered => "matches more of the message",
        Lost::Start => "matches earlier in the message",
        Lost::Locale => "is of a language that comes first",
        Lost::Priority => "has the higher priority",
        Lost::HasIf => "has an `if`",
        Lost::Name => "comes first by its name alone",
        Lost::Condition(_) | Lost::Unclear { .. } | Lost::After(_) | Lost::Once | Lost::Earlier => {
            "holds"
        }
    };
    let why = format!("The trigger of line {own_line} matches it, but that of \"{other}\" {why}.");
    let fix = format!("put more of the message into a trigger of \"{}\"", flow.name);
    Some((why, fix))
}

fn matched_by_none(flow: &Flow) -> String {
    format!("No trigger of \"{}\" matches it", flow.name)
}

fn widen(flow: &Flow) -> String {
    format!("add a trigger to \"{}\" that takes it, or leave the example out", flow.name)
}
