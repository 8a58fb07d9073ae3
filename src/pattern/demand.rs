//! What stands in every match of a regular expression, read off its syntax tree.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Repetition};

use crate::pattern::case;
use crate::pattern::clue::{Clue, OneOf, rarest, union};
use crate::pattern::number::is_digits_only;

/// Texts of which one stands in a match, at most, so that they are worth looking for.
const WAYS_MAX: usize = 16;
/// Letters of which one stands in a match, at most.
const LETTERS_MAX: usize = 4;
/// Bytes from which on a text is long enough to be looked for.
const ENOUGH_BYTES: usize = 64;
/// Times that a repeated part is looked for in a row.
const TIMES_MAX: u32 = 8;
/// Parts that are not repeated any more.
const PARTS_MAX: usize = 32;

/// A part of an expression.
#[derive(Clone)]
enum Part {
    /// One of these, in one case; they may be empty.
    Said(Vec<String>),
    /// Something else, with what stands in it for certain.
    Gap(Vec<OneOf>),
}

/// What to look for in messages; several independent answers, none if nothing is certain.
pub(super) fn clues(hir: &Hir) -> Vec<OneOf> {
    options(parts(hir))
}

fn parts(hir: &Hir) -> Vec<Part> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(literal) => vec![match std::str::from_utf8(&literal.0) {
            Ok(text) => Part::Said(vec![case::text(text)]),
            Err(_) => Part::Gap(Vec::new()),
        }],
        HirKind::Class(Class::Unicode(letters)) => vec![class(letters)],
        HirKind::Class(Class::Bytes(_)) => vec![Part::Gap(Vec::new())],
        HirKind::Repetition(again) => repeated(again),
        HirKind::Capture(group) => parts(&group.sub),
        HirKind::Concat(all) => all.iter().flat_map(parts).collect(),
        HirKind::Alternation(branches) => vec![either(branches.iter().map(parts).collect())],
    }
}

fn class(letters: &ClassUnicode) -> Part {
    match case::letters(letters) {
        Some(letters) if letters.len() <= LETTERS_MAX => {
            Part::Said(letters.into_iter().map(String::from).collect())
        }
        Some(_) | None if is_digits_only(letters) => Part::Gap(vec![vec![Clue::Digit]]),
        Some(_) | None => Part::Gap(Vec::new()),
    }
}

fn repeated(again: &Repetition) -> Vec<Part> {
    let sub = parts(&again.sub);
    match (again.min, again.max) {
        (0, Some(1)) => vec![perhaps(&sub)],
        (0, _) => vec![Part::Gap(Vec::new())],
        (min, max) => times(&sub, min, max),
    }
}

/// A part that may be missing.
fn perhaps(sub: &[Part]) -> Part {
    match said(sub) {
        Some(mut ways) if ways.len() < WAYS_MAX => {
            ways.push(String::new());
            Part::Said(ways)
        }
        Some(_) | None => Part::Gap(Vec::new()),
    }
}

/// A part so many times at least: what it begins with as often, and what it ends with once more.
fn times(sub: &[Part], min: u32, max: Option<u32>) -> Vec<Part> {
    let gap = std::iter::once(Part::Gap(Vec::new()));
    if sub.len() > PARTS_MAX {
        return sub.iter().cloned().chain(gap).collect();
    }
    let all = (0..min.min(TIMES_MAX)).flat_map(|_| sub.iter().cloned());
    if max == Some(min) && min <= TIMES_MAX {
        return all.collect();
    }
    all.chain(gap).chain(sub.iter().cloned()).collect()
}

/// One of several branches.
fn either(branches: Vec<Vec<Part>>) -> Part {
    let all: Option<Vec<Vec<String>>> = branches.iter().map(|branch| said(branch)).collect();
    if let Some(ways) = all.map(|all| all.concat())
        && ways.len() <= WAYS_MAX
    {
        return Part::Said(ways);
    }
    Part::Gap(union(branches.into_iter().map(options)))
}

/// All texts that parts say, if they say nothing else and there are few of them.
fn said(parts: &[Part]) -> Option<Vec<String>> {
    parts.iter().try_fold(vec![String::new()], |before, part| match part {
        Part::Said(ways) => joined(&before, ways),
        Part::Gap(_) => None,
    })
}

/// Every text continued by every other; none if that becomes too much to look for.
fn joined(before: &[String], after: &[String]) -> Option<Vec<String>> {
    let long = |texts: &[String]| texts.iter().any(|text| text.len() >= ENOUGH_BYTES);
    if before.len().saturating_mul(after.len()) > WAYS_MAX || long(before) {
        return None;
    }
    let all =
        before.iter().flat_map(|first| after.iter().map(move |then| format!("{first}{then}")));
    Some(all.collect())
}

/// Stretches of parts that follow one another without a gap, and what stands in the gaps.
fn options(parts: Vec<Part>) -> Vec<OneOf> {
    let mut options = Vec::new();
    let mut run = vec![String::new()];
    for part in parts {
        match part {
            Part::Said(ways) => match joined(&run, &ways) {
                Some(longer) => run = longer,
                None => options.extend(one_of(std::mem::replace(&mut run, ways))),
            },
            Part::Gap(inside) => {
                options.extend(one_of(std::mem::replace(&mut run, vec![String::new()])));
                options.extend(rarest(inside));
            }
        }
    }
    options.extend(one_of(run));
    options
}

/// Texts as clues, without those that hold another one; none if one of them is empty.
fn one_of(mut texts: Vec<String>) -> Option<OneOf> {
    texts.sort_by_key(String::len);
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.iter().any(|shorter| text.contains(shorter)) {
            kept.push(text);
        }
    }
    let empty = kept.iter().any(String::is_empty);
    (!empty).then(|| kept.iter().map(|text| Clue::typed(text)).collect())
}
