//! What stands on the Page itself, whoever reads it.

use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::source::Place;
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

impl OnPage {
    /// Every line that people can tap.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.menu.iter().chain(&self.ice_breakers)
    }
}

/// A line that people can tap.
#[derive(Clone, Debug)]
pub struct Line {
    /// What they read.
    pub label: TextId,
    /// What a tap does.
    pub does: Does,
    /// Where it stands.
    pub place: Place,
}

impl Line {
    /// What a tap sets before it goes.
    #[must_use]
    pub fn set(&self) -> &[(Slot, Given)] {
        match &self.does {
            Does::Go(_, set) => set,
            Does::Payload(_) | Does::Link(_) => &[],
        }
    }
}

/// What a tap on a line does.
#[derive(Clone, Debug)]
pub enum Does {
    /// Sets this and goes to a flow or step, or does what a bare word says.
    Go(Way, Vec<(Slot, Given)>),
    /// Sends the author's own payload.
    Payload(TextId),
    /// Opens a page.
    Link(TextId),
}
