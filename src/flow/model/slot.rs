//! Variables that can be set.

use std::fmt;

use crate::words::name::VarName;

/// A variable that can be set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// How long it lives.
    pub life: Life,
    /// Its name.
    pub name: VarName,
}

/// How long a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Life {
    /// This run of the flow: `name`.
    Run,
    /// This conversation: `chat.name`.
    Chat,
    /// This person on this Page: `user.name`.
    User,
}

/// As authors write it.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.life {
            Life::Run => write!(f, "{}", self.name),
            Life::Chat => write!(f, "chat.{}", self.name),
            Life::User => write!(f, "user.{}", self.name),
        }
    }
}
