//! A clock that can be put forward.

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
        let add = |now: u64| Some(now.saturating_add(by.0));
        if self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).is_err() {
            tracing::debug!("the clock stays where it is");
        }
    }
}
