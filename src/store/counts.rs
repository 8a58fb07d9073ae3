//! How many rows there are of each kind.

use crate::time::Timestamp;

/// Rows by state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that wait for a turn.
    pub queued: u64,
    /// Events worked on.
    pub done: u64,
    /// Events rightly left alone.
    pub skipped: u64,
    /// Events that could not be worked on.
    pub dead: u64,
    /// Replies that wait.
    pub waiting: u64,
    /// Replies on their way.
    pub sending: u64,
    /// Replies whose fate is not known yet.
    pub uncertain: u64,
    /// Replies that Messenger has.
    pub sent: u64,
    /// Replies that will never be sent: expired, failed, cancelled.
    pub unsent: u64,
    /// Timers set.
    pub timers: u64,
    /// Outward calls that wait or are being made.
    pub calls: u64,
    /// Webhooks that wait to be told.
    pub errands: u64,
    /// Webhooks that were given up, while their rows are kept.
    pub given_up: u64,
    /// Pages that wait until somebody sees to them: blocked, or without a token that works.
    pub held: u64,
    /// Sent replies that reached the phone.
    pub delivered: u64,
    /// Sent replies that were read.
    pub read: u64,
    /// When the oldest event that waits was taken.
    pub oldest: Option<Timestamp>,
}
