//! Open questions: asking, asking again, taking the answer, `retry` and giving up.

use crate::bot::Bot;
use crate::bot::op::{GiveUp, Op, Pc};
use crate::engine::exec::{self, Next};
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::say::{self, Hung};
use crate::engine::variables::size;
use crate::engine::{answer, failure, payload, stack, step, ways};
use crate::flow::model::ask::{AnswerKind, Ask};
use crate::flow::model::set::{Assign, Assigned, Given};
use crate::limits::{ASKED_MAX, QUICK_REPLIES_MAX};
use crate::words::conversation::{Choice, Frame, Question};
use crate::words::name::{StepKey, TimerKey, Value, Vars};
use crate::words::reply::QuickReply;
use crate::words::turn::{Fault, TimerChange};

/// A question that waits, with its code.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) op: &'a Op,
    pub(super) ask: &'a Ask,
    give_up: &'a GiveUp,
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
        op.kind.as_ask().map(|(ask, give_up)| Asked { op, ask, give_up, pc })
    })
}

/// Asks, and leaves the question open.
pub(super) fn ask(run: &mut Run<'_>, op: &Op, ask: &Ask) -> Result<(), Fault> {
    let choices = put(run, op, ask)?;
    if let Some(frame) = run.top_mut() {
        frame.asked.retain(|key| key != &op.key);
        frame.asked.push(op.key.clone());
        let surplus = frame.asked.len().saturating_sub(ASKED_MAX);
        frame.asked.drain(..surplus);
    }
    wait(run, ask, choices, 0);
    Ok(())
}

/// Asks the question on top once more; wrong answers so far still count.
pub(super) fn ask_again(run: &mut Run<'_>) -> Result<(), Fault> {
    let bot = run.bot;
    let Some(asked) = run.top().and_then(|frame| asked(bot, frame)) else { return Ok(()) };
    let choices = put(run, asked.op, asked.ask)?;
    let tries = run.top().and_then(|frame| frame.open.as_ref()).map_or(0, |open| open.tries);
    wait(run, asked.ask, choices, tries);
    Ok(())
}

/// Asks the question on top once more, whatever becomes of it.
pub(super) fn repeat(run: &mut Run<'_>) {
    if let Err(fault) = ask_again(run) {
        failure::beside(run, fault);
    }
}

/// Closes the question on top and drops its timer.
pub(super) fn close(run: &mut Run<'_>) {
    let Some(frame) = run.state.stack.last_mut() else { return };
    if frame.open.take().is_some() {
        run.timers.extend(frame.timers.drain(..).map(TimerChange::Drop));
    }
}

/// Takes an answer and goes on behind the question.
pub(super) fn take(run: &mut Run<'_>, picked: answer::Picked) {
    let bot = run.bot;
    let Some(asked) = run.top().and_then(|frame| asked(bot, frame)) else { return };
    if let Some(slot) = &asked.ask.save {
        let assign =
            [Assign { slot: slot.clone(), value: Assigned::Given(Given::Value(picked.value)) }];
        if let Err(fault) = step::set::run(run, asked.op, &assign) {
            return failure::beside(run, fault);
        }
    }
    close(run);
    let next = match &picked.goto {
        Some(way) => ways::follow(run, way, Vars::new()),
        None => Next::At(asked.pc.next()),
    };
    resume(run, next);
}

/// What a wrong answer leads to.
pub(super) enum Wrong {
    /// The question was asked again, or it gave up and something else goes on.
    Handled,
    /// The question was dropped; the message goes to the fallback.
    Dropped,
}

/// A wrong answer (5.3.8): `retry`, or `give_up` after too many.
pub(super) fn wrong(run: &mut Run<'_>) -> Wrong {
    let bot = run.bot;
    let Some(asked) = run.top().and_then(|frame| asked(bot, frame)) else { return Wrong::Dropped };
    let Some(question) = run.top_mut().and_then(|frame| frame.open.as_mut()) else {
        return Wrong::Dropped;
    };
    question.tries = question.tries.saturating_add(1);
    let tries = question.tries;
    if asked.ask.tries.is_some_and(|max| tries >= max) {
        return give_up(run, asked);
    }
    if let Err(fault) = retry(run, asked, tries) {
        failure::beside(run, fault);
    }
    Wrong::Handled
}

fn give_up(run: &mut Run<'_>, asked: Asked<'_>) -> Wrong {
    close(run);
    let next = match asked.give_up {
        GiveUp::Drop => {
            let top = run.state.stack.len().saturating_sub(1);
            stack::park_waiting(run, top);
            return Wrong::Dropped;
        }
        GiveUp::Steps(pc) => Next::At(*pc),
        GiveUp::Goto(way) => ways::follow(run, way, Vars::new()),
    };
    run.state.misses = 0;
    resume(run, next);
    Wrong::Handled
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

fn retry(run: &mut Run<'_>, asked: Asked<'_>, tries: u16) -> Result<(), Fault> {
    let nth = usize::from(tries).saturating_sub(1);
    let text = match asked.ask.retry.get(nth).or(asked.ask.retry.last()) {
        Some(&id) => run.text(id)?,
        None => answer::stock_retry(asked.ask).to_owned(),
    };
    let choices = choices(run, asked.ask)?;
    let quick = quick_replies(run, asked.op, asked.ask, &choices)?;
    let list = listed(asked.ask, &choices, &quick);
    let quick = if list.is_some() { Vec::new() } else { quick };
    let hung = Hung { buttons: Vec::new(), quick };
    let texts = std::iter::once(text).chain(list).collect();
    say::bubble_by_bubble(run, &Voice::of(asked.op), texts, hung)?;
    if let Some(question) = run.top_mut().and_then(|frame| frame.open.as_mut()) {
        question.choices = choices;
    }
    Ok(())
}

/// Says the question; the choices as they are shown.
fn put(run: &mut Run<'_>, op: &Op, ask: &Ask) -> Result<Vec<Choice>, Fault> {
    let choices = choices(run, ask)?;
    let more = choices.iter().map(|choice| choice.label.len().saturating_add(size(&choice.value)));
    run.room(more.sum(), &op.place)?;
    let quick = quick_replies(run, op, ask, &choices)?;
    let list = listed(ask, &choices, &quick);
    say::say(run, op, &ask.say, if list.is_some() { Vec::new() } else { quick })?;
    let hung = Hung { buttons: Vec::new(), quick: Vec::new() };
    say::bubble_by_bubble(run, &Voice::of(op), list.into_iter().collect(), hung)?;
    Ok(choices)
}

fn choices(run: &mut Run<'_>, ask: &Ask) -> Result<Vec<Choice>, Fault> {
    let mut rendered = Vec::with_capacity(ask.choices.len());
    for choice in &ask.choices {
        let label = run.text(choice.label)?;
        if say::is_blank(&label) {
            continue;
        }
        let value = match &choice.value {
            Some(given) => run.given(given)?,
            None => Value::from(run.own_text(choice.label, &label)?),
        };
        let (synonyms, goto) = (choice.synonyms.clone(), choice.goto.clone());
        rendered.push(Choice { label, value, synonyms, goto });
    }
    Ok(rendered)
}

/// Quick replies for choices; for a yes-or-no question without any of the author's own, both words.
fn quick_replies(
    run: &Run<'_>,
    op: &Op,
    ask: &Ask,
    choices: &[Choice],
) -> Result<Vec<QuickReply>, Fault> {
    let own = !ask.say.replies.is_empty() || !ask.say.buttons.is_empty();
    let yes_no = ask.kind == AnswerKind::YesNo && choices.is_empty() && !own;
    let both = [("Yes", Value::Bool(true)), ("No", Value::Bool(false))];
    let offered: Vec<(&str, &Value)> = if !ask.shown {
        Vec::new()
    } else if yes_no {
        both.iter().map(|(label, value)| (*label, value)).collect()
    } else {
        choices.iter().map(|choice| (choice.label.as_str(), &choice.value)).collect()
    };
    let key = run.top().map_or(&op.key, |frame| &frame.at);
    let quick = |(label, value): (&str, &Value)| {
        let payload = say::bounded(payload::answer(key, value), &op.place)?;
        Ok(QuickReply::Text { label: label.to_owned(), payload, image: None })
    };
    offered.into_iter().map(quick).collect()
}

/// More choices than Messenger takes as quick replies, as numbered text.
fn listed(ask: &Ask, choices: &[Choice], quick: &[QuickReply]) -> Option<String> {
    if quick.len().saturating_add(ask.say.replies.len()) <= QUICK_REPLIES_MAX {
        return None;
    }
    let lines = (1..).zip(choices).map(|(number, choice)| format!("{number}. {}", choice.label));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Opens the question on the run on top, with a timer for its end.
fn wait(run: &mut Run<'_>, ask: &Ask, choices: Vec<Choice>, tries: u16) {
    run.state.serial = run.state.serial.saturating_add(1);
    let serial = run.state.serial;
    let of_flow = run.top().and_then(|frame| run.bot.flows.get(&frame.flow)?.expires);
    let patience = ask.expires.or(of_flow).unwrap_or(run.bot.settings.expires);
    let due = run.at.now.plus(patience);
    let Some(frame) = run.state.stack.last_mut() else { return };
    let key = TimerKey::new(format!("expire:{}", frame.run));
    frame.open = Some(Question { serial, tries, choices, expires: due });
    frame.timers = vec![key.clone()];
    run.timers.push(TimerChange::Set { key, serial, due, vars: Vars::new() });
}
