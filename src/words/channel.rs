//! What a channel has no message for (MODEL 14: limits by channel).

use crate::words::name::Channel;
use crate::words::reply::ReplyKind;

impl ReplyKind {
    /// What this is, in the plural, if a channel cannot show it. A message of the author's own may be
    /// anything.
    #[must_use]
    pub fn missing_on(&self, channel: Channel) -> Option<&'static str> {
        match (channel, self) {
            (Channel::Messenger, _) => None,
            (Channel::Instagram, Self::Sticker(_)) => Some("stickers"),
            (Channel::Instagram, Self::Receipt(_)) => Some("receipts"),
            (Channel::Instagram, Self::Coupon(_)) => Some("coupons"),
            (Channel::Instagram, Self::Feedback(_)) => Some("requests for feedback"),
            (Channel::Instagram, Self::Optin(_)) => Some("requests to allow later messages"),
            (Channel::Instagram, Self::Grid(_)) => Some("grids of pictures"),
            (Channel::Instagram, Self::Utility(_)) => Some("utility messages"),
            (Channel::Instagram, Self::Media { buttons, .. }) if !buttons.is_empty() => {
                Some("buttons under pictures and films")
            }
            (
                Channel::Instagram,
                Self::Text { .. }
                | Self::Buttons { .. }
                | Self::Cards { .. }
                | Self::Media { .. }
                | Self::Products(_)
                | Self::Raw(_)
                | Self::Seen
                | Self::React { .. }
                | Self::Thread(_),
            ) => None,
        }
    }
}
