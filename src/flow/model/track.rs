//! What is counted.

use crate::flow::model::set::Given;
use crate::template::batch::TextId;
use crate::words::name::VarName;

/// A counted event.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// Its values.
    pub with: Vec<(VarName, Given)>,
}

/// A line for the conversation's log.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it says.
    pub text: TextId,
    /// As the author wrote it, which everybody may read.
    pub written: String,
}
