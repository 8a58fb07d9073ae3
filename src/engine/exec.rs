//! Running code of the top run until something must be waited for (MODEL 6.1).

use crate::bot::op::{Op, OpKind, Pc};
use crate::engine::question::nudge;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::engine::{failure, later, often, open, stack, step, ways};
use crate::words::trace::StepTrace;
use crate::words::turn::Fault;

/// What comes after an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The operation behind it.
    On,
    /// The operation there, in the run that is on top now.
    At(Pc),
    /// Nothing: the run rests.
    Rest,
    /// Whatever lies below: the run on top has ended.
    Ended,
}

/// Runs from `pc` of the top run until it rests or nothing is open.
pub(super) fn go(run: &mut Run<'_>, pc: Pc) {
    let mut next = Next::At(pc);
    let mut pc = pc;
    loop {
        pc = match next {
            Next::On => pc.next(),
            Next::At(to) => to,
            Next::Rest => return,
            Next::Ended => {
                next = stack::leave(run);
                continue;
            }
        };
        next = one(run, pc);
    }
}

fn one(run: &mut Run<'_>, pc: Pc) -> Next {
    let bot = run.bot;
    let Some(op) = run.top().and_then(|frame| bot.op(&frame.flow, pc)) else { return Next::Ended };
    enter(run, op, pc);
    spend(run, op)
        .and_then(|()| perform(run, op))
        .unwrap_or_else(|fault| failure::handle(run, op, fault))
}

fn enter(run: &mut Run<'_>, op: &Op, pc: Pc) {
    run.picks = 0;
    if let Some(frame) = run.top_mut() {
        frame.at.clone_from(&op.key);
    }
    run.sent_to = run.sent_to.take().filter(|key| *key == op.key);
    trace(run, op, pc);
}

/// Notes that an operation runs, or goes on with what it waited for.
pub(super) fn trace(run: &mut Run<'_>, op: &Op, pc: Pc) {
    if run.at.tracing {
        let first = u16::try_from(run.replies.len()).unwrap_or(u16::MAX);
        run.steps.push(StepTrace {
            key: op.key.clone(),
            at: pc.0,
            place: op.place.clone(),
            reads: Vec::new(),
            writes: Vec::new(),
            condition: None,
            replies: (first, 0),
            notes: Vec::new(),
        });
    }
}

fn spend(run: &mut Run<'_>, op: &Op) -> Result<(), Fault> {
    let Some(left) = run.steps_left.checked_sub(1) else {
        return Err(Fault {
            code: "F811".into(),
            place: Some(op.place.clone()),
            text: "one message made the bot take too many steps".into(),
        });
    };
    run.steps_left = left;
    Ok(())
}

fn perform(run: &mut Run<'_>, op: &Op) -> Result<Next, Fault> {
    match &op.kind {
        OpKind::Gate(often) => Ok(often::enter(run, &op.key.flow, often)),
        OpKind::Say(say) => step::say::run(run, op, say).map(|()| Next::On),
        OpKind::Media(media) => step::media::run(run, op, media).map(|()| Next::On),
        OpKind::Cards(cards) => step::cards::run(run, op, cards).map(|()| Next::On),
        OpKind::Form(form) => step::form::run(run, op, form).map(|()| Next::On),
        OpKind::Raw(raw) => step::raw::run(run, op, raw).map(|()| Next::On),
        OpKind::Ask(..) => open::ask(run, op),
        OpKind::Wait => nudge::end(run),
        OpKind::Set(assigns) => step::set::run(run, op, assigns).map(|()| Next::On),
        OpKind::Unless(condition, to) => {
            let holds = run.holds(condition)?;
            if let Some(step) = run.steps.last_mut() {
                step.condition = Some((condition.text.clone(), holds));
            }
            Ok(if holds { Next::On } else { Next::At(*to) })
        }
        OpKind::Jump(to) => Ok(Next::At(*to)),
        OpKind::Switch(on, cases, otherwise) => step::switch::run(run, *on, cases, *otherwise),
        OpKind::OneOf(arms, draw) => Ok(step::one_of::run(run, op, arms, *draw)),
        OpKind::Rounds(rounds, behind) => step::repeat::begin(run, op, rounds, *behind),
        OpKind::Again(top) => step::repeat::again(run, op, *top),
        OpKind::Once(otherwise) => Ok(once(run, op, *otherwise)),
        OpKind::Call(call) => step::call::run(run, op, call),
        OpKind::Return(value) => step::call::give_back(run, op, *value),
        OpKind::Forget(slots) => {
            for slot in slots {
                run.forget(slot);
            }
            Ok(Next::On)
        }
        OpKind::EndAll => Ok(stack::end_all(run)),
        OpKind::Goto(goto) => {
            let with = run.all_given(&goto.with)?;
            with.values().try_for_each(|value| sized(value, &op.place))?;
            run.room(with.values().map(size).sum(), &op.place)?;
            Ok(ways::follow(run, &goto.to, with))
        }
        OpKind::Later(when, how, to) => {
            step::later::run(run, op, (*when, how)).map(|()| Next::At(*to))
        }
        OpKind::CancelLater(keys) => {
            later::cancel(run, keys);
            Ok(Next::On)
        }
        OpKind::Pause(pause) => {
            step::pause::run(run, *pause);
            Ok(Next::On)
        }
        OpKind::Seen => step::action::seen(run, op).map(|()| Next::On),
        OpKind::React(reaction) => step::action::react(run, op, reaction).map(|()| Next::On),
        OpKind::Handover(handover) => step::handover::run(run, op, handover).map(|()| Next::On),
        OpKind::TakeBack => step::handover::take_back(run, op).map(|()| Next::On),
        OpKind::Tag(tag) => step::tag::run(run, op, tag).map(|()| Next::On),
        OpKind::Language(to) => step::language::run(run, op, to).map(|()| Next::On),
        OpKind::Notify(notify) => step::track::notify(run, op, notify).map(|()| Next::On),
        OpKind::Track(track) => step::track::track(run, track).map(|()| Next::On),
        OpKind::Http(call, _) => step::http::run(run, op, call),
        OpKind::Log(line) => step::track::log(run, line).map(|()| Next::On),
    }
}

/// Marks the visitor's first time when it begins; every other time goes on elsewhere.
fn once(run: &mut Run<'_>, op: &Op, otherwise: Pc) -> Next {
    if run.state.once.contains_key(&op.key) {
        return Next::At(otherwise);
    }
    run.state.once.insert(op.key.clone(), run.at.now);
    Next::On
}
