//! Triggers made only of emoji or punctuation: compared as typed, sign by sign.

use unicode_segmentation::UnicodeSegmentation;

/// Signs of a trigger that folds to nothing.
#[derive(Clone, Debug)]
pub(super) struct Symbols {
    signs: Vec<String>,
}

impl Symbols {
    /// Reads a trigger; none if there is nothing to see in it.
    pub(super) fn new(text: &str) -> Option<Self> {
        let signs = signs(text.trim());
        (!signs.is_empty()).then_some(Self { signs })
    }

    /// How many signs it has: what they count where words count letters.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.signs.len()).unwrap_or(u32::MAX)
    }

    /// Whether a text is these signs and nothing else.
    pub(super) fn is_all_of(&self, typed: &str) -> bool {
        signs(typed) == self.signs
    }

    /// Whether a text begins with these signs.
    pub(super) fn is_start_of(&self, typed: &str) -> bool {
        signs(typed).starts_with(&self.signs)
    }

    /// How many signs stand before these in a text.
    pub(super) fn find(&self, typed: &str) -> Option<u32> {
        let signs = signs(typed);
        let at = signs.windows(self.signs.len()).position(|window| window == self.signs)?;
        u32::try_from(at).ok()
    }
}

/// What a reader sees as one sign each. The wishes "as emoji", "as text" and "in this skin colour"
/// do not count: keyboards add them or not.
fn signs(text: &str) -> Vec<String> {
    text.graphemes(true).map(seen).filter(|sign| !sign.is_empty()).collect()
}

/// A sign without wishes, and without the space that a stray mark may sit on.
fn seen(sign: &str) -> String {
    let seen: String = sign.chars().filter(|letter| !is_wish(*letter)).collect();
    let bare = seen.trim();
    if bare.is_empty() { seen } else { bare.to_owned() }
}

/// Variation selectors, skin colours, and joiners that nothing is joined by.
fn is_wish(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{200b}' | '\u{feff}')
}
