//! Triggers made only of emoji or punctuation: compared as typed, sign by sign.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Signs of a trigger that folds to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Symbols {
    signs: Box<[Box<str>]>,
}

/// Where in a text the signs of a trigger stand.
pub(super) struct Stretch {
    /// How many signs stand before them.
    pub(super) before: u32,
    /// Their bytes.
    pub(super) bytes: Range<usize>,
}

impl Symbols {
    /// Reads a trigger; none if there is nothing to see in it.
    pub(super) fn new(text: &str) -> Option<Self> {
        let signs: Box<[Box<str>]> =
            signs(text.trim()).into_iter().map(|sign| sign.seen.into()).collect();
        (!signs.is_empty()).then_some(Self { signs })
    }

    /// How many signs it has: what they count where words count letters.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.signs.len()).unwrap_or(u32::MAX)
    }

    /// The signs themselves, as a message.
    pub(super) fn text(&self) -> String {
        self.signs.concat()
    }

    /// The letters of its signs, of which each stands in every text that has the signs.
    pub(super) fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.signs.iter().flat_map(|sign| sign.chars()).filter(|letter| !letter.is_whitespace())
    }

    /// All of a text, if it is these signs and nothing else.
    pub(super) fn whole(&self, typed: &str) -> Option<Stretch> {
        let signs = signs(typed);
        self.stretch(&signs, 0).filter(|_| signs.len() == self.signs.len())
    }

    /// These signs at the beginning of a text.
    pub(super) fn start(&self, typed: &str) -> Option<Stretch> {
        self.stretch(&signs(typed), 0)
    }

    /// These signs anywhere in a text, the first time.
    pub(super) fn find(&self, typed: &str) -> Option<Stretch> {
        let signs = signs(typed);
        (0..signs.len()).find_map(|at| self.stretch(&signs, at))
    }

    fn stretch(&self, signs: &[Sign], at: usize) -> Option<Stretch> {
        let here = signs.get(at..at.checked_add(self.signs.len())?)?;
        let same = here.iter().map(|sign| sign.seen.as_str()).eq(self.signs.iter().map(|s| &**s));
        let bytes = here.first()?.bytes.start..here.last()?.bytes.end;
        same.then(|| Stretch { before: u32::try_from(at).unwrap_or(u32::MAX), bytes })
    }
}

/// What a reader sees as one sign.
struct Sign {
    bytes: Range<usize>,
    seen: String,
}

/// The signs of a text. The wishes "as emoji", "as text" and "in this skin colour" do not count:
/// keyboards add them or not.
fn signs(text: &str) -> Vec<Sign> {
    let signs = text
        .grapheme_indices(true)
        .map(|(at, sign)| Sign { bytes: at..at + sign.len(), seen: seen(sign) });
    signs.filter(|sign| !sign.seen.is_empty()).collect()
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
