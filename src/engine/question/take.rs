//! Taking what was heard: an answer is weighed, collected, asked back, saved, and the run goes on.

use crate::engine::answer::Picked;
use crate::engine::exec::Next;
use crate::engine::open::{self, Asked};
use crate::engine::question::hear::Heard;
use crate::engine::question::notes::{self, Kept, Notes};
use crate::engine::question::wrong::{self, Miss};
use crate::engine::question::{put, stock, weigh};
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::engine::{failure, step, ways};
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Reason;
use crate::flow::model::own_word::OwnWord;
use crate::flow::model::set::{Assign, Assigned, Given};
use crate::limits::LIST_ITEMS_MAX;
use crate::words::conversation::Choice;
use crate::words::name::{StepKey, Value, Vars};
use crate::words::turn::{Fault, Took};

/// How sure it is that something was meant as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Sure {
    /// It was, even if it is a wrong one.
    Yes,
    /// A wrong one may have been meant for somebody else.
    No,
}

/// Takes what was heard of the question on top; none if nothing was heard, or only something wrong
/// that may have been meant for somebody else.
pub(in crate::engine) fn take(
    run: &mut Run<'_>,
    heard: Option<Heard>,
    sure: Sure,
    miss: &mut Miss,
) -> Option<Took> {
    let heard = heard?;
    let bot = run.bot;
    let frame = run.top()?;
    let (key, asked) = (frame.at.clone(), open::asked(bot, frame)?);
    match settle(run, &asked, &key, heard) {
        Ok(Verdict::Taken) => Some(Took::Answer(key)),
        Ok(Verdict::Wrong(reason, value)) => {
            miss.because(reason, value);
            (sure == Sure::Yes).then(|| wrong::told(run, key, miss))
        }
        Err(fault) => {
            failure::beside(run, fault);
            Some(Took::Retry(key))
        }
    }
}

/// Takes a tap on what the question of the run on top offers.
pub(in crate::engine) fn tapped(run: &mut Run<'_>, heard: Heard) -> Option<Took> {
    take(run, Some(heard), Sure::Yes, &mut Miss::default())
}

enum Verdict {
    Taken,
    Wrong(Reason, Value),
}

fn settle(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    key: &StepKey,
    heard: Heard,
) -> Result<Verdict, Fault> {
    let notes = notes::on_top(run);
    match heard {
        Heard::Skipped => finish(run, asked, Kept { value: Value::Null, goto: None }),
        Heard::Agreed(true) => finish(run, asked, notes.kept.unwrap_or(NOTHING)),
        Heard::Agreed(false) => {
            heard_so_far(run);
            notes::forget(run, key);
            open::ask_again(run).map(|()| Verdict::Taken)
        }
        Heard::Done => match weigh_count(run, asked, notes.items.len())? {
            Some(reason) => Ok(Verdict::Wrong(reason, Value::Array(notes.items))),
            None => whole_list(run, asked, key, notes),
        },
        Heard::Answers(picked) if asked.ask.takes.list => collect(run, asked, key, picked),
        Heard::Answers(picked) => match picked.into_iter().next() {
            Some(picked) => single(run, asked, key, picked),
            None => Ok(Verdict::Taken),
        },
    }
}

const NOTHING: Kept = Kept { value: Value::Null, goto: None };

fn single(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    key: &StepKey,
    picked: Picked,
) -> Result<Verdict, Fault> {
    if let Some(reason) = weigh::weigh(run, asked, &picked)? {
        return Ok(Verdict::Wrong(reason, picked.value));
    }
    let kept = Kept { value: picked.value, goto: picked.goto };
    confirmed(run, asked, key, kept)
}

/// Adds items to the list; at its end, or if a choice leads elsewhere, the list is complete.
fn collect(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    key: &StepKey,
    picked: Vec<Picked>,
) -> Result<Verdict, Fault> {
    let mut notes = Notes { kept: None, ..notes::on_top(run) };
    let mut goto = None;
    for picked in picked {
        if let Some(reason) = weigh::weigh(run, asked, &picked)? {
            return Ok(Verdict::Wrong(reason, picked.value));
        }
        let again = picked.kind == AnswerKind::Choice && notes.items.contains(&picked.value);
        if !again {
            notes.items.push(picked.value);
        }
        goto = goto.or(picked.goto);
    }
    let count = notes.items.len();
    if count > LIST_ITEMS_MAX || weigh::count(run, asked, count)? == Some(Reason::Max) {
        return Ok(Verdict::Wrong(Reason::Max, Value::Array(notes.items)));
    }
    let full = count == LIST_ITEMS_MAX
        || weigh::count(run, asked, count.saturating_add(1))? == Some(Reason::Max);
    if full || goto.is_some() {
        let kept = Kept { value: Value::Array(std::mem::take(&mut notes.items)), goto };
        return confirmed(run, asked, key, kept);
    }
    fits(run, asked, &Value::Array(notes.items.clone()))?;
    notes::keep(run, key, &notes);
    heard_so_far(run);
    let more = stock::say(run, OwnWord::More);
    let choices = put::aside(run, asked, more)?;
    show(run, choices);
    Ok(Verdict::Taken)
}

fn whole_list(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    key: &StepKey,
    notes: Notes,
) -> Result<Verdict, Fault> {
    confirmed(run, asked, key, Kept { value: Value::Array(notes.items), goto: None })
}

/// Asks the answer back if the question says so.
fn confirmed(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    key: &StepKey,
    kept: Kept,
) -> Result<Verdict, Fault> {
    if asked.ask.confirm.is_none() {
        return finish(run, asked, kept);
    }
    fits(run, asked, &kept.value)?;
    notes::keep(run, key, &Notes { kept: Some(kept), ..Notes::default() });
    heard_so_far(run);
    let choices = put::put(run, asked)?;
    show(run, choices);
    Ok(Verdict::Taken)
}

/// Refuses what is too large to be remembered.
fn fits(run: &Run<'_>, asked: &Asked<'_>, value: &Value) -> Result<(), Fault> {
    sized(value, &asked.op.place)?;
    run.room(size(value), &asked.op.place)
}

/// Saves the answer and goes on behind the question.
fn finish(run: &mut Run<'_>, asked: &Asked<'_>, kept: Kept) -> Result<Verdict, Fault> {
    save(run, asked, kept.value)?;
    heard_so_far(run);
    open::close(run);
    let next = match &kept.goto {
        Some(way) => match ways::follow(run, way, Vars::new()) {
            Next::On => unanswered(run, asked),
            next => next,
        },
        None => Next::At(asked.pc.next()),
    };
    open::resume(run, next);
    Ok(Verdict::Taken)
}

/// The choice was to go back, and nothing is before this question: it is asked again (6.7).
fn unanswered(run: &mut Run<'_>, asked: &Asked<'_>) -> Next {
    if let Some(slot) = &asked.ask.save {
        run.forget(slot);
    }
    Next::At(asked.pc)
}

/// Saves an answer.
pub(in crate::engine) fn save(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    value: Value,
) -> Result<(), Fault> {
    let Some(slot) = &asked.ask.save else { return Ok(()) };
    let value = Assigned::Given(Given::Value(value));
    step::set::run(run, asked.op, &[Assign { slot: slot.clone(), value }])
}

/// Whether a list may end now: it has an item, or as many as `min` says.
pub(in crate::engine) fn is_enough(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    items: usize,
) -> Result<bool, Fault> {
    Ok(weigh_count(run, asked, items)?.is_none())
}

fn weigh_count(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    items: usize,
) -> Result<Option<Reason>, Fault> {
    let nothing = items == 0 && asked.ask.holds.min.is_none();
    if nothing { Ok(Some(Reason::Min)) } else { weigh::count(run, asked, items) }
}

/// Somebody understood the message.
fn heard_so_far(run: &mut Run<'_>) {
    run.state.misses = 0;
}

fn show(run: &mut Run<'_>, choices: Vec<Choice>) {
    if let Some(question) = run.top_mut().and_then(|frame| frame.open.as_mut()) {
        question.choices = choices;
    }
}
