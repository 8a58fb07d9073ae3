//! What people can tap.

use crate::flow::model::Condition;
use crate::flow::model::each::Each;
use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::source::Place;
use crate::template::batch::TextId;
use crate::words::way::Way;

/// A button or quick reply.
#[derive(Clone, Debug)]
pub struct Button {
    /// Where it stands.
    pub place: Place,
    /// One for each item of a list.
    pub each: Option<Each>,
    /// Shown only if this holds.
    pub condition: Option<Condition>,
    /// What stands on it; none where Messenger writes it.
    pub label: Option<TextId>,
    /// What a tap does.
    pub tap: Tap,
    /// A quick reply's picture.
    pub image: Option<TextId>,
}

/// What a tap does.
#[derive(Clone, Debug)]
pub enum Tap {
    /// Goes to a flow or step, or does what a bare word says.
    Go {
        /// Where.
        to: Way,
        /// What is set before.
        set: Vec<(Slot, Given)>,
    },
    /// Sends the author's own payload.
    Payload(TextId),
    /// Opens a page.
    Link {
        /// `https:`
        url: TextId,
        /// `compact`, `tall` or `full`.
        height: Option<String>,
        /// With Messenger's own script in it.
        extensions: bool,
    },
    /// Calls a number.
    Phone(TextId),
    /// Links an account at this address.
    Login(TextId),
    /// Ends the linking of an account.
    Logout,
    /// Sends something of the visitor's own, as a quick reply.
    AskFor(Contact),
}

/// What Messenger knows of a visitor and fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// The phone number.
    Phone,
    /// The e-mail address.
    Email,
}
