//! One conversation of a rehearsal, with its timers.

use std::collections::BTreeMap;

use crate::rehearsal::stage::Trouble;
use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::name::{FlowName, TimerKey, Vars};
use crate::words::turn::{Outcome, TimerChange, Took, Turn};

/// One conversation.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    pub(super) state: Conversation,
    pub(super) inputs: u64,
    pub(super) timers: BTreeMap<TimerKey, Timer>,
}

#[derive(Clone, Debug)]
pub(super) struct Timer {
    pub(super) due: Timestamp,
    /// The question whose silence it is about; 0 for none.
    pub(super) serial: u64,
    pub(super) vars: Vars,
}

impl Thread {
    /// Goes on where another name of the visitor stood, as a store would let it.
    pub(super) fn take_over(&mut self, before: Self) {
        let fresh = self.inputs == 0;
        let clocks = self.state.take_over(before.state, fresh);
        self.timers.retain(|key, _| !clocks.end.contains(key));
        self.timers.extend(before.timers.into_iter().filter(|(key, _)| clocks.bring(key)));
    }

    pub(super) fn change(&mut self, changes: Vec<TimerChange>) {
        for change in changes {
            match change {
                TimerChange::Set { key, serial, due, vars } => {
                    self.timers.insert(key, Timer { due, serial, vars });
                }
                TimerChange::Drop(key) => {
                    self.timers.remove(&key);
                }
            }
        }
    }
}

/// Flows that were at work in a turn, as far as it leaves a trace of them.
pub(super) fn flows(turn: &Turn) -> impl Iterator<Item = FlowName> {
    let took = match &turn.outcome {
        Outcome::Done {
            took: Took::Trigger(flow) | Took::Tap(flow) | Took::Fallback(flow),
            ..
        } => Some(flow.clone()),
        Outcome::Done { .. } | Outcome::Skipped(_) | Outcome::Dead(_) => None,
    };
    let open = turn.after.stack.iter().map(|frame| frame.flow.clone());
    let parked = turn.after.parked.iter().map(|run| run.flow.clone());
    open.chain(parked).chain(took)
}

/// The conversation as a store would give it back.
pub(super) fn stored(after: &Conversation) -> Result<Conversation, Trouble> {
    let text =
        serde_json::to_string(after).map_err(|error| Trouble::NotStorable(error.to_string()))?;
    let back: Conversation =
        serde_json::from_str(&text).map_err(|error| Trouble::NotStorable(error.to_string()))?;
    if &back == after { Ok(back) } else { Err(Trouble::NotStorable(text)) }
}
