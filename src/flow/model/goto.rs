//! Where a step leads.

use crate::flow::model::set::Given;
use crate::words::name::VarName;
use crate::words::way::Way;

/// A `goto`.
#[derive(Clone, Debug)]
pub struct Goto {
    /// Where to.
    pub to: Way,
    /// Variables that the other flow starts with.
    pub with: Vec<(VarName, Given)>,
}
