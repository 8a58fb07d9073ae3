//! What each code means: one table, which tests hold against the folders of `tests/diagnostics`. What a
//! folder expects is its code's example.

/// A code's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Page {
    /// The code.
    pub(in crate::cli) code: &'static str,
    /// What it means.
    pub(in crate::cli) means: &'static str,
    /// What to do.
    pub(in crate::cli) instead: &'static str,
    /// How it is told; none for what a check of files cannot show.
    pub(in crate::cli) example: Option<&'static str>,
}

/// Every code with two lines: what it means, and what to do.
const CODES: &str = include_str!("codes.txt");

macro_rules! examples {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/tests/diagnostics/", $code, "/expected.txt"
        )))),*]
    };
}

/// What is told of a small bot that has the mistake.
#[rustfmt::skip]
const EXAMPLES: &[(&str, &str)] = examples![
"B1001", "B1003", "B1004", "B1005", "B1006", "B1007", "B1008", "B1009", "F801", "F802", "F803", "F804", "F805", "F806",
"F807", "F808", "F809", "F810", "F814", "F815", "F816", "F819", "F820", "K201", "K202", "K203", "K204", "K205", "K206", "K207", "K208", "K209", "K210",
"K211", "K212", "K220", "K221", "K222", "L901", "L902", "L903", "M701", "M702", "M703", "M704", "M705", "M706",
"M707", "M708", "M709", "M710", "M711", "M712", "M713", "M714", "M715", "M718", "M719", "M720", "M721", "M722", "M723", "M724", "M725", "M726",
"R301", "R302", "R303", "R304", "R305", "R306", "R307", "R308", "R309", "R310", "T500", "T501", "T502",
"T503", "T504", "T505", "T506", "T507", "T508", "T509", "T510", "T511", "T512", "T513", "T514",
"T515", "T518", "V601", "V602", "V603", "V604", "V605", "V606",
"V607", "V609", "V610", "W401", "W402", "W403", "W404", "W405", "W406", "W407",
"W408", "W409", "W410", "W411", "W412", "W413", "X1100", "X1101", "X1102", "X1103", "Y100", "Y101", "Y102", "Y103",
"Y104", "Y105", "Y106", "Y107", "Y108", "Y109", "Y110", "Y111", "Y112", "Y113", "Y114",
"Y115", "Y116", "Y117", "Y118", "Y119", "Y120", "Y121", "Y122", "Y123", "Y124", "Y125",
"Y126", "Y127", "Y128", "Y130", "Y131", "Y132", "Y133", "Y134"
];

/// Lines of an example that are shown.
const EXAMPLE_LINES_MAX: usize = 16;

/// Codes that are proposed for one that is none.
const NEAR_MAX: usize = 3;

/// All pages.
fn pages() -> impl Iterator<Item = Page> {
    let rows = CODES.lines().zip(CODES.lines().skip(1));
    rows.filter_map(|(row, next)| {
        let (code, means) = row.split_once(' ').filter(|(code, _)| is_code(code))?;
        let instead = next.strip_prefix("> ")?;
        let example = EXAMPLES.iter().find(|(own, _)| *own == code).map(|(_, example)| *example);
        Some(Page { code, means, instead, example })
    })
}

/// Whether a text looks like a code.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.get(1..).unwrap_or("");
    text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && (3..=4).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The page of a code.
pub(in crate::cli) fn find(code: &str) -> Option<Page> {
    pages().find(|page| page.code.eq_ignore_ascii_case(code))
}

/// What may have been meant: the nearest codes of the same letter, or else all of them.
pub(super) fn near(code: &str) -> String {
    let code = code.to_uppercase();
    let (letter, number) = code.split_at_checked(1).unwrap_or((&code, ""));
    let own: Vec<_> = pages().map(|page| page.code).filter(|own| own.starts_with(letter)).collect();
    let far = |own: &&str| {
        let digits: Option<u32> = own.get(1..).and_then(|digits| digits.parse().ok());
        digits.zip(number.parse().ok()).map_or(u32::MAX, |(one, other)| one.abs_diff(other))
    };
    let is_near = |own: &&&str| strsim::damerau_levenshtein(own, &code) == 1;
    let mut near: Vec<_> = own.iter().filter(is_near).copied().collect();
    near.sort_by_key(far);
    near.truncate(NEAR_MAX);
    if own.is_empty() {
        let mut letters: Vec<_> = pages().filter_map(|page| page.code.get(..1)).collect();
        letters.dedup();
        return format!("codes begin with {}", letters.join(", "));
    }
    match near.as_slice() {
        [] => format!("those of {letter} are {}", own.join(", ")),
        near => format!("did you mean {}?", near.join(" or ")),
    }
}

/// The page as people read it.
pub(super) fn page(page: &Page) -> String {
    let mut text = format!("{}: {}\n\nWhat to do: {}", page.code, page.means, page.instead);
    if let Some(example) = page.example {
        text.push_str("\n\nFor example:\n");
        let (shown, more) = cut(example);
        for line in shown.lines() {
            text.push_str(format!("\n  {line}").trim_end_matches(' '));
        }
        text.push_str(&more);
    }
    text.trim_end().to_owned()
}

/// The first whole messages of an example, as many as fit, and what to say of the rest.
fn cut(example: &str) -> (&str, String) {
    let begins = |at: &usize| is_head(example.get(*at..).unwrap_or_default());
    let lines = example.match_indices('\n').map(|(at, _)| at.saturating_add(1));
    let heads: Vec<usize> = std::iter::once(0).chain(lines).filter(begins).collect();
    let until = |end: usize| example.get(..end).unwrap_or(example).trim_end();
    if example.lines().count() <= EXAMPLE_LINES_MAX || heads.len() < 2 {
        return (example, String::new());
    }
    let fits = |end: &&usize| until(**end).lines().count() <= EXAMPLE_LINES_MAX;
    let shown = heads.iter().skip(1).take_while(fits).count().max(1);
    let more = match heads.len().saturating_sub(shown) {
        0 => return (example, String::new()),
        1 => "1 more message".to_owned(),
        more => format!("{more} more messages"),
    };
    let shown = heads.get(shown).map_or(example, |end| until(*end));
    (shown, format!("\n\n  … and {more} of this code"))
}

/// Whether a message begins here.
fn is_head(text: &str) -> bool {
    ["error[", "warning["].iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_page() {
        let rows = CODES.lines().filter(|line| !line.starts_with("> ")).count();
        assert_eq!(pages().count(), rows);
        assert_eq!(CODES.lines().count(), 2 * rows);
        let examples = pages().filter(|page| page.example.is_some()).count();
        assert_eq!(examples, EXAMPLES.len(), "an example belongs to no page");
    }

    #[test]
    fn a_code_has_a_letter_and_three_or_four_digits() {
        assert!(is_code("K201") && is_code("b1003"));
        assert!(!is_code("K20") && !is_code("hello") && !is_code("2012") && !is_code("K201x"));
    }

    #[test]
    fn an_example_ends_with_a_whole_message_and_says_that_there_is_more() {
        for page in pages() {
            let Some(example) = page.example else { continue };
            let (shown, more) = cut(example);
            assert!(is_head(shown), "{}", page.code);
            let rest = example.strip_prefix(shown).unwrap();
            assert_eq!(rest.is_empty(), more.is_empty(), "{}", page.code);
            assert!(rest.is_empty() || is_head(rest.trim_start()), "{}: {rest}", page.code);
        }
        let (shown, more) = cut(EXAMPLES.iter().find(|(code, _)| *code == "K212").unwrap().1);
        assert_eq!(shown.lines().filter(|line| is_head(line)).count(), 2);
        assert_eq!(more, "\n\n  … and 1 more message of this code");
    }

    #[test]
    fn what_is_proposed_has_the_same_letter() {
        assert_eq!(near("k200"), "did you mean K201 or K202 or K203?");
        assert!(near("r999").starts_with("those of R are R301, R302, "), "{}", near("r999"));
        assert!(near("Q101").starts_with("codes begin with B, F, "), "{}", near("Q101"));
        for page in pages() {
            let other = near(&page.code.replace(|c: char| c.is_ascii_digit(), "9"));
            assert!(other.contains(page.code.get(..1).unwrap()), "{other}");
        }
    }
}
