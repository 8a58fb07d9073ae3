//! Steps that run another time.

use crate::flow::model::{Condition, Step};
use crate::template::batch::TextId;
use crate::time::Millis;

/// A `later`.
#[derive(Debug)]
pub struct Later {
    /// When.
    pub when: When,
    /// How.
    pub how: How,
    /// What.
    pub steps: Vec<Step>,
}

/// When it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So long after now.
    After(Millis),
    /// So long after now, as the text says.
    Told(TextId),
    /// At a time that people write.
    At(TextId),
}

/// What may keep it from running, and what lets it.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// It does not run if this holds when its time has come.
    pub unless: Option<Condition>,
    /// A message of the visitor's takes it away.
    pub cancelled: bool,
    /// The tag that lets it speak although the 24 hours are over.
    pub tag: Option<String>,
}
