//! Numbers that are put together in a regular way.

/// The phrases of a list with commas.
pub(super) fn phrases(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|phrase| !phrase.is_empty())
}

/// 20 to 99 as a word for the tens, a joint, and a word for the units.
///
/// Each of the words may be a list.
pub(super) fn tens(tens: &[&str; 8], joint: &str, units: &[&str; 9]) -> Vec<(i64, String)> {
    table(tens, units, |ten, unit| format!("{ten}{joint}{unit}"))
}

/// 20 to 99, written as `both` puts the words for tens and units together.
pub(super) fn table(
    tens: &[&str; 8],
    units: &[&str; 9],
    both: impl Fn(&str, &str) -> String,
) -> Vec<(i64, String)> {
    let mut numbers = Vec::new();
    for (ten, words) in (2_i64..).zip(tens) {
        for ten_word in phrases(words) {
            let ten = ten.saturating_mul(10);
            numbers.push((ten, ten_word.to_owned()));
            for (unit, words) in (1..).zip(units) {
                let joined = phrases(words).map(|word| both(ten_word, word));
                numbers.extend(joined.map(|word| (ten.saturating_add(unit), word)));
            }
        }
    }
    numbers
}
