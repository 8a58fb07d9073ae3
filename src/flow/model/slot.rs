//! Variables that can be set.

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
