//! Words around an answer that say nothing: "two please", "it's for 4 people".

/// Folded words that may stand beside a value.
const FILLERS: [&str; 55] = [
    "a", "about", "actually", "all", "am", "an", "and", "are", "around", "at", "be", "can", "d",
    "email", "for", "have", "hello", "hi", "i", "id", "im", "in", "is", "it", "its", "just",
    "like", "ll", "m", "mail", "make", "me", "my", "need", "of", "ok", "okay", "one", "only",
    "people", "pieces", "please", "pls", "s", "take", "thank", "thanks", "that", "the", "then",
    "to", "want", "we", "would", "you",
];

/// Whether a folded word says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// A message's folded words that say something.
pub(super) fn telling<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    words.filter(|word| !word.is_empty() && !is_filler(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(FILLERS.is_sorted());
        assert!(is_filler("please") && !is_filler("large"));
    }
}
