//! What an author may have meant: the nearest known word, and words from other tools.

use crate::limits::SUGGESTION_DISTANCE_MAX;

/// Words of other tools, and ours.
const ELSEWHERE: &[(&str, &str)] = &[
    ("text", "say"),
    ("message", "say"),
    ("messages", "say"),
    ("send", "say"),
    ("reply", "say"),
    ("respond", "say"),
    ("response", "say"),
    ("responses", "say"),
    ("utter", "say"),
    ("question", "ask"),
    ("prompt", "ask"),
    ("options", "choices"),
    ("variable", "save"),
    ("slot", "save"),
    ("jump", "goto"),
    ("next", "goto"),
    ("redirect", "goto"),
    ("action", "goto"),
    ("trigger", "when"),
    ("triggers", "when"),
    ("keywords", "when"),
    ("match", "when"),
    ("condition", "if"),
    ("carousel", "cards"),
    ("gallery", "cards"),
    ("generic", "cards"),
    ("delay", "wait"),
    ("pause", "wait"),
    ("sleep", "wait"),
    ("reaction", "react"),
    ("tags", "tag"),
    ("speaker", "persona"),
    ("picture", "image"),
    ("photo", "image"),
    ("assign", "set"),
    ("stop", "end"),
    ("actions", "steps"),
    ("picture_url", "image"),
    ("image_url", "image"),
    ("title", "label"),
    ("url", "link"),
];

/// Words that were renamed and keep working.
const RENAMED: &[(&str, &str)] = &[("quick_replies", "replies")];

/// Our word for a word of other tools.
pub(super) fn from_elsewhere(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    ELSEWHERE.iter().find(|(theirs, _)| *theirs == lower).map(|(_, ours)| *ours)
}

/// The word that took the place of an old one.
pub(super) fn renamed(word: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(old, _)| *old == word).map(|(_, new)| *new)
}

/// Old words for a word, which keep working.
pub(super) fn old_words(word: &str) -> impl Iterator<Item = &'static str> {
    RENAMED.iter().filter(move |(_, new)| *new == word).map(|(old, _)| *old)
}

/// The nearest of some words, if it is near: at most two changed letters, and fewer than half.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let reach = SUGGESTION_DISTANCE_MAX.min(word.chars().count().saturating_sub(1).max(1) / 2 + 1);
    let held = letters(&word);
    known
        .into_iter()
        .map(|other| (other.to_lowercase(), other))
        .filter(|(lower, _)| is_maybe_within(reach, held ^ letters(lower)))
        .map(|(lower, other)| (strsim::damerau_levenshtein(&word, &lower), other))
        .filter(|(distance, other)| *distance <= reach && *distance < other.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}

/// Which letters a word holds, as bits; several letters share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |held, letter| held | 1 << (u32::from(letter) % u64::BITS))
}

/// Whether two words may be `reach` changes apart: a change alters two bits at most. It spares
/// thousands of mistakes in a bot of thousands of flows the long way of telling.
fn is_maybe_within(reach: usize, bits: u64) -> bool {
    usize::try_from(bits.count_ones()).is_ok_and(|changed| changed <= reach.saturating_mul(2))
}

/// `did you mean "…"?`, or nothing.
pub(super) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!("did you mean \"{word}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        assert_eq!(nearest("chioces", ["choices", "save"]), Some("choices"));
        assert_eq!(nearest("piza", ["pizza", "pasta"]), Some("pizza"));
        assert_eq!(nearest("xyz", ["pizza", "say"]), None);
        assert_eq!(nearest("a", ["b", "c"]), None);
    }

    #[test]
    fn words_that_are_near_are_never_spared() {
        let near = [("abcd", "abxy"), ("abcd", "bacd"), ("abcd", "abcdef"), ("abcd", "cd")];
        for (one, other) in near {
            assert!(is_maybe_within(2, letters(one) ^ letters(other)), "{one} {other}");
        }
        assert!(!is_maybe_within(2, letters("abcdef") ^ letters("uvwxyz")));
    }
}
