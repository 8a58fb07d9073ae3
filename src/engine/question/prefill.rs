//! `prefill`: answers that a message gives before they are asked for (MODEL 5.5).

use std::ops::Range;

use crate::engine::answer::{Ear, Picked, overlap};
use crate::engine::contest::Winner;
use crate::engine::failure;
use crate::engine::open::{self, Asked};
use crate::engine::question::notes::Notes;
use crate::engine::question::{known, offer, put, take, weigh};
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::say::{self, Hung};
use crate::engine::visitor::Visitor;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Prefill;
use crate::pattern::fold::Message;
use crate::words::name::{StepKey, Value};
use crate::words::turn::{Fault, Took};

/// The message without the words that its trigger looked for.
pub(in crate::engine) fn without_trigger(message: &Message, _winner: &Winner) -> Message {
    message.clone()
}

/// Answers questions of the run on top, which is about to begin.
pub(in crate::engine) fn fill(run: &mut Run<'_>, rest: &Message) {
    let Some((keys, prefill)) = questions(run) else { return };
    if prefill == Prefill::No {
        return;
    }
    for (key, picked) in found(run, &keys, rest) {
        if let Err(fault) = answer(run, &key, picked.value) {
            run.faults.push(fault);
        }
    }
}

/// Answers or corrects other questions of the flow that asks, if it listens always: each is said
/// back by its `confirm`, and the open question is asked again.
pub(in crate::engine) fn correct(run: &mut Run<'_>, message: &Message) -> Option<Took> {
    let open = run.top().filter(|frame| frame.open.is_some())?.at.clone();
    let (keys, prefill) = questions(run)?;
    if prefill != Prefill::Always {
        return None;
    }
    let others: Vec<StepKey> = keys.into_iter().filter(|key| *key != open).collect();
    let found = found(run, &others, message);
    let took = Took::Answer(found.first()?.0.clone());
    run.state.misses = 0;
    let said = found.iter().try_for_each(|(key, picked)| say_back(run, key, &picked.value));
    match said.and_then(|()| open::ask_again(run)) {
        Ok(()) => {}
        Err(fault) => failure::beside(run, fault),
    }
    Some(took)
}

fn questions(run: &Run<'_>) -> Option<(Vec<StepKey>, Prefill)> {
    let flow = run.bot.flows.get(&run.top()?.flow)?;
    Some((flow.prefilled.clone(), flow.prefill))
}

/// What could be an answer, and where.
type Candidate = (Range<usize>, Picked);

/// Each question with the first stretch that is its answer, is not another's rather, and may count.
/// More such stretches than questions that could take them are ambiguous.
fn found(run: &mut Run<'_>, keys: &[StepKey], message: &Message) -> Vec<(StepKey, Picked)> {
    let bot = run.bot;
    let asked: Vec<Asked<'_>> = keys.iter().filter_map(|key| open::question(bot, key)).collect();
    let all: Vec<Vec<Candidate>> =
        asked.iter().map(|asked| candidates(run, asked, message)).collect();
    let mut used: Vec<Range<usize>> = Vec::new();
    let mut found = Vec::new();
    for (nth, asked) in asked.iter().enumerate() {
        let Some((at, picked)) = clear(&all, nth, &used) else { continue };
        if weigh::weigh(run, asked, picked) == Ok(None) {
            used.push(at.clone());
            found.push((asked.op.key.clone(), picked.clone()));
        }
    }
    found
}

/// The first stretch for the `nth` question, if it is clear that it is one.
fn clear<'c>(
    all: &'c [Vec<Candidate>],
    nth: usize,
    used: &[Range<usize>],
) -> Option<&'c Candidate> {
    let others = || all.iter().enumerate().filter(|(other, _)| *other != nth);
    let own = all.get(nth)?.iter().filter(|mine| {
        let rather = others().flat_map(|(_, list)| list).any(|it| is_rather(it, mine));
        !rather && !used.iter().any(|at| overlap(at, &mine.0))
    });
    let own: Vec<&Candidate> = own.collect();
    let first = *own.first()?;
    let meant = own
        .iter()
        .enumerate()
        .filter(|(at, one)| !own.iter().take(*at).any(|before| before.1.value == one.1.value));
    let takers = all.iter().skip(nth).filter(|list| list.iter().any(|(at, _)| *at == first.0));
    (meant.count() <= takers.count()).then_some(first)
}

/// Every stretch of the message that could answer the question; none if its choices cannot be
/// worked out yet.
fn candidates(run: &mut Run<'_>, asked: &Asked<'_>, message: &Message) -> Vec<Candidate> {
    let kinds = asked.ask.takes.kinds.iter().copied();
    let kinds: Vec<AnswerKind> = kinds.filter(|kind| kind.may_be_prefilled()).collect();
    let offer = offer::offer(run, asked, &Notes::default());
    let choices = offer.map(|offer| offer.choices).unwrap_or_default();
    let visitor = Visitor::of(run);
    let ear = Ear { kinds: &kinds, regex: None, choices: &choices, hint: visitor.hint() };
    ear.all(message)
}

/// Whether a stretch is rather an answer to the other question: it says more there, or there it is
/// more than a bare number.
fn is_rather((there, theirs): &Candidate, (here, mine): &Candidate) -> bool {
    let longer = there.start <= here.start && here.end <= there.end && there != here;
    let plain = mine.kind.is_plain_number() && !theirs.kind.is_plain_number();
    overlap(there, here) && (longer || plain)
}

/// Stores an answer, and lets its question be passed over.
fn answer(run: &mut Run<'_>, key: &StepKey, value: Value) -> Result<(), Fault> {
    let Some(asked) = open::question(run.bot, key) else { return Ok(()) };
    take::save(run, &asked, value)?;
    let before = run.top().is_some_and(|frame| frame.asked.iter().any(|past| past.step == *key));
    if !before {
        known::answered(run, key);
    }
    Ok(())
}

fn say_back(run: &mut Run<'_>, key: &StepKey, value: &Value) -> Result<(), Fault> {
    answer(run, key, value.clone())?;
    let Some(asked) = open::question(run.bot, key) else { return Ok(()) };
    let Some(confirm) = asked.ask.confirm else { return Ok(()) };
    let text = put::with_answer(run, asked.ask, value, confirm)?;
    let hung = Hung { buttons: Vec::new(), quick: Vec::new() };
    say::bubble_by_bubble(run, &Voice::of(asked.op), vec![text], hung)
}
