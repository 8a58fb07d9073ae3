//! "Did you mean …?"

use strsim::damerau_levenshtein;

use crate::limits::SUGGESTION_DISTANCE_MAX;

/// The candidate that somebody who wrote `word` most likely meant; the first of equally close ones.
///
/// None if the closest differs by more than [`SUGGESTION_DISTANCE_MAX`] letters, or by more than a
/// third of the word's own. Upper and lower case count as equal.
pub fn suggest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let far = SUGGESTION_DISTANCE_MAX.min(word.chars().count().div_ceil(3));
    candidates
        .into_iter()
        .map(|candidate| (damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| {
            distance <= far && !(far == 1 && swaps_all(&word, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// A word of one letter shares nothing with another one.
fn swaps_all(word: &str, candidate: &str) -> bool {
    word.chars().count() == 1 && !candidate.to_lowercase().contains(word)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn suggests_what_is_close() {
        assert_eq!(suggest("piza", ["menu", "pizza"]), Some("pizza"));
        assert_eq!(suggest("CHIOCES", ["choices", "chores"]), Some("choices"));
        assert_eq!(suggest("goto", ["Goto"]), Some("Goto"));
        assert_eq!(suggest("pizza", ["pixxa", "pizzb", "pizzc"]), Some("pizzb"));
    }

    #[test]
    fn suggests_nothing_that_is_far() {
        assert_eq!(suggest("a", ["b", "c"]), None);
        assert_eq!(suggest("say", ["ask"]), None);
        assert_eq!(suggest("delivery", ["deliberate"]), None);
        assert_eq!(suggest("pizza", []), None);
    }
}
