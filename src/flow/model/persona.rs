//! Who speaks for the Page.

use crate::template::batch::TextId;

/// A speaker of `bot.yaml`.
#[derive(Clone, Debug)]
pub struct Persona {
    /// The name in the bot's own language.
    pub name: String,
    /// The name as people read it.
    pub text: TextId,
    /// The picture: a path in `media/` or an address.
    pub picture: Option<String>,
}
