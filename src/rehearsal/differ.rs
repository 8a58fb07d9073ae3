//! Two texts with the words marked in which they differ.

use crate::limits::DIFF_WORDS_MAX;

/// Both texts, the words that the other has not in `«»`; as they are where nothing would be plainer.
pub(super) fn marked(one: &str, other: &str) -> (String, String) {
    let (a, b) = (words(one), words(other));
    if a.len().max(b.len()) > DIFF_WORDS_MAX {
        return (one.to_owned(), other.to_owned());
    }
    let same = common(&a, &b);
    if same.is_empty() {
        return (one.to_owned(), other.to_owned());
    }
    let in_a: Vec<usize> = same.iter().map(|(at, _)| *at).collect();
    let in_b: Vec<usize> = same.iter().map(|(_, at)| *at).collect();
    (mark(&a, &in_a), mark(&b, &in_b))
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The longest row of words that both have in the same order: their places in each.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len().saturating_add(1);
    let mut longest = vec![0_usize; a.len().saturating_add(1).saturating_mul(width)];
    let cell = |row: usize, column: usize| row.saturating_mul(width).saturating_add(column);
    let get = |all: &[usize], row, column| all.get(cell(row, column)).copied().unwrap_or(0);
    for (row, one) in a.iter().enumerate().rev() {
        for (column, other) in b.iter().enumerate().rev() {
            let (below, beside) = (row.saturating_add(1), column.saturating_add(1));
            let best = if one == other {
                get(&longest, below, beside).saturating_add(1)
            } else {
                get(&longest, below, column).max(get(&longest, row, beside))
            };
            if let Some(place) = longest.get_mut(cell(row, column)) {
                *place = best;
            }
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while let (Some(one), Some(other)) = (a.get(row), b.get(column)) {
        let (below, beside) = (row.saturating_add(1), column.saturating_add(1));
        if one == other {
            found.push((row, column));
            (row, column) = (below, beside);
        } else if get(&longest, below, column) >= get(&longest, row, beside) {
            row = below;
        } else {
            column = beside;
        }
    }
    found
}

/// Rows of words that are not the same stand in `«»`.
fn mark(words: &[&str], same: &[usize]) -> String {
    let mut text = String::new();
    let mut open = false;
    for (at, word) in words.iter().enumerate() {
        let differs = same.binary_search(&at).is_err();
        if open && !differs {
            text.push('»');
        }
        if at > 0 {
            text.push(' ');
        }
        if differs && !open {
            text.push('«');
        }
        text.push_str(word);
        open = differs;
    }
    if open {
        text.push('»');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn words_that_differ_are_marked_and_no_others() {
        let both = |one, other| {
            let (one, other) = marked(one, other);
            format!("{one} / {other}")
        };
        assert_eq!(
            both("What size would you like?", "Which size would you like?"),
            "«What» size would you like? / «Which» size would you like?"
        );
        assert_eq!(both("a b c", "a x y c d"), "a «b» c / a «x y» c «d»");
        assert_eq!(both("one two", "three"), "one two / three");
        assert_eq!(both("a", "a b"), "a / a «b»");
    }
}
