//! What makes the next bubble come later.

use crate::time::Millis;

/// A pause before the next bubble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// So long.
    Wait(Millis),
    /// As long as somebody would type it.
    Typing,
}
