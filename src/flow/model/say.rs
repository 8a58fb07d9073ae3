//! Words, and what hangs on them.

use crate::flow::model::button::Button;
use crate::flow::model::set::Given;
use crate::template::batch::TextId;
use crate::words::name::VarName;

/// Words, with what hangs on the last bubble.
#[derive(Clone, Debug)]
pub struct Say {
    /// The words.
    pub bubbles: Bubbles,
    /// At most three.
    pub buttons: Vec<Button>,
    /// At most thirteen.
    pub replies: Vec<Button>,
}

/// Where words come from.
#[derive(Clone, Debug)]
pub enum Bubbles {
    /// One text a bubble.
    Texts(Vec<TextId>),
    /// A template; a line `---` starts a new bubble.
    Template {
        /// The template.
        file: TextId,
        /// Its own variables.
        with: Vec<(VarName, Given)>,
    },
}
