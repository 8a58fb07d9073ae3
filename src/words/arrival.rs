//! What one webhook item, or a word of another system, means before it is an input: whose it is, and how a copy of it is known.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::time::Timestamp;
use crate::words::event::{Echo, Event};
use crate::words::name::{ConversationKey, Mid, Vars};
use crate::words::turn::{Fault, Reason};

/// 128 bits that are equal exactly for copies of one event (PROMISES P3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity(pub [u8; 16]);

impl Identity {
    /// Made of what makes an event one: a digest of some texts, each with its length, so that no two
    /// lists look alike.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part.as_bytes());
        }
        Self(digest.finalize().first_chunk().copied().unwrap_or_default())
    }
}

/// One item of one entry of a webhook request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Whose conversation it belongs to.
    pub key: ConversationKey,
    /// How a copy of it is known.
    pub identity: Identity,
    /// When it reached us.
    pub at: Timestamp,
    /// What it is.
    pub what: What,
}

/// What an arrival is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An event for the conversation's queue.
    Event(Box<Event>),
    /// An event that is recorded and never worked on.
    Skipped(Box<Event>, Reason),
    /// A message that left in the Page's name; ours, or a colleague's.
    Echo(Echo, Option<Mid>),
    /// Messages reached the phone, or were read.
    Receipt {
        /// Read (true) or delivered.
        read: bool,
        /// Which ones, where Meta names them.
        mids: Vec<Mid>,
        /// Messages up to this moment.
        watermark: Option<Timestamp>,
        /// The event itself, as long as it is not known that no flow wants it.
        event: Option<Box<Event>>,
    },
    /// Another system told us: `POST /events`.
    App {
        /// `app.NAME`, without `app.`.
        name: String,
        /// Variables of the run that it starts.
        with: Vars,
    },
    /// An item that could not be read.
    Dead(Fault),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_between_parts_count() {
        assert_ne!(Identity::of(&["ab", "c"]), Identity::of(&["a", "bc"]));
        assert_ne!(Identity::of(&["ab"]), Identity::of(&["ab", ""]));
        assert_eq!(Identity::of(&["ab", "c"]), Identity::of(&["ab", "c"]));
    }
}
