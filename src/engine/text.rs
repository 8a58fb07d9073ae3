//! What somebody typed (MODEL 5.3): the first of nine that takes it.

use crate::bot::intents::IntentRoutes;
use crate::bot::routes::Contender;
use crate::bot::texts::TextRoutes;
use crate::engine::open::Wrong;
use crate::engine::run::Run;
use crate::engine::{answer, contest, event, failure, open, stack, tap};
use crate::flow::model::ask::{AnswerKind, Ask};
use crate::pattern::fold::{self, Message};
use crate::words::conversation::{Entered, Question};
use crate::words::event::{Attachment, Text};
use crate::words::name::{StepKey, Value};
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
    exactly(run, &message)
        .or_else(|| label.map(|payload| tap::follow(run, &payload)))
        .or_else(|| cancelled(run, &message))
        .or_else(|| interrupting(run, &message))
        .or_else(|| answering(run, &message))
        .or_else(|| triggered(run, &message))
        .or_else(|| containing(run, &message))
        .or_else(|| brought(run, &text.attachments))
        .unwrap_or_else(|| untaken(run))
}

/// Finds who takes what comes without words (5.2).
pub(super) fn attachments(run: &mut Run<'_>, attachments: &[Attachment]) -> Took {
    run.state.shown.retain(|shown| !shown.quick);
    brought(run, attachments).unwrap_or_else(|| untaken(run))
}

/// What came instead of words, or along with words that nobody took: for the open question, if its
/// type is of that kind, else for the flow that wants it.
fn brought(run: &mut Run<'_>, attachments: &[Attachment]) -> Option<Took> {
    if attachments.is_empty() {
        return None;
    }
    takes_attachments(run, attachments).or_else(|| event::attachments(run, attachments))
}

/// The open question, as its answer.
fn takes_attachments(run: &mut Run<'_>, attachments: &[Attachment]) -> Option<Took> {
    let (ask, _, key) = open_question(run)?;
    let picked = answer::attachment(ask, attachments)?;
    Some(taken(run, picked, key))
}

/// (8) and (9): a wrong answer, or nobody's message.
fn untaken(run: &mut Run<'_>) -> Took {
    let Some(key) = open_key(run) else { return fallback(run) };
    match open::wrong(run) {
        Wrong::Handled => Took::Retry(key),
        Wrong::Dropped => fallback(run),
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

/// The question on top, as it was asked.
fn open_question<'a>(run: &'a Run<'_>) -> Option<(&'a Ask, &'a Question, StepKey)> {
    let frame = run.top()?;
    let asked = open::asked(run.bot, frame)?;
    Some((asked.ask, frame.open.as_ref()?, frame.at.clone()))
}

fn open_key(run: &Run<'_>) -> Option<StepKey> {
    open_question(run).map(|(_, _, key)| key)
}

/// (1): the whole message is a choice, or yes or no.
fn exactly(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let (ask, question, key) = open_question(run)?;
    let picked = answer::exactly(ask, question, message)?;
    Some(taken(run, picked, key))
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
    if run.state.stack.is_empty() || !is_word {
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
    Some(tap::begin(run, &winner.flow, winner.vars))
}

/// (4) and (5): the whole message is an answer, or the question takes anything.
fn answering(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let (ask, question, key) = open_question(run)?;
    let free = ask.kind == AnswerKind::Text && question.choices.is_empty();
    let picked = if free {
        answer::Picked { value: Value::from(message.typed.as_str()), goto: None }
    } else {
        answer::whole(ask, question, message)?
    };
    Some(taken(run, picked, key))
}

/// (6): the triggers of all other flows; over an open question the winner is a detour.
fn triggered(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let bot = run.bot;
    let (words, intents) = (&bot.routes.texts, &bot.routes.intents);
    let contenders = contenders(run, (words, intents), message);
    let winner = contest::hold(run, contenders)?;
    Some(tap::begin(run, &winner.flow, winner.vars))
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
fn containing(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let (ask, question, key) = open_question(run)?;
    let picked = answer::contained(ask, question, message)?;
    Some(taken(run, picked, key))
}

fn taken(run: &mut Run<'_>, picked: answer::Picked, key: StepKey) -> Took {
    run.state.misses = 0;
    open::take(run, picked);
    Took::Answer(key)
}
