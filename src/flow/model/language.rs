//! Which language is spoken with the visitor.

use crate::template::batch::TextId;

/// The visitor's language from now on.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its code, as it is rendered.
    pub text: TextId,
}
