//! What is counted.

use crate::flow::model::set::Given;
use crate::words::name::VarName;

/// A counted event.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// Its values.
    pub with: Vec<(VarName, Given)>,
}
