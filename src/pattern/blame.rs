//! What is wrong with a regular expression, in plain words, at the very bytes.

use std::ops::Range;

use regex_syntax::ast::{self, Ast, ErrorKind, GroupKind, Span, Visitor};
use regex_syntax::hir;

use crate::limits::{REGEX_BYTES_MAX, REGEX_NESTING_MAX};
use crate::pattern::rule::Problem;

/// A regex that cannot be read.
pub(super) fn syntax(text: &str, error: &ast::Error) -> Problem {
    let at = visible(text, bytes(error.span()));
    match error.kind() {
        ErrorKind::UnsupportedLookAround => look_around(text, at),
        ErrorKind::UnsupportedBackreference => again(text, at),
        ErrorKind::EscapeUnrecognized | ErrorKind::FlagUnrecognized if is_name_again(text, &at) => {
            again(text, at)
        }
        ErrorKind::GroupNameDuplicate { .. } => two_names(text, at),
        ErrorKind::GroupNameEmpty | ErrorKind::GroupNameInvalid => bad_name(text, at),
        kind => broken(text, at, kind),
    }
}

/// A regex that can be read but means nothing.
pub(super) fn meaning(text: &str, error: &hir::Error) -> Problem {
    let at = bytes(error.span());
    let headline = match error.kind() {
        hir::ErrorKind::UnicodePropertyNotFound | hir::ErrorKind::UnicodePropertyValueNotFound => {
            format!("No kind of letters is called {}", part(text, &at))
        }
        kind => format!("This part of the regex makes no sense: {kind}"),
    };
    Problem { code: "W401", at, headline, fix: String::new() }
}

/// A regex that takes too much room.
pub(super) fn too_large(text: &str) -> Problem {
    let limit = REGEX_BYTES_MAX / 1024;
    Problem {
        code: "W401",
        at: 0..text.len(),
        headline: format!("This regex is too large: worked out it takes more than {limit} KiB"),
        fix: "make counts such as {1000} smaller, or split it in several triggers".to_owned(),
    }
}

/// The first group whose name is no variable's name.
pub(super) fn group_name(ast: &Ast) -> Option<Problem> {
    ast::visit(ast, Names).err()
}

/// Whether a name is a variable's: a small letter, then small letters, digits and `_`.
pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A variable's name that is close to a name that is none.
pub(super) fn variable_like(name: &str) -> String {
    let small = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let name: String = name.to_ascii_lowercase().chars().map(small).collect();
    let name = name.trim_matches('_');
    if is_variable(name) { name.to_owned() } else { format!("n{name}") }
}

struct Names;

impl Visitor for Names {
    type Output = ();
    type Err = Problem;

    fn finish(self) -> Result<(), Problem> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Problem> {
        let Ast::Group(group) = ast else { return Ok(()) };
        match &group.kind {
            GroupKind::CaptureName { name, .. } if !is_variable(&name.name) => {
                Err(not_a_variable(bytes(&name.span), &name.name))
            }
            GroupKind::CaptureName { .. }
            | GroupKind::CaptureIndex(_)
            | GroupKind::NonCapturing(_) => Ok(()),
        }
    }
}

/// A name that no variable can have.
pub(super) fn not_a_variable(at: Range<usize>, name: &str) -> Problem {
    Problem {
        code: "W401",
        at,
        headline: format!("\"{name}\" can't be a variable: small letters, digits and _ only"),
        fix: variable_like(name),
    }
}

fn bytes(span: &Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// The letter at an empty span, so that there is something to point at.
fn visible(text: &str, at: Range<usize>) -> Range<usize> {
    let letter = text.get(at.start..).and_then(|rest| rest.chars().next());
    if at.is_empty() { at.start..at.start + letter.map_or(0, char::len_utf8) } else { at }
}

fn part<'a>(text: &'a str, at: &Range<usize>) -> &'a str {
    text.get(at.clone()).unwrap_or_default()
}

fn two_names(text: &str, at: Range<usize>) -> Problem {
    let headline = format!("Two captures with the same name \"{}\"", part(text, &at));
    Problem { code: "W409", at, headline, fix: "give each its own name".to_owned() }
}

fn bad_name(text: &str, at: Range<usize>) -> Problem {
    if part(text, &at).starts_with('>') {
        let headline = "This group has no name".to_owned();
        return Problem { code: "W401", at, headline, fix: "(?<name>…)".to_owned() };
    }
    let name = part(text, &at);
    not_a_variable(at.clone(), name)
}

/// `(?=…)` and its kin, up to the parenthesis that closes it.
fn look_around(text: &str, at: Range<usize>) -> Problem {
    let begin = part(text, &at);
    let way = if begin.contains('<') { "behind" } else { "ahead" };
    let headline = format!("Regexes here can't look {way}: {begin}…)");
    let words = plain_words(text);
    let fix = match words.as_slice() {
        [_, _, ..] if begin == "(?=" => format!("when: {{all: [{}]}}", words.join(", ")),
        _ => "leave it out; if the flow must not start for some texts, use `if:`".to_owned(),
    };
    Problem { code: "W402", at: at.start..group_end(text, at.start), headline, fix }
}

/// `\1`, `\k<name>`, `(?P=name)`.
fn again(text: &str, at: Range<usize>) -> Problem {
    let headline = format!("Regexes here can't ask for the same text again: {}", part(text, &at));
    let fix = "capture both with names of their own, and compare them in `if:`".to_owned();
    Problem { code: "W402", at, headline, fix }
}

fn is_name_again(text: &str, at: &Range<usize>) -> bool {
    let before = text.get(..at.end).unwrap_or_default();
    [r"\k", r"\g", "(?P="].iter().any(|end| before.ends_with(end))
}

/// Everything else, with a mend where one is likely.
fn broken(text: &str, at: Range<usize>, kind: &ErrorKind) -> Problem {
    let wrong = part(text, &at);
    let (headline, mended) = match kind {
        ErrorKind::GroupUnclosed => {
            ("This regex has an opening ( without a )".to_owned(), format!("{text})"))
        }
        ErrorKind::GroupUnopened => {
            ("This regex has a closing ) without a (".to_owned(), escaped(text, at.start))
        }
        ErrorKind::ClassUnclosed => {
            ("This regex has an opening [ without a ]".to_owned(), format!("{text}]"))
        }
        ErrorKind::RepetitionMissing => (
            "There is nothing in front of this sign that it could repeat".to_owned(),
            escaped(text, at.start),
        ),
        ErrorKind::RepetitionCountUnclosed
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::DecimalEmpty => (
            "A { in a regex begins a count such as {2,5}".to_owned(),
            text.rfind('{').map(|brace| escaped(text, brace)).unwrap_or_default(),
        ),
        ErrorKind::EscapeUnexpectedEof => {
            ("This regex ends in the middle of a \\ sign".to_owned(), format!("{text}\\"))
        }
        ErrorKind::EscapeUnrecognized => {
            (format!("{wrong} means nothing in a regex"), text.replacen(wrong, strip(wrong), 1))
        }
        ErrorKind::ClassRangeInvalid => {
            (format!("The letters of {wrong} are in the wrong order"), String::new())
        }
        ErrorKind::NestLimitExceeded(_) => (
            format!("This regex has more than {REGEX_NESTING_MAX} groups inside one another"),
            String::new(),
        ),
        other => (format!("This regex can't be read here: {other}"), String::new()),
    };
    Problem { code: "W401", at, headline, fix: quoted_if_right(&mended) }
}

/// A mended regex in single quotes, if it is one now.
fn quoted_if_right(mended: &str) -> String {
    let right = !mended.is_empty() && regex_syntax::parse(mended).is_ok();
    if right { format!("'{}'", mended.replace('\'', "''")) } else { String::new() }
}

/// The regex with a `\` before the sign at `at`.
fn escaped(text: &str, at: usize) -> String {
    text.split_at_checked(at).map_or_else(String::new, |(before, sign)| format!("{before}\\{sign}"))
}

fn strip(escape: &str) -> &str {
    escape.strip_prefix('\\').unwrap_or(escape)
}

/// Where the group that opens at `open` ends; the end of the text if it never does.
fn group_end(text: &str, open: usize) -> usize {
    let (mut depth, mut class, mut escape) = (0_usize, false, false);
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match letter {
            _ if escape => escape = false,
            '\\' => escape = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class && depth <= 1 => return at + 1,
            ')' if !class => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Words of a regex that are only letters, for a proposal.
fn plain_words(text: &str) -> Vec<&str> {
    let sign = |letter: char| !(letter.is_alphanumeric() || letter == '\\' || letter == '_');
    let words = text.split(sign).filter(|word| word.chars().all(char::is_alphabetic));
    words.filter(|word| !word.is_empty()).collect()
}
