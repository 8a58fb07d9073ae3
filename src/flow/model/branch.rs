//! `if` as a block.

use crate::flow::model::{Condition, Step};

/// `if` as a block.
#[derive(Debug)]
pub struct If {
    /// `if` and `elif`, in order.
    pub arms: Vec<(Condition, Vec<Step>)>,
    /// `else`.
    pub otherwise: Vec<Step>,
}
