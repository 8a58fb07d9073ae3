//! Taps (MODEL 5.1): where the button said, as far as some button of this bot says so.

use crate::bot::Bot;
use crate::engine::contest::{self, Winner};
use crate::engine::exec::{self, Next};
use crate::engine::payload::{self, Said};
use crate::engine::question::{contact, detour, hear, take};
use crate::engine::run::Run;
use crate::engine::{event, open, stack, text, ways};
use crate::flow::model::event::EventName;
use crate::flow::model::slot::Slot;
use crate::words::conversation::Entered;
use crate::words::event::{Referral, Tap, Text, Via};
use crate::words::name::{StepKey, Target, Value};
use crate::words::turn::Took;
use crate::words::way::Way;

/// What Messenger sends for its Get Started button.
pub(super) const GET_STARTED: &str = "GET_STARTED";

/// Follows a tap; one on a link's button first goes by the link's reference.
pub(super) fn tap(run: &mut Run<'_>, tap: &Tap) -> Took {
    run.seen.text = tap.payload.clone().unwrap_or_default();
    run.state.shown.retain(|shown| !shown.quick);
    let referral = run.event.and_then(|event| event.referral.as_ref());
    let brought = match tap.via {
        Via::Postback | Via::Menu => referral.and_then(|referral| referred(run, referral)),
        Via::QuickReply => None,
    };
    if let Some(winner) = brought {
        return begin(run, winner);
    }
    if let Some(took) = contact::told(run, tap) {
        return took;
    }
    follow(run, tap.payload.as_deref().unwrap_or_default())
}

/// Follows a payload, tapped or typed by its label.
pub(super) fn follow(run: &mut Run<'_>, payload: &str) -> Took {
    match payload::read(payload) {
        Some(Said::Answer(key, value)) => answered(run, &key, &value),
        Some(Said::Go(target, set)) => go(run, &target, set),
        Some(Said::Broken) => unknown(run),
        None => trigger(run, payload),
    }
}

/// A choice of a question that is still open somewhere on the stack.
fn answered(run: &mut Run<'_>, key: &StepKey, value: &Value) -> Took {
    let moved = Target { flow: key.flow.clone(), step: Some(key.step.clone()) };
    let key = match run.bot.resolve(&moved) {
        Some(Target { flow, step: Some(step) }) => StepKey { flow, step },
        Some(Target { step: None, .. }) | None => key.clone(),
    };
    let open = |frame: &crate::words::conversation::Frame| frame.open.is_some() && frame.at == key;
    let Some(index) = run.state.stack.iter().rposition(open) else { return unknown(run) };
    let heard = run.state.stack.get(index).and_then(|frame| hear::tapped(run, frame, value));
    let Some(heard) = heard else { return unknown(run) };
    stack::park_from(run, index.saturating_add(1));
    run.state.misses = 0;
    take::tapped(run, heard).unwrap_or(Took::Answer(key))
}

/// A destination that some button leads to, with nothing but what such a button could set.
fn go(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Took {
    let Ok(target) = leads(run.bot, target, &set) else { return unknown(run) };
    let (way, flow) = Way::of_target(&target);
    if way.word().is_some() {
        return ways::tapped(run, &way, flow.as_ref());
    }
    arrive(run, &target, set)
}

/// Why a tap on a destination is not followed.
pub(super) enum Refused {
    /// It is not there any more.
    Gone,
    /// No button leads there.
    Unoffered,
    /// No button there sets that.
    Unset,
}

/// Where a tap on a destination leads now.
pub(super) fn leads(bot: &Bot, target: &Target, set: &[(Slot, Value)]) -> Result<Target, Refused> {
    let (way, flow) = Way::of_target(target);
    let target = if way.word().is_some() {
        let there = flow.is_none_or(|flow| bot.flows.contains_key(&flow));
        there.then(|| target.clone())
    } else {
        bot.resolve(target)
    };
    let target = target.ok_or(Refused::Gone)?;
    if bot.offerable.takes(&target, set) {
        return Ok(target);
    }
    let offered = bot.offerable.takes(&target, &[]);
    Err(if offered { Refused::Unset } else { Refused::Unoffered })
}

fn arrive(run: &mut Run<'_>, target: &Target, set: Vec<(Slot, Value)>) -> Took {
    let Some(pc) = stack::tap(run, target, set) else { return unknown(run) };
    run.state.misses = 0;
    open::resume(run, Next::At(pc));
    Took::Tap(target.flow.clone())
}

/// A payload of the author's own, or Get Started.
fn trigger(run: &mut Run<'_>, payload: &str) -> Took {
    let bot = run.bot;
    if let Some(winner) = contest::hold(run, bot.routes.payloads.of_payload(payload)) {
        return begin(run, winner);
    }
    if payload != GET_STARTED {
        return unknown(run);
    }
    if let Some(winner) = event::winner(run, &EventName::GetStarted) {
        return begin(run, winner);
    }
    welcome(run).unwrap_or_else(|| unknown(run))
}

/// The flow that wants whoever comes with a reference.
pub(super) fn referred(run: &mut Run<'_>, referral: &Referral) -> Option<Winner> {
    let bot = run.bot;
    contest::hold(run, bot.routes.referrals.of_referral(referral))
}

/// Begins as Get Started does if no trigger wants it.
pub(super) fn welcome(run: &mut Run<'_>) -> Option<Took> {
    let start = run.bot.settings.start.as_ref();
    let target = start.and_then(|target| run.bot.resolve(target))?;
    Some(arrive(run, &target, Vec::new()))
}

/// A command from the list; one that the bot does not have is as good as typed.
pub(super) fn command(run: &mut Run<'_>, name: &str, typed: &str) -> Took {
    let commands = &run.bot.settings.commands;
    let found = commands.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    let Some((_, way)) = found else {
        return text::text(run, &Text { text: typed.to_owned(), ..Text::default() });
    };
    typed.clone_into(&mut run.seen.text);
    run.state.shown.retain(|shown| !shown.quick);
    match way {
        Way::Go(target) => arrive(run, target, Vec::new()),
        Way::End | Way::Back | Way::Restart => ways::tapped(run, way, None),
    }
}

/// Starts the flow whose trigger won (6.3).
pub(super) fn begin(run: &mut Run<'_>, winner: Winner) -> Took {
    run.state.misses = 0;
    let pc = stack::start(run, &winner.flow, winner.vars, Entered::Trigger);
    exec::go(run, pc);
    Took::Trigger(winner.flow)
}

/// A payload that leads nowhere: for the flow that wants such taps; else the open question is asked
/// again without counting a try, else it is anybody's.
fn unknown(run: &mut Run<'_>) -> Took {
    if detour::allowed(run)
        && let Some(winner) = event::winner(run, &EventName::UnknownButton)
    {
        return begin(run, winner);
    }
    let Some(key) = run.top().filter(|frame| frame.open.is_some()).map(|frame| frame.at.clone())
    else {
        return text::fallback(run);
    };
    run.state.misses = 0;
    open::repeat(run);
    Took::Retry(key)
}
