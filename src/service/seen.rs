//! Turns as somebody sees them who watches from outside; `serve` has nobody who does.

use tokio::sync::mpsc;

use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::name::ConversationKey;
use crate::words::turn::Turn;

/// A turn that was committed.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whose.
    pub key: ConversationKey,
    /// What the conversation was given.
    pub input: Input,
    /// How it stood before.
    pub before: Conversation,
    /// What was decided, and how that came about.
    pub turn: Turn,
    /// How long it took to work out.
    pub micros: u64,
}

/// Where committed turns are told, one conversation's in order.
pub type Watch = mpsc::Sender<Seen>;
