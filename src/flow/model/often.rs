//! How often a flow may run.

use crate::source::Place;
use crate::words::name::FlowName;

/// The `once` of a flow.
#[derive(Clone, Debug)]
pub struct Often {
    /// Once in what.
    pub per: Per,
    /// The flow that runs all other times.
    pub otherwise: Option<FlowName>,
    /// The author's line.
    pub place: Place,
}

/// Once in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Once for each visitor.
    User,
    /// Once a day.
    Day,
    /// Once until the conversation begins anew.
    Conversation,
}
