//! Trying out how a run would go on, and taking it back.

use crate::engine::run::Run;
use crate::words::conversation::Conversation;

/// Where a turn stood.
pub(super) struct Mark {
    state: Conversation,
    replies: usize,
    timers: usize,
    side: usize,
    faults: usize,
    steps: usize,
    rolls: u32,
}

impl Run<'_> {
    /// Remembers where the turn stands.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            state: self.state.clone(),
            replies: self.replies.len(),
            timers: self.timers.len(),
            side: self.side.len(),
            faults: self.faults.len(),
            steps: self.steps.len(),
            rolls: self.rolls,
        }
    }

    /// Whether something has been said since.
    pub(super) fn has_said_more(&self, mark: &Mark) -> bool {
        self.replies.len() > mark.replies
    }

    /// Takes back everything since, but for the work that it was.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.state = mark.state;
        self.replies.truncate(mark.replies);
        self.timers.truncate(mark.timers);
        self.side.truncate(mark.side);
        self.faults.truncate(mark.faults);
        self.steps.truncate(mark.steps);
        self.rolls = mark.rolls;
        self.wants = None;
    }
}
