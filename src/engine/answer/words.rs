//! The words of a message, each folded and with its place in what was typed.

use std::ops::Range;

use crate::pattern::fold::{fold, runs};

/// One folded word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it was typed; words that folding makes of one share its place.
    pub(super) at: Range<usize>,
    /// What it is when folded.
    pub(super) folded: String,
}

/// The words of a text.
pub(super) fn words(typed: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0_usize;
    for part in typed.split_inclusive(char::is_whitespace) {
        let bare = part.trim_end();
        for run in runs(bare) {
            let at = start.saturating_add(run.start)..start.saturating_add(run.end);
            let folded = fold(bare.get(run).unwrap_or_default());
            words.extend(folded.words().map(|w| Word { at: at.clone(), folded: w.to_owned() }));
        }
        start = start.saturating_add(part.len());
    }
    words
}

/// A text without a stretch of it.
pub(super) fn without(typed: &str, at: &Range<usize>) -> String {
    let (before, after) = (typed.get(..at.start), typed.get(at.end..));
    format!("{} {}", before.unwrap_or_default(), after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places() {
        let found = words("A Café,  l'heure!");
        let found: Vec<_> = found.iter().map(|word| (word.at.clone(), &*word.folded)).collect();
        assert_eq!(found, [(0..1, "a"), (2..8, "cafe"), (10..18, "l"), (10..18, "heure")]);
        let mixed = words("pizzaではない。");
        assert_eq!(
            mixed.first().map(|word| (word.at.clone(), &*word.folded)),
            Some((0..5, "pizza"))
        );
        assert_eq!(without("one two three", &(4..7)), "one   three");
    }
}
