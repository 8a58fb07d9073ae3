//! Who works on what, in this process.

use std::collections::HashMap;

/// Conversations that are being worked on. They are not rows: with one process per store a claim
/// ends with the process. Changes can be taken back, because an operation whose rows were rolled
/// back must not leave a claim behind.
#[derive(Debug, Default)]
pub(super) struct Claims {
    working: HashMap<i64, u64>,
    epoch: u64,
    /// What each change since the last `keep` overwrote, oldest first.
    before: Vec<(i64, Option<u64>)>,
}

impl Claims {
    /// Claims a conversation, whoever had it; the claim's epoch.
    pub(super) fn take(&mut self, conversation: i64) -> u64 {
        self.epoch = self.epoch.saturating_add(1);
        let old = self.working.insert(conversation, self.epoch);
        self.before.push((conversation, old));
        self.epoch
    }

    /// Ends a claim.
    pub(super) fn free(&mut self, conversation: i64) {
        let old = self.working.remove(&conversation);
        self.before.push((conversation, old));
    }

    /// Whether somebody works on it.
    pub(super) fn is_taken(&self, conversation: i64) -> bool {
        self.working.contains_key(&conversation)
    }

    /// Whether this very claim is still good.
    pub(super) fn holds(&self, conversation: i64, epoch: u64) -> bool {
        self.working.get(&conversation) == Some(&epoch)
    }

    /// A point to return to.
    pub(super) fn mark(&self) -> usize {
        self.before.len()
    }

    /// Takes back every change since `mark`.
    pub(super) fn undo_to(&mut self, mark: usize) {
        while self.before.len() > mark {
            match self.before.pop() {
                Some((conversation, Some(epoch))) => {
                    self.working.insert(conversation, epoch);
                }
                Some((conversation, None)) => {
                    self.working.remove(&conversation);
                }
                None => {}
            }
        }
    }

    /// All changes stand.
    pub(super) fn keep(&mut self) {
        self.before.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::Claims;

    #[test]
    fn changes_are_taken_back_in_reverse_up_to_the_mark() {
        let mut claims = Claims::default();
        let first = claims.take(1);
        let mark = claims.mark();
        let second = claims.take(1);
        claims.free(1);
        claims.take(2);
        claims.undo_to(mark);
        assert!(claims.holds(1, first) && !claims.holds(1, second) && !claims.is_taken(2));
        claims.keep();
        claims.undo_to(0);
        assert!(claims.holds(1, first));
    }
}
