//! Patterns of payloads and references: `ORDER/<id>`, `<n:number>`, `<rest*>`.

use crate::pattern::rule::Problem;
use crate::words::name::{Value, VarName};

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct PayloadPattern {}

impl PayloadPattern {
    /// Reads a pattern.
    pub fn parse(_text: &str) -> Result<Self, Problem> {
        Ok(Self {})
    }

    /// What it takes from a payload; none if it does not match all of it.
    #[must_use]
    pub fn matches(&self, _payload: &str) -> Option<Vec<(VarName, Value)>> {
        None
    }

    /// Names of the variables that a match sets, in order.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        Vec::new()
    }

    /// Letters that are not captures; more of them win (MODEL 5.1).
    #[must_use]
    pub fn literal_chars(&self) -> usize {
        0
    }
}
