//! What stands on the Page itself, whoever reads it.

use crate::template::batch::TextId;
use crate::words::way::Way;

/// Greeting, menu, ice breakers and commands, as `profile push` puts them on a Page.
#[derive(Clone, Debug, Default)]
pub struct OnPage {
    /// What people read before they begin.
    pub greeting: Option<TextId>,
    /// The persistent menu.
    pub menu: Vec<Line>,
    /// Questions to begin with.
    pub ice_breakers: Vec<Line>,
    /// Commands, and what stands beside each.
    pub commands: Vec<(String, TextId)>,
    /// Sites whose pages buttons open with Messenger's extensions: `https://shop.example.com`.
    pub domains: Vec<String>,
}

/// A line that people can tap.
#[derive(Clone, Debug)]
pub struct Line {
    /// What they read.
    pub label: TextId,
    /// What a tap does.
    pub does: Does,
}

/// What a tap on a line does.
#[derive(Clone, Debug)]
pub enum Does {
    /// Goes to a flow or step, or does what a bare word says.
    Go(Way),
    /// Sends the author's own payload.
    Payload(TextId),
    /// Opens a page.
    Link(TextId),
}
