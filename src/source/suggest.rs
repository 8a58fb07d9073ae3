//! stub
use strsim::damerau_levenshtein;
/// stub
#[must_use]
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .filter(|c| damerau_levenshtein(c, word) <= 2)
        .min_by_key(|c| damerau_levenshtein(c, word))
}
