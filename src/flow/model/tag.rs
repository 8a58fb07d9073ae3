//! What is noted about the visitor.

use crate::template::batch::TextId;

/// Tags of the visitor.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Which.
    pub names: Vec<TextId>,
    /// Put on (true) or taken off.
    pub add: bool,
}
