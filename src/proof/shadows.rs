//! Triggers that can never win, because somebody better takes every such message (W404).

use crate::bot::Bot;
use crate::bot::routes::Entrance;
use crate::pattern::fold::Message;
use crate::pattern::rule::Rule;
use crate::proof::idle::{Budget, Idle, Round, Taker, named};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Locale;
use crate::words::trace::Lost;

/// Tells them, each with the trigger that takes its messages.
pub(super) fn prove(bot: &Bot, budget: &mut Budget) -> Vec<Diagnostic> {
    let mut told = fallbacks(bot);
    for round in [Round::Interrupts, Round::Triggers] {
        let Some(texts) = round.texts(bot) else { continue };
        for (rule, to) in texts.rules() {
            if budget.is_spent() {
                return told;
            }
            let better = better(bot, round, (rule, to), budget);
            told.extend(better.map(|better| never_wins(to, &better)));
        }
    }
    told
}

/// Who takes every message of a trigger, if somebody certainly does.
fn better(
    bot: &Bot,
    round: Round,
    (rule, to): (&Rule, &Entrance),
    budget: &mut Budget,
) -> Option<Entrance> {
    let interrupts = &bot.routes.interrupts;
    if round == Round::Triggers
        && !interrupts.is_empty()
        && let Some(text) = rule.witness()
    {
        let message = Message::new(&text);
        if budget.rivals(interrupts, to, &message)? {
            let first = asked_first(bot, &message, (rule, to));
            if first.is_some() {
                return first;
            }
        }
    }
    let (messages, texts) = (rule.whole_messages()?, round.texts(bot)?);
    for text in &messages {
        if !budget.rivals(texts, to, &Message::new(text))? {
            return None;
        }
    }
    more_specific(bot, round, to, &messages)
}

/// A flow that interrupts and takes every message that the rule takes.
fn asked_first(bot: &Bot, message: &Message, (rule, to): (&Rule, &Entrance)) -> Option<Entrance> {
    let taking: Vec<_> = before(bot, to)
        .contest(Round::Interrupts, message)
        .iter()
        .filter(|taker| taker.certain && taker.to().flow != to.flow)
        .map(|taker| taker.to().span)
        .collect();
    let mut rules = bot.routes.interrupts.candidates(message);
    let better = rules.find(|(other, to)| taking.contains(&to.span) && other.always_takes(rule));
    better.map(|(_, to)| to.clone())
}

/// Where a visitor stands when a trigger may hold.
fn before<'a>(bot: &'a Bot, to: &Entrance) -> Idle<'a> {
    let topic = bot.flows.get(&to.flow).and_then(|flow| flow.after.as_ref());
    Idle { topic, ..Idle::new(bot) }
}

/// Of a trigger for whole messages: another that takes each of them, whatever the visitor's language.
fn more_specific(bot: &Bot, round: Round, to: &Entrance, messages: &[String]) -> Option<Entrance> {
    let mut better = None;
    for text in messages {
        let message = Message::new(text);
        let seen = round.texts(bot)?.candidates(&message);
        let unsure: Vec<_> =
            seen.filter(|(rule, _)| !rule.sees_words_only()).map(|(_, to)| to.span).collect();
        let languages = bot.settings.locales.iter().map(Locale::as_str).map(Some).chain([None]);
        for own in languages {
            let contest = Idle { own, ..before(bot, to) }.contest(round, &message);
            let sure = |taker: &&Taker<'_>| !unsure.contains(&taker.to().span);
            better = Some(in_front(to, contest.iter().filter(sure))?);
        }
    }
    better
}

/// The first of another flow that certainly stands before a trigger, and not by its name alone.
fn in_front<'t>(
    to: &Entrance,
    mut contest: impl Iterator<Item = &'t Taker<'t>> + Clone,
) -> Option<Entrance> {
    let own = contest.clone().find(|taker| std::ptr::eq(taker.to(), to))?;
    let best = contest.find(|taker| taker.certain || std::ptr::eq(taker.to(), to))?;
    let beaten = best.to().flow != to.flow && best.stood.beats(&own.stood) != Lost::Name;
    beaten.then(|| best.to().clone())
}

/// Fallbacks behind one that takes everything.
fn fallbacks(bot: &Bot) -> Vec<Diagnostic> {
    let message = Message::new("");
    let mut rest = Idle::new(bot).contest(Round::Fallback, &message).into_iter();
    let Some(first) = rest.find(|taker| taker.certain) else { return Vec::new() };
    let behind = rest.filter(|taker| {
        taker.to().flow != first.to().flow && first.stood.beats(&taker.stood) != Lost::Name
    });
    behind.map(|taker| never_wins(taker.to(), first.to())).collect()
}

fn never_wins(to: &Entrance, better: &Entrance) -> Diagnostic {
    let whom = named(better);
    Diagnostic::warning(Code("W404"), to.span, "This trigger can never win")
        .label(format!("every such message already goes to {whom}"))
        .related(better.span, "this one is asked first")
        .fix("remove one of the two, or change which of them comes first")
}
