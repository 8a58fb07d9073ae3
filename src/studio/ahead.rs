//! A clock that can be put forward, and back again to the time that it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::time::{Clock, Millis};

/// How far a clock was put forward; clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead(Arc<AtomicU64>);

impl Ahead {
    /// A clock that shows what another one does, and as much more as it was put forward.
    pub(super) fn clock(&self, wall: Clock) -> Clock {
        let ahead = self.clone();
        Clock::new(move || wall.now().plus(ahead.by()))
    }

    /// How far it was put forward.
    pub(super) fn by(&self) -> Millis {
        Millis(self.0.load(Ordering::Relaxed))
    }

    /// Puts it forward.
    pub(super) fn forward(&self, by: Millis) {
        self.change(|ahead| ahead.saturating_add(by.0));
    }

    /// Puts it back, but not behind the time that it is.
    pub(super) fn back(&self, by: Millis) {
        self.change(|ahead| ahead.saturating_sub(by.0));
    }

    fn change(&self, to: impl Fn(u64) -> u64) {
        let set = |ahead: u64| Some(to(ahead));
        if self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, set).is_err() {
            tracing::debug!("the clock stays where it is");
        }
    }
}
