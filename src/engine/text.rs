//! What somebody typed (MODEL 5.3): the first of nine that takes it.

use crate::bot::intents::IntentRoutes;
use crate::bot::routes::Contender;
use crate::bot::texts::TextRoutes;
use crate::engine::contest::Winner;
use crate::engine::question::take::{Sure, take};
use crate::engine::question::wrong::{self, Miss};
use crate::engine::question::{detour, hear, prefill};
use crate::engine::run::Run;
use crate::engine::{contest, event, failure, open, stack, tap};
use crate::pattern::fold::{self, Message};
use crate::words::conversation::Entered;
use crate::words::event::{Attachment, Text};
use crate::words::turn::Took;

/// Finds who takes a text.
pub(super) fn text(run: &mut Run<'_>, text: &Text) -> Took {
    let message = Message::new(&text.text);
    if run.at.tracing {
        run.seen.text.clone_from(&message.typed);
        run.seen.folded.clone_from(&message.folded.text);
    }
    // Quick replies vanish as soon as the visitor says something; their labels count this once.
    let label = visible(run, &message);
    run.state.shown.retain(|shown| !shown.quick);
    let mut miss = Miss::of(&message.typed);
    let heard = hear::exactly(run, &message);
    let took = take(run, heard, Sure::Yes, &mut miss)
        .or_else(|| label.map(|payload| tap::follow(run, &payload)))
        .or_else(|| cancelled(run, &message))
        .or_else(|| interrupting(run, &message))
        .or_else(|| answering(run, &message, &mut miss))
        .or_else(|| prefill::correct(run, &message))
        .or_else(|| triggered(run, &message))
        .or_else(|| containing(run, &message, &mut miss))
        .or_else(|| attached(run, &text.attachments, &mut miss))
        .unwrap_or_else(|| untaken(run, &miss));
    if run.at.tracing {
        passed_over(run, &message);
    }
    took
}

/// Tells the trace of all triggers that match and were not asked.
fn passed_over(run: &mut Run<'_>, message: &Message) {
    let routes = &run.bot.routes;
    let interrupting = (&routes.interrupts, &routes.interrupting_intents);
    let others = (&routes.texts, &routes.intents);
    for (words, intents) in [interrupting, others] {
        let contenders = contenders(run, (words, intents), message);
        contest::pass_over(run, contenders);
    }
    contest::pass_over(run, routes.fallbacks());
}

/// Finds who takes what comes without words (5.2).
pub(super) fn attachments(run: &mut Run<'_>, attachments: &[Attachment]) -> Took {
    run.state.shown.retain(|shown| !shown.quick);
    let mut miss = Miss::default();
    attached(run, attachments, &mut miss).unwrap_or_else(|| untaken(run, &miss))
}

/// (8) and (9): a wrong answer, or nobody's message.
fn untaken(run: &mut Run<'_>, miss: &Miss) -> Took {
    let open = run.top().filter(|frame| open::asked(run.bot, frame).is_some());
    match open.map(|frame| frame.at.clone()) {
        Some(key) => wrong::told(run, key, miss),
        None => fallback(run),
    }
}

/// (9): `any message` flows whose `if` holds, then the one without; none is silence.
pub(super) fn fallback(run: &mut Run<'_>) -> Took {
    run.state.misses = run.state.misses.saturating_add(1);
    let bot = run.bot;
    let Some(winner) = contest::hold(run, bot.routes.fallbacks()) else { return Took::Nobody };
    let pc = stack::start(run, &winner.flow, winner.vars, Entered::Trigger);
    crate::engine::exec::go(run, pc);
    Took::Fallback(winner.flow)
}

/// The payload of a visible label that is the whole message.
fn visible(run: &Run<'_>, message: &Message) -> Option<String> {
    let same = |label: &str| {
        let folded = fold::fold(label);
        if folded.text.is_empty() {
            label.trim() == message.typed
        } else {
            folded == message.folded
        }
    };
    run.state.shown.iter().rev().find(|shown| same(&shown.label)).map(|shown| shown.payload.clone())
}

/// (2): a cancel word, while anything is open.
fn cancelled(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let bot = run.bot;
    let is_word = bot.settings.cancel_words.iter().any(|rule| rule.find(message).is_some());
    let asked = run.top().and_then(|frame| open::asked(bot, frame));
    let forbidden = asked.is_some_and(|asked| !asked.ask.cancel);
    if run.state.stack.is_empty() || forbidden || !is_word {
        return None;
    }
    stack::drop_all(run);
    run.state.misses = 0;
    if let Some(id) = bot.settings.cancel_say {
        let place = crate::source::Place::unknown();
        let voice = crate::engine::reply::Voice { place: &place, persona: None };
        let hung = crate::engine::step::say::Hung { buttons: Vec::new(), quick: Vec::new() };
        let said = run.text(id).and_then(|text| {
            crate::engine::step::say::bubble_by_bubble(run, &voice, vec![text], hung)
        });
        if let Err(fault) = said {
            failure::beside(run, fault);
        }
    }
    Some(Took::Cancel)
}

/// (3): flows that interrupt.
fn interrupting(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let bot = run.bot;
    let (words, intents) = (&bot.routes.interrupts, &bot.routes.interrupting_intents);
    let contenders = contenders(run, (words, intents), message);
    let winner = contest::hold(run, contenders)?;
    Some(begin(run, winner, message))
}

/// (4) and (5): the whole message is an answer, or the question takes anything.
fn answering(run: &mut Run<'_>, message: &Message, miss: &mut Miss) -> Option<Took> {
    let heard = hear::whole(run, message);
    take(run, heard, Sure::No, miss).or_else(|| {
        let heard = hear::free(run, message);
        take(run, heard, Sure::Yes, miss)
    })
}

/// (6): the triggers of all other flows; over an open question the winner is a detour.
fn triggered(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    if !detour::allowed(run) {
        return None;
    }
    let bot = run.bot;
    let (words, intents) = (&bot.routes.texts, &bot.routes.intents);
    let contenders = contenders(run, (words, intents), message);
    let winner = contest::hold(run, contenders)?;
    Some(begin(run, winner, message))
}

/// Triggers that a message matches, by its words or by what Messenger understood.
fn contenders<'a>(
    run: &Run<'_>,
    (words, intents): (&'a TextRoutes, &'a IntentRoutes),
    message: &'a Message,
) -> Vec<Contender<'a>> {
    let nlp = run.event.and_then(|event| event.nlp.as_ref());
    let meant = nlp.map(|nlp| intents.hits(nlp)).unwrap_or_default();
    words.hits(message).map(Contender::new).chain(meant).collect()
}

/// (7): exactly one answer is somewhere in the message.
fn containing(run: &mut Run<'_>, message: &Message, miss: &mut Miss) -> Option<Took> {
    let heard = hear::contained(run, message);
    take(run, heard, Sure::No, miss)
}

/// What came instead of words, or along with words that nobody took: for the open question, if its
/// type is of that kind, else for the flow that wants it.
fn attached(run: &mut Run<'_>, attachments: &[Attachment], miss: &mut Miss) -> Option<Took> {
    let heard = hear::sent(run, attachments);
    take(run, heard, Sure::Yes, miss).or_else(|| {
        let wanted = detour::allowed(run) && !attachments.is_empty();
        wanted.then(|| event::attachments(run, attachments)).flatten()
    })
}

/// Starts the flow whose trigger won (6.3), with what the message says beside the trigger.
fn begin(run: &mut Run<'_>, winner: Winner, message: &Message) -> Took {
    run.state.misses = 0;
    let rest = prefill::without_trigger(message, &winner);
    let pc = stack::start(run, &winner.flow, winner.vars, Entered::Trigger);
    prefill::fill(run, &rest);
    crate::engine::exec::go(run, pc);
    Took::Trigger(winner.flow)
}
