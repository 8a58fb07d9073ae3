//! Somebody who talks with the bot, as a store knows them.

use serde::{Deserialize, Serialize};

use crate::words::conversation::Conversation;
use crate::words::reply::Reply;

/// Where one conversation stands, and what of it a person has before their eyes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Where it stands.
    pub conversation: Conversation,
    /// What was sent or will be, as far as the store still has it, oldest first.
    pub replies: Vec<Reply>,
}
