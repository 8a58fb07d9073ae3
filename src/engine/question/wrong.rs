//! Wrong answers (MODEL 5.3.8): `retry`, or `give_up` after too many.

use crate::bot::op::GiveUp;
use crate::engine::exec::Next;
use crate::engine::open::{self, Asked};
use crate::engine::question::{notes, put, stock};
use crate::engine::run::Run;
use crate::engine::{failure, stack, text, ways};
use crate::flow::model::ask::Reason;
use crate::flow::model::own_word::OwnWord;
use crate::words::name::{StepKey, Value, Vars};
use crate::words::turn::{Fault, Took};

/// What is wrong with a message as an answer, as far as is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::engine) struct Miss {
    /// What was understood, and what speaks against it.
    known: Option<(Reason, Value)>,
    /// The message as typed.
    typed: String,
}

impl Miss {
    /// Nothing is known yet of a message.
    pub(in crate::engine) fn of(typed: &str) -> Self {
        Self { known: None, typed: typed.to_owned() }
    }

    /// Something was understood that may not count; the first such thing is told.
    pub(in crate::engine) fn because(&mut self, reason: Reason, value: Value) {
        self.known.get_or_insert((reason, value));
    }

    fn reason(&self) -> Reason {
        self.known.as_ref().map_or(Reason::Type, |(reason, _)| *reason)
    }

    /// What `retry` sees as `value`: the answer that may not count, or what was typed.
    fn value(&self) -> Value {
        let typed = || Value::from(self.typed.as_str());
        self.known.as_ref().map_or_else(typed, |(_, value)| value.clone())
    }
}

/// What a wrong answer leads to.
enum Wrong {
    /// The question was asked again, or it gave up and something else goes on.
    Handled,
    /// The question was dropped; the message goes to the fallback.
    Dropped,
}

/// Deals with a wrong answer to the question on top, whose key is told.
pub(in crate::engine) fn told(run: &mut Run<'_>, key: StepKey, miss: &Miss) -> Took {
    match wrong(run, miss) {
        Wrong::Handled => Took::Retry(key),
        Wrong::Dropped => text::fallback(run),
    }
}

fn wrong(run: &mut Run<'_>, miss: &Miss) -> Wrong {
    let bot = run.bot;
    let Some(asked) = run.top().and_then(|frame| open::asked(bot, frame)) else {
        return Wrong::Dropped;
    };
    let Some(question) = run.top_mut().and_then(|frame| frame.open.as_mut()) else {
        return Wrong::Dropped;
    };
    question.tries = question.tries.saturating_add(1);
    let tries = question.tries;
    if asked.ask.tries.is_some_and(|max| tries >= max) {
        return give_up(run, asked);
    }
    if let Err(fault) = retry(run, asked, (tries, miss)) {
        failure::beside(run, fault);
    }
    Wrong::Handled
}

fn give_up(run: &mut Run<'_>, asked: Asked<'_>) -> Wrong {
    open::close(run);
    let next = match &asked.beside.give_up {
        GiveUp::Drop => {
            let top = run.state.stack.len().saturating_sub(1);
            stack::park_waiting(run, top);
            return Wrong::Dropped;
        }
        GiveUp::Steps(pc) => Next::At(*pc),
        GiveUp::Goto(way) => ways::follow(run, way, Vars::new()),
    };
    run.state.misses = 0;
    open::resume(run, next);
    Wrong::Handled
}

fn retry(run: &mut Run<'_>, asked: Asked<'_>, (tries, miss): (u16, &Miss)) -> Result<(), Fault> {
    let reason = miss.reason();
    let confirming = notes::on_top(run).kept.is_some();
    let text = match asked.ask.retry.after(tries, reason) {
        _ if confirming => stock::say(run, OwnWord::YesOrNo),
        Some(id) => run.text_with(id, &Vars::from([("value".into(), miss.value())]))?,
        None => stock::retry(run, asked.ask),
    };
    let choices = put::aside(run, &asked, text)?;
    if let Some(question) = run.top_mut().and_then(|frame| frame.open.as_mut()) {
        question.choices = choices;
    }
    Ok(())
}
