//! Questions that nobody answered in time (MODEL 8.2).

use crate::engine::answer::Ear;
use crate::engine::exec::Next;
use crate::engine::open::{self, Asked};
use crate::engine::question::{known, notes, take};
use crate::engine::run::Run;
use crate::engine::visitor::Visitor;
use crate::engine::{human, stack};
use crate::flow::model::set::Given;
use crate::pattern::fold::Message;
use crate::words::conversation::Question;
use crate::words::name::Value;
use crate::words::turn::{Fault, TimerChange};

/// Closes questions whose time is over though their timer has not come yet.
pub(in crate::engine) fn late(run: &mut Run<'_>) {
    let now = run.at.now;
    let over = |run: &Run<'_>| {
        let expired = |question: &Question| question.expires <= now;
        run.state.stack.iter().position(|frame| frame.open.as_ref().is_some_and(expired))
    };
    while let Some(index) = over(run) {
        expire(run, index);
    }
}

/// The time of a question is over. Its default is stored and the run goes on, now or when what lies
/// above it has ended; without one the run is parked, and what lies below is not asked again. Whether
/// it is parked.
pub(in crate::engine) fn expire(run: &mut Run<'_>, index: usize) -> bool {
    let bot = run.bot;
    let above = run.state.stack.split_off(index.saturating_add(1));
    let asked = run.top().and_then(|frame| open::asked(bot, frame));
    let question = run.top_mut().and_then(|frame| frame.open.take());
    if let Some(frame) = run.state.stack.last_mut() {
        run.timers.extend(frame.timers.drain(..).map(TimerChange::Drop));
    }
    let (on_top, muted) = (above.is_empty(), human::is_silent(run));
    let stored =
        asked.zip(question).is_some_and(|(asked, question)| store(run, &asked, &question, on_top));
    run.state.stack.extend(above);
    let Some(asked) = asked.filter(|_| stored && !muted) else {
        stack::park_waiting(run, index);
        return true;
    };
    if on_top {
        go_on(run, &asked);
    }
    false
}

/// Stores the default; whether there is one.
fn store(run: &mut Run<'_>, asked: &Asked<'_>, question: &Question, on_top: bool) -> bool {
    let Some(key) = run.top().map(|frame| frame.at.clone()) else { return false };
    notes::forget(run, &key);
    let Some(default) = &asked.ask.default else { return false };
    match default_answer(run, asked, question, default) {
        Ok(value) => take::save(run, asked, value),
        Err(fault) => Err(fault),
    }
    .map_err(|fault| run.faults.push(fault))
    .map(|()| {
        if !on_top {
            known::answered(run, &key);
        }
    })
    .is_ok()
}

/// The default as a visitor could have given it: a choice's value, a date.
fn default_answer(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    question: &Question,
    default: &Given,
) -> Result<Value, Fault> {
    let value = run.given(default)?;
    let Value::String(text) = &value else { return Ok(value) };
    let takes = &asked.ask.takes;
    let visitor = Visitor::of(run);
    let (choices, hint) = (&question.choices, visitor.hint());
    let ear = Ear { kinds: &takes.kinds, regex: None, choices, hint };
    let message = Message::new(text);
    if takes.list {
        let items = ear.items(&message).map(|items| items.into_iter().map(|item| item.value));
        let items: Option<Vec<Value>> = items.map(Iterator::collect);
        let texts = || message.parts().into_iter().map(Value::from).collect();
        return Ok(Value::Array(items.unwrap_or_else(texts)));
    }
    let understood = ear.exactly(&message).or_else(|| ear.whole(&message));
    Ok(understood.map_or(value, |picked| picked.value))
}

/// Goes on behind the question: silently, if Messenger's window is closed, or not at all.
fn go_on(run: &mut Run<'_>, asked: &Asked<'_>) {
    let pc = asked.pc.next();
    stack::leave_loops(run, Some(pc));
    if run.state.window_until.is_some_and(|until| until > run.at.now) {
        return open::resume(run, Next::At(pc));
    }
    let before = run.mark();
    open::resume(run, Next::At(pc));
    if run.has_said_more(&before) {
        run.undo(before);
        let top = run.state.stack.len().saturating_sub(1);
        stack::park_waiting(run, top);
    }
}
