//! What an edit of the bot does to a conversation that is at rest, before anybody writes: where its
//! runs go on (MODEL 2.4), which buttons on the screen lead nowhere, what does not come any more.

use crate::bot::Bot;
use crate::engine::later;
use crate::engine::payload::{self, Said};
use crate::engine::reload::{self, Found};
use crate::engine::tap::{self, GET_STARTED, Refused};
use crate::flow::model::event::EventName;
use crate::words::conversation::{Conversation, Frame};
use crate::words::name::{StepKey, Target};
use crate::words::way::Way;

/// A run that stands on a step which is not there any more.
#[derive(Debug)]
pub struct Stranded<'c> {
    /// The run.
    pub frame: &'c Frame,
    /// Where its person goes on.
    pub then: Then,
}

/// Where somebody goes on whose step is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Then {
    /// At this question of the same run, which is asked again.
    Asked(StepKey),
    /// In another run that is open.
    On(StepKey),
    /// In the flow that wants `{event: bot_updated}`.
    Told,
    /// Nowhere: the conversation ends quietly.
    Over,
}

/// A button that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadEnd {
    /// Its destination is not there any more.
    Gone(Target),
    /// Its destination is there, and no button of this bot leads to it.
    Unoffered(Target),
    /// It sets what no button of this bot sets there.
    Unset(Target),
    /// It sends a payload of the author's own, which no trigger takes.
    Unheard,
}

/// The runs that stand on steps which this bot does not have; `moved:` is heeded.
#[must_use]
pub fn stranded<'c>(bot: &Bot, talk: &'c Conversation) -> Vec<Stranded<'c>> {
    if talk.bot.as_ref() == Some(&bot.hash) {
        return Vec::new();
    }
    let mut gone_above = false;
    let from_the_top = talk.stack.iter().rev().map(|frame| {
        let found = reload::find(bot, frame, gone_above);
        gone_above = matches!(found, Found::Gone);
        (frame, found)
    });
    let found: Vec<_> = from_the_top.collect();
    let rest = found.iter().find_map(|(_, found)| match found {
        Found::There(key) | Found::Instead(key) => Some(key.clone()),
        Found::Gone => None,
    });
    let told = bot.routes.events.has(&EventName::BotUpdated);
    let nowhere = if told { Then::Told } else { Then::Over };
    let lacks = |frame: &Frame| {
        let fits = reload::fits(bot, frame, &reload::moved(bot, &frame.at));
        !fits && reload::ahead(bot, &frame.at).is_none()
    };
    let lost = found.into_iter().filter(|(frame, _)| lacks(frame));
    let then = |found: Found| match found {
        Found::Instead(key) => Then::Asked(key),
        Found::There(key) => Then::On(key),
        Found::Gone => rest.clone().map_or_else(|| nowhere.clone(), Then::On),
    };
    lost.map(|(frame, found)| Stranded { frame, then: then(found) }).collect()
}

/// Steps with a name of their own at which a run could go on as it did where it stood, by flow.
pub fn stands_in<'b>(bot: &'b Bot, frame: &'b Frame) -> impl Iterator<Item = StepKey> + 'b {
    named(bot).filter(move |key| reload::fits(bot, frame, key))
}

/// Steps that a destination may name: not those in a repeat, and not those that are called by a
/// digest of their words.
pub fn named(bot: &Bot) -> impl Iterator<Item = StepKey> {
    bot.flows.values().flat_map(|flow| {
        let open = flow.steps.iter().filter(|(name, pc)| {
            !is_digest(name.as_str()) && !flow.rounds.iter().any(|body| body.holds(**pc))
        });
        open.map(|(name, _)| StepKey { flow: flow.name.clone(), step: name.clone() })
    })
}

/// The question that saves the same as one that is gone did: it was given an `id` meanwhile.
#[must_use]
pub fn same_save(bot: &Bot, gone: &StepKey) -> Option<StepKey> {
    reload::saving(bot, gone)
}

/// Whether a step is called by a digest of its words.
#[must_use]
pub fn is_digest(step: &str) -> bool {
    step.contains('~')
}

/// Why a tap that sends this payload leads nowhere, if it does. Choices of a question belong to the
/// question.
#[must_use]
pub fn dead_end(bot: &Bot, payload: &str) -> Option<DeadEnd> {
    match payload::read(payload) {
        Some(Said::Go(target, set)) => tap::leads(bot, &target, &set).err().map(|why| match why {
            Refused::Gone => DeadEnd::Gone(target),
            Refused::Unoffered => DeadEnd::Unoffered(target),
            Refused::Unset => DeadEnd::Unset(target),
        }),
        Some(Said::Answer(..) | Said::Broken) => None,
        None => {
            let taken = bot.routes.payloads.of_payload(payload).next().is_some();
            (!taken && payload != GET_STARTED).then_some(DeadEnd::Unheard)
        }
    }
}

/// Where choices on the screen lead that is not there any more: the flow ends behind them.
pub fn dead_choices<'c>(bot: &Bot, talk: &'c Conversation) -> impl Iterator<Item = &'c Target> {
    let open = talk.stack.iter().filter(|frame| {
        frame.open.is_some() && reload::fits(bot, frame, &reload::moved(bot, &frame.at))
    });
    let choices = open.filter_map(|frame| frame.open.as_ref()).flat_map(|open| &open.choices);
    choices.filter_map(|choice| match &choice.goto {
        Some(Way::Go(target)) => bot.resolve(target).is_none().then_some(target),
        Some(Way::End | Way::Back | Way::Restart) | None => None,
    })
}

/// Steps with a name that run when their time has come.
pub fn laters(bot: &Bot) -> impl Iterator<Item = StepKey> {
    named(bot).filter(|key| later::comes(bot, key))
}

/// Steps that wait for their time, and which this bot does not have.
pub fn forgotten<'c>(bot: &Bot, talk: &'c Conversation) -> impl Iterator<Item = &'c StepKey> {
    talk.later.values().map(|pending| &pending.step).filter(|step| !later::comes(bot, step))
}
