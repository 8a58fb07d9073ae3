//! A flood makes one log line a second, not a flood of lines.

use std::sync::Mutex;

use crate::limits::QUIET_LOG;
use crate::time::Timestamp;

/// Counts what is not logged.
#[derive(Debug, Default)]
pub(super) struct Quiet(Mutex<(Option<Timestamp>, u64)>);

impl Quiet {
    /// How many there were since the last line, if it is time for the next.
    pub(super) fn count(&self, now: Timestamp) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (last, count) = &mut *state;
        *count = count.saturating_add(1);
        if last.is_some_and(|last| now.since(last) < QUIET_LOG) {
            return None;
        }
        *last = Some(now);
        Some(std::mem::take(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted_and_told_once_a_second() {
        let quiet = Quiet::default();
        assert_eq!(quiet.count(Timestamp(0)), Some(1));
        for ms in 1..1_000 {
            assert_eq!(quiet.count(Timestamp(ms)), None);
        }
        assert_eq!(quiet.count(Timestamp(1_000)), Some(1_000));
    }
}
