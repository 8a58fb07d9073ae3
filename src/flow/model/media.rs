//! Files to show.

use crate::flow::model::button::Button;
use crate::template::batch::TextId;
use crate::words::reply::MediaKind;

/// A file to show.
#[derive(Clone, Debug)]
pub struct Media {
    /// What kind.
    pub kind: MediaKind,
    /// Addresses or paths in `media/`.
    pub sources: Vec<TextId>,
    /// With buttons it is a media template.
    pub buttons: Vec<Button>,
    /// Quick replies.
    pub replies: Vec<Button>,
}
