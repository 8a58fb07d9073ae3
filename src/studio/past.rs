//! Turns that the store remembers, of this life of `dev` and of those before it.

use std::fmt;
use std::sync::Arc;

use crate::words::recorded::Recorded;

/// Reads them anew whenever it is asked.
#[derive(Clone)]
pub struct Past(Arc<dyn Fn() -> Vec<Recorded> + Send + Sync>);

impl Past {
    /// A past that is read like this.
    pub fn new(turns: impl Fn() -> Vec<Recorded> + Send + Sync + 'static) -> Self {
        Self(Arc::new(turns))
    }

    /// All turns, conversation by conversation.
    pub(super) fn turns(&self) -> Vec<Recorded> {
        (self.0)()
    }
}

impl fmt::Debug for Past {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Past")
    }
}
