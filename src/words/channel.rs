//! What a channel has no message for, or another name (MODEL 14: limits by channel).

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
        let missing = match self {
            Self::Phone(_) => Some("buttons that call"),
            Self::Login(_) | Self::Logout => Some("buttons that log in or out"),
            Self::Link { .. } | Self::Payload(_) => None,
        };
        missing.filter(|_| channel == Channel::Instagram)
    }
}

/// A reaction, told by a name or a sign, as Instagram takes it: by its own names alone; none where it
/// has none.
#[must_use]
pub fn reaction_on_instagram(reaction: &str) -> Option<&'static str> {
    // Signs may say that they are to be shown in colour.
    match reaction.trim_end_matches('\u{fe0f}') {
        "smile" | "laugh" | "😊" | "😀" | "😃" | "😄" | "😆" | "😂" => Some("laugh"),
        "angry" | "😠" | "😡" => Some("angry"),
        "sad" | "😢" | "😭" => Some("sad"),
        "wow" | "😮" | "😲" => Some("wow"),
        "love" | "❤" | "😍" => Some("love"),
        "like" | "👍" => Some("like"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_are_named_where_they_have_a_name() {
        let named = ["❤️", "❤", "love", "👍", "smile", "🐎", "dislike"].map(reaction_on_instagram);
        let love = Some("love");
        assert_eq!(named, [love, love, love, Some("like"), Some("laugh"), None, None]);
    }
}
