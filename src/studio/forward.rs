//! The clock put forward, with a stop at every timer: what is due on the way happens when it is due.

use std::time::Duration;

use crate::limits::{FETCH_TURN_MAX, TIMERS_REPLAYED_MAX};
use crate::store::Store;
use crate::studio::desk::{Desk, Health};
use crate::time::{Millis, Timestamp};

/// How often we look whether what was due has happened.
const LOOKS_MAX: u32 = 60;
/// How long between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(25);
/// Until then everything is typed that a turn says.
const TYPED: Millis = FETCH_TURN_MAX;

impl<S: Store> Desk<S> {
    /// Puts the clock forward by so much.
    pub(super) async fn put_forward(&self, by: Millis) {
        let begun = self.clock.now();
        for tape in self.kept().tapes.values_mut() {
            tape.moves.push((tape.last(), begun, by.0));
        }
        let mut left = by;
        for _ in 0..TIMERS_REPLAYED_MAX {
            let now = self.clock.now();
            let next = self.next_timer(now).map(|due| due.since(now));
            let Some(step) = next.filter(|step| *step < left) else { break };
            left = self.leap(step, left);
            self.until_fired().await;
            if self.kept().health == Health::Well && self.talks().await {
                left = self.leap(TYPED.min(left), left);
                self.until_said().await;
            }
        }
        self.leap(left, left);
    }

    /// Goes a part of the way that is left; what is left then.
    fn leap(&self, by: Millis, left: Millis) -> Millis {
        self.ahead.forward(by);
        self.stir.notify_one();
        self.tell();
        Millis(left.0.saturating_sub(by.0))
    }

    /// When the first timer behind a moment is due.
    fn next_timer(&self, after: Timestamp) -> Option<Timestamp> {
        let kept = self.kept();
        let timers = kept.tapes.values().flat_map(|tape| tape.timers().into_values());
        timers.map(|timer| timer.due).filter(|due| *due > after).min()
    }

    /// Whether a timer is to fire just now.
    fn is_due(&self) -> bool {
        let now = self.clock.now();
        self.next_timer(Timestamp::default()).is_some_and(|due| due <= now)
    }

    /// Whether replies are still to be sent.
    async fn talks(&self) -> bool {
        let counts = self.store.counts().await;
        counts.is_ok_and(|counts| counts.waiting.saturating_add(counts.sending) > 0)
    }

    async fn until_fired(&self) {
        for _ in 0..LOOKS_MAX {
            if !self.is_due() {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn until_said(&self) {
        for _ in 0..LOOKS_MAX {
            if !self.talks().await {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}
