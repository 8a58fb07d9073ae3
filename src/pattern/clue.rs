//! What stands in every message that a rule takes: what an index can look for.

use crate::pattern::letters::{is_spaceless, last_letter};

/// Bytes of a clue; of a longer one its beginning is looked for.
const BYTES_MAX: usize = 64;

/// Something to look for in a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Clue {
    /// The message folds to this.
    Whole(Box<str>),
    /// The folded message, with a space at either end, has this in it.
    Folded(Box<str>),
    /// The typed message has this in it, both in the case of [`crate::pattern::case`].
    Typed(Box<str>),
    /// A word of the folded message is this one but for so many edits.
    Near(Box<str>, u8),
    /// The typed message has a digit of some script.
    Digit,
}

/// Clues of which every message that a rule takes has one; without any it takes none.
pub(super) type OneOf = Vec<Clue>;

impl Clue {
    /// Folded words that begin and end where words do.
    pub(super) fn words(text: &str) -> Self {
        let spaced = |letter: Option<char>| !letter.is_some_and(is_spaceless);
        let before = if spaced(text.chars().next()) { " " } else { "" };
        let after = if spaced(last_letter(text)) { " " } else { "" };
        Self::Folded(head(&format!("{before}{text}{after}")).into())
    }

    /// A part of the message as typed, in the one case.
    pub(super) fn typed(text: &str) -> Self {
        Self::Typed(head(text).into())
    }

    /// How seldom it is found where nobody means it: roughly, letters.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Whole(_) => usize::MAX,
            Self::Folded(text) | Self::Typed(text) => text.len(),
            Self::Near(word, typos) => word.len().saturating_sub(2 * usize::from(*typos)),
            Self::Digit => 0,
        }
    }
}

/// How seldom the most common of some clues is found.
pub(super) fn weight(clues: &OneOf) -> usize {
    clues.iter().map(Clue::weight).min().unwrap_or(usize::MAX)
}

/// The rarest of several, judged by themselves.
pub(super) fn rarest(options: Vec<OneOf>) -> Option<OneOf> {
    options.into_iter().max_by_key(weight)
}

/// The clues of all, as one: every message has one of somebody's. None if somebody has none.
pub(super) fn union(all: impl IntoIterator<Item = Vec<OneOf>>) -> Vec<OneOf> {
    let rarest: Option<Vec<OneOf>> = all.into_iter().map(rarest).collect();
    rarest.map(|clues| vec![clues.concat()]).unwrap_or_default()
}

/// The beginning of a text, as long as clues may be.
pub(super) fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(BYTES_MAX)).unwrap_or(text)
}
