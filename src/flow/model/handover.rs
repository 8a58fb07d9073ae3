//! `handover`, checked.

use crate::template::batch::TextId;
use crate::time::Millis;

/// Somebody else talks with the visitor.
#[derive(Debug)]
pub struct Handover {
    /// `page_inbox`, or the number of an app.
    pub to: String,
    /// What is told along with it.
    pub tell: Option<TextId>,
    /// When the bot speaks again though nobody gave the thread back; none is as `bot.yaml` says.
    pub back_after: Option<Millis>,
}
