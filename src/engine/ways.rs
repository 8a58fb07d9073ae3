//! Following a destination: a flow or step, the end of this flow, the question before, or the
//! beginning of everything (MODEL 6.2, 6.4, 6.6, 6.7).

use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::engine::step::{repeat, set};
use crate::engine::{fetched, later, often, open, stack};
use crate::words::conversation::Past;
use crate::words::name::{FlowName, StepKey, Target, Vars};
use crate::words::turn::Took;
use crate::words::way::Way;

/// Goes from the run on top to where the way leads.
pub(super) fn follow(run: &mut Run<'_>, way: &Way, with: Vars) -> Next {
    match way {
        Way::Go(target) => stack::goto(run, target, with),
        Way::End => {
            open::close(run);
            Next::Ended
        }
        Way::Back => back(run),
        Way::Restart => restart(run),
    }
}

/// Follows a bare word that was tapped. It belongs to the flow whose button it was: one that is not
/// open any more has nothing to end and no question before.
pub(super) fn tapped(run: &mut Run<'_>, way: &Way, flow: Option<&FlowName>) -> Took {
    run.state.misses = 0;
    let name = flow.cloned().unwrap_or_else(|| FlowName::new(way.word().unwrap_or_default()));
    let open = match flow {
        Some(flow) => run.state.stack.iter().position(|frame| frame.flow == *flow),
        None => run.state.stack.len().checked_sub(1),
    };
    if let Some(index) = open {
        stack::park_from(run, index.saturating_add(1));
    }
    if open.is_some() || *way == Way::Restart {
        let next = follow(run, way, Vars::new());
        open::resume(run, next);
    }
    Took::Tap(name)
}

/// Forgets the conversation and begins anew (6.6); what is known of the person stays.
pub(super) fn restart(run: &mut Run<'_>) -> Next {
    stack::drop_all(run);
    later::drop_all(run);
    fetched::give_up(run);
    run.state.parked.clear();
    run.state.chat.clear();
    run.state.shown.clear();
    run.state.misses = 0;
    often::begin_anew(run);
    let start: Option<&Target> = run.bot.settings.start.as_ref();
    let start = start.and_then(|target| run.bot.resolve(target));
    start.and_then(|target| stack::tap(run, &target, Vec::new())).map_or(Next::Rest, Next::At)
}

/// Asks the question before the current one again (6.7); what was saved since then is forgotten.
fn back(run: &mut Run<'_>) -> Next {
    let Some(frame) = run.top() else { return Next::Rest };
    if let Some(index) = question_before(run, &frame.asked) {
        return again(run, index);
    }
    let previous = run.state.previous.clone();
    match previous.filter(|previous| previous != &frame.flow) {
        _ if run.state.stack.len() > 1 => {
            open::close(run);
            Next::Ended
        }
        Some(flow) => stack::goto(run, &Target { flow, step: None }, Vars::new()),
        None => Next::On,
    }
}

/// Which of the questions asked so far comes before the last one and can be asked again: it still
/// exists, and so does the round of a repeat that it was asked in.
fn question_before(run: &Run<'_>, asked: &[Past]) -> Option<usize> {
    let (now, earlier) = asked.split_last()?;
    let last = earlier.len().checked_sub(1)?;
    let can = |(index, past): &(usize, &Past)| {
        let Some(question) = open::question(run.bot, &past.step) else { return false };
        let from_outside = *index == last && now.rounds.len() < past.rounds.len();
        let under_way = stack::loops_around(run, question.pc) == past.rounds.len();
        past.rounds == now.rounds || from_outside || under_way
    };
    earlier.iter().enumerate().rfind(can).map(|(index, _)| index)
}

fn again(run: &mut Run<'_>, index: usize) -> Next {
    open::close(run);
    let bot = run.bot;
    let Some(frame) = run.top_mut() else { return Next::Rest };
    let since = frame.asked.split_off(index);
    let kept: Vec<StepKey> = frame.asked.iter().map(|past| past.step.clone()).collect();
    for past in since.iter().rev() {
        let slot = open::question(bot, &past.step).and_then(|asked| asked.ask.save.as_ref());
        // What an earlier round saved is what was before.
        let held = past.held.clone().filter(|_| kept.contains(&past.step));
        match (slot, held) {
            (Some(slot), Some(held)) => set::restore(run, slot, Some(held)),
            (Some(slot), None) => run.forget(slot),
            (None, _) => {}
        }
    }
    let Some(past) = since.first() else { return Next::Rest };
    let Some(asked) = open::question(bot, &past.step) else { return Next::Rest };
    run.sent_to = Some(past.step.clone());
    stack::leave_loops(run, Some(asked.pc));
    repeat::back_to(run, &past.rounds);
    Next::At(asked.pc)
}
