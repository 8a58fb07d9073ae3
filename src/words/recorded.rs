//! A turn that took place, with all that it takes to hold it again.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::name::ConversationKey;
use crate::words::reply::Reply;
use crate::words::turn::Outcome;

/// A turn as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Whose conversation.
    pub key: ConversationKey,
    /// What it was about.
    pub input: Input,
    /// The conversation before.
    pub before: Conversation,
    /// The clock.
    pub now: Timestamp,
    /// The dice.
    pub seed: u64,
    /// What became of the input.
    pub outcome: Outcome,
    /// What was said.
    pub replies: Vec<Reply>,
}
