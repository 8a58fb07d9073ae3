//! Open questions: finding their code, asking, asking again, closing, and going on.

use crate::bot::Bot;
use crate::bot::op::{Beside, Op, Pc};
use crate::bot::profile::{TIMEZONE, is_dated};
use crate::engine::exec::{self, Next};
use crate::engine::question::{known, notes, nudge, put};
use crate::engine::run::Run;
use crate::engine::{failure, stack, step};
use crate::flow::model::ask::Ask;
use crate::limits::ASKED_MAX;
use crate::words::conversation::{Choice, Frame, Past, Question};
use crate::words::name::{StepKey, TimerKey, Vars};
use crate::words::turn::{Fault, TimerChange};

/// A question with its code.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) op: &'a Op,
    pub(super) ask: &'a Ask,
    pub(super) beside: &'a Beside,
    pub(super) pc: Pc,
}

/// The code of a frame's open question.
pub(super) fn asked<'a>(bot: &'a Bot, frame: &Frame) -> Option<Asked<'a>> {
    frame.open.as_ref()?;
    question(bot, &frame.at)
}

/// The code of a step, if it is a question.
pub(super) fn question<'a>(bot: &'a Bot, key: &StepKey) -> Option<Asked<'a>> {
    let first = bot.find(key)?;
    // An `if` on the question stands before it, under the same key.
    [first, first.next()].into_iter().find_map(|pc| {
        let op = bot.op(&key.flow, pc).filter(|op| &op.key == key)?;
        op.kind.as_ask().map(|(ask, beside)| Asked { op, ask, beside, pc })
    })
}

/// Asks and leaves the question open, unless it is passed over because its answer is known.
pub(super) fn ask(run: &mut Run<'_>, op: &Op) -> Result<Next, Fault> {
    let Some(asked) = question(run.bot, &op.key) else { return Ok(Next::On) };
    if known::pass(run, &op.key, asked.ask) {
        return Ok(Next::On);
    }
    if is_dated(asked.ask) {
        run.consults(TIMEZONE);
    }
    run.sent_to = None;
    notes::forget(run, &op.key);
    let choices = put::put(run, &asked)?;
    close(run);
    remember(run, &op.key);
    wait(run, &asked, choices, 0);
    Ok(Next::Rest)
}

/// The run on top stands at a question now, for `back`.
pub(super) fn remember(run: &mut Run<'_>, key: &StepKey) {
    let slot = question(run.bot, key).and_then(|asked| asked.ask.save.as_ref());
    let held = slot.and_then(|slot| step::set::current(run, slot));
    if let Some(frame) = run.top_mut() {
        let rounds: Vec<u32> = frame.loops.iter().map(|around| around.index).collect();
        let held = held.filter(|_| !rounds.is_empty());
        let now = Past { step: key.clone(), rounds, held };
        frame.asked.retain(|old| old.step != now.step || old.rounds != now.rounds);
        frame.asked.push(now);
        let surplus = frame.asked.len().saturating_sub(ASKED_MAX);
        frame.asked.drain(..surplus);
    }
}

/// Asks the question on top once more; wrong answers so far still count.
pub(super) fn ask_again(run: &mut Run<'_>) -> Result<(), Fault> {
    let bot = run.bot;
    let Some(asked) = run.top().and_then(|frame| asked(bot, frame)) else { return Ok(()) };
    exec::trace(run, asked.op, asked.pc);
    let choices = put::put(run, &asked)?;
    let tries = run.top().and_then(|frame| frame.open.as_ref()).map_or(0, |open| open.tries);
    wait(run, &asked, choices, tries);
    Ok(())
}

/// Asks the question on top once more, whatever becomes of it.
pub(super) fn repeat(run: &mut Run<'_>) {
    if let Err(fault) = ask_again(run) {
        failure::beside(run, fault);
    }
}

/// Closes the question on top, drops its timers and forgets the answer so far.
pub(super) fn close(run: &mut Run<'_>) {
    let Some(frame) = run.state.stack.last_mut() else { return };
    if frame.open.take().is_some() {
        run.timers.extend(frame.timers.drain(..).map(TimerChange::Drop));
        let key = frame.asked.last().map(|last| last.step.clone());
        if let Some(key) = key {
            notes::forget(run, &key);
        }
    }
}

/// Goes on where an answer, or giving up, leads.
pub(super) fn resume(run: &mut Run<'_>, next: Next) {
    match next {
        Next::At(pc) => exec::go(run, pc),
        Next::Ended => match stack::leave(run) {
            Next::At(pc) => exec::go(run, pc),
            Next::Ended => resume(run, Next::Ended),
            Next::On | Next::Rest => {}
        },
        Next::On | Next::Rest => {}
    }
}

/// Opens the question on the run on top, with timers for its end and for what is said meanwhile.
fn wait(run: &mut Run<'_>, asked: &Asked<'_>, choices: Vec<Choice>, tries: u16) {
    run.state.serial = run.state.serial.saturating_add(1);
    let (serial, now) = (run.state.serial, run.at.now);
    let of_flow = run.top().and_then(|frame| run.bot.flows.get(&frame.flow)?.expires);
    let patience = asked.ask.expires.or(of_flow).unwrap_or(run.bot.settings.expires);
    let expires = now.plus(patience);
    let Some(frame) = run.state.stack.last_mut() else { return };
    let end = TimerKey::new(format!("expire:{}", frame.run));
    let nudges = (0..).zip(&asked.beside.nudges).filter(|(_, (after, _))| *after < patience);
    let nudges = nudges.map(|(nth, (after, _))| (nudge::key(frame, nth), now.plus(*after)));
    let timers: Vec<_> = std::iter::once((end, expires)).chain(nudges).collect();
    let keys: Vec<TimerKey> = timers.iter().map(|(key, _)| key.clone()).collect();
    let gone = std::mem::replace(&mut frame.timers, keys);
    frame.open = Some(Question { serial, tries, choices, expires });
    let gone = gone.into_iter().filter(|old| !frame.timers.contains(old));
    run.timers.extend(gone.map(TimerChange::Drop));
    run.timers.extend(timers.into_iter().map(|(key, due)| TimerChange::Set {
        key,
        serial,
        due,
        vars: Vars::new(),
    }));
}
