//! What an author may have meant: the nearest known word, and words from other tools.

use crate::flow::elsewhere::ELSEWHERE;
use crate::limits::SUGGESTION_DISTANCE_MAX;

/// Words that were renamed and keep working.
const RENAMED: &[(&str, &str)] = &[("quick_replies", "replies")];

/// Our words for a word of other tools or of another language; which one is meant, the place tells.
pub(super) fn elsewhere(word: &str) -> impl Iterator<Item = &'static str> {
    let lower = word.to_lowercase().replace(['-', ' '], "_");
    ELSEWHERE.iter().filter(move |(theirs, _)| *theirs == lower).map(|(_, ours)| *ours)
}

/// What is called otherwise elsewhere, if it is one of `known`; else the nearest of them.
pub(super) fn meant<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let theirs = elsewhere(word).find_map(|ours| known.iter().copied().find(|one| *one == ours));
    let part = || {
        let mut parts = word.split(['_', '-', ' ', '.']).filter(|part| part.len() > 2);
        parts.find_map(|part| known.iter().copied().find(|one| one.eq_ignore_ascii_case(part)))
    };
    theirs.or_else(|| nearest(word, known.iter().copied())).or_else(part)
}

/// The word that took the place of an old one.
pub(super) fn renamed(word: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(old, _)| *old == word).map(|(_, new)| *new)
}

/// Old words for a word, which keep working.
pub(super) fn old_words(word: &str) -> impl Iterator<Item = &'static str> {
    RENAMED.iter().filter(move |(_, new)| *new == word).map(|(old, _)| *old)
}

/// The nearest of some words, if it is near: one changed letter in a word of up to four, else two;
/// who changes two of a short word still begins it right.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let reach = if length <= 4 { 1 } else { SUGGESTION_DISTANCE_MAX };
    let held = letters(&word);
    known
        .into_iter()
        .map(|other| (other.to_lowercase(), other))
        .filter(|(lower, _)| is_maybe_within(reach, held ^ letters(lower)))
        .map(|(lower, other)| (strsim::damerau_levenshtein(&word, &lower), lower, other))
        .filter(|(distance, lower, other)| {
            let same_start = lower.chars().next() == word.chars().next();
            let likely = *distance < 2 || length > 6 || same_start;
            *distance <= reach && likely && *distance < other.chars().count()
        })
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, other)| other)
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
        assert_eq!(nearest("int", ["list"]), None);
        assert_eq!(nearest("frage", ["image"]), None);
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
