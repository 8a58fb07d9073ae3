//! What opens Messenger's window, in which a Page may answer freely.

use crate::limits::{PRIVATE_REPLY_WINDOW, WINDOW};
use crate::time::Millis;
use crate::words::event::{EventKind, Optin, Reaction};

impl EventKind {
    /// For how long the Page may answer from now on; none for what opens nothing.
    ///
    /// A comment or post is answered once, in private, within seven days; the 24 hours begin only
    /// when its author writes back. An opt-in to later messages is no message, but one of a plugin is.
    #[must_use]
    pub fn opens(&self) -> Option<Millis> {
        match self {
            Self::Text(_)
            | Self::Tap(_)
            | Self::Attachments(_)
            | Self::Command { .. }
            | Self::Unsupported
            | Self::Order { .. }
            | Self::Referral
            | Self::Reaction(Reaction { added: true, .. })
            | Self::Optin(Optin { kind: None, .. }) => Some(WINDOW),
            Self::Comment(comment) | Self::Post(comment) if comment.is_new() => {
                Some(PRIVATE_REPLY_WINDOW)
            }
            Self::Comment(_)
            | Self::Post(_)
            | Self::Reaction(_)
            | Self::Optin(_)
            | Self::Read { .. }
            | Self::Delivered { .. }
            | Self::Edited { .. }
            | Self::Deleted
            | Self::AccountLink { .. }
            | Self::Thread(_)
            | Self::HumanEcho(_)
            | Self::Feedback { .. }
            | Self::Rated { .. }
            | Self::Form { .. }
            | Self::CustomerData { .. }
            | Self::Coupon { .. }
            | Self::Game(_)
            | Self::Wall(_)
            | Self::Label { .. }
            | Self::Policy { .. }
            | Self::Unknown { .. } => None,
        }
    }
}
