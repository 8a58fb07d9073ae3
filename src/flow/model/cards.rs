//! Cards side by side.

use crate::flow::model::button::Button;
use crate::flow::model::each::Each;
use crate::source::Place;
use crate::template::batch::TextId;

/// Cards, with what hangs on them.
#[derive(Clone, Debug)]
pub struct Cards {
    /// At most ten.
    pub cards: Vec<Card>,
    /// Square pictures instead of wide ones.
    pub square: bool,
    /// Quick replies.
    pub replies: Vec<Button>,
}

/// One card.
#[derive(Clone, Debug)]
pub struct Card {
    /// Where it stands.
    pub place: Place,
    /// One for each item of a list.
    pub each: Option<Each>,
    /// So many of those at most, if the author says so.
    pub limit: Option<usize>,
    /// At most 80 letters.
    pub title: TextId,
    /// At most 80 letters.
    pub subtitle: Option<TextId>,
    /// A picture's address.
    pub image: Option<TextId>,
    /// The page that a tap on the card itself opens.
    pub link: Option<TextId>,
    /// At most three.
    pub buttons: Vec<Button>,
}
