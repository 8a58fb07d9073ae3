//! What a channel has no message for (MODEL 14: limits by channel).

use crate::words::name::Channel;
use crate::words::reply::{Action, ReplyKind};

impl ReplyKind {
    /// What this is, in the plural, if a channel cannot show it. A message of the author's own may be
    /// anything.
    #[must_use]
    pub fn missing_on(&self, channel: Channel) -> Option<&'static str> {
        if channel == Channel::Messenger {
            return None;
        }
        match self {
            Self::Sticker(_) => Some("stickers"),
            Self::Receipt(_) => Some("receipts"),
            Self::Coupon(_) => Some("coupons"),
            Self::Feedback(_) => Some("requests for feedback"),
            Self::Optin(_) => Some("requests to allow later messages"),
            Self::Grid(_) => Some("grids of pictures"),
            Self::Utility(_) => Some("utility messages"),
            Self::Media { buttons, .. } if !buttons.is_empty() => {
                Some("buttons under pictures and films")
            }
            Self::Text { .. }
            | Self::Buttons { .. }
            | Self::Cards { .. }
            | Self::Media { .. }
            | Self::Products(_)
            | Self::Raw(_)
            | Self::Seen
            | Self::React { .. }
            | Self::Thread(_) => None,
        }
    }
}

impl Action {
    /// What buttons that do this are, in the plural, if a channel has none.
    #[must_use]
    pub fn missing_on(&self, channel: Channel) -> Option<&'static str> {
        match (channel, self) {
            (Channel::Instagram, Self::Phone(_)) => Some("buttons that call"),
            (Channel::Instagram, Self::Login(_) | Self::Logout) => {
                Some("buttons that log in or out")
            }
            (Channel::Instagram, Self::Link { .. } | Self::Payload(_)) => None,
            (Channel::Messenger, _) => None,
        }
    }
}
