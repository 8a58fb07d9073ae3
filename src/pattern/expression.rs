//! Regular expressions of authors: Rust's `regex` syntax, ignoring case, linear time.

use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::limits::REGEX_NESTING_MAX;
use crate::pattern::clue::OneOf;
use crate::pattern::lean::Lean;
use crate::pattern::number::number;
use crate::pattern::phrase::covered;
use crate::pattern::rule::{Hit, Problem, Taken};
use crate::pattern::{blame, demand};
use crate::words::name::{Value, VarName};
use crate::words::trace::Class;

/// An expression that can be tried.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    lean: Lean,
    class: Class,
    groups: Box<[Group]>,
    clues: Vec<OneOf>,
    may_be_empty: bool,
}

/// A named group.
#[derive(Debug, Clone)]
struct Group {
    taken: Taken,
    index: usize,
}

impl Expression {
    /// Reads an expression; what it takes under `numbers` becomes numbers.
    pub(super) fn new(text: &str, numbers: &[VarName]) -> Result<Self, Problem> {
        let hir = parse(text)?;
        let lean = Lean::new(text, &hir, true).ok_or_else(|| blame::too_large(text))?;
        let mut groups = Vec::new();
        named_groups(&hir, numbers, false, &mut groups);
        Ok(Self {
            lean,
            class: class(&hir),
            groups: groups.into_boxed_slice(),
            clues: demand::clues(&hir),
            may_be_empty: hir.properties().minimum_len() == Some(0),
        })
    }

    /// Its named groups, in order.
    pub(super) fn captures(&self) -> impl Iterator<Item = &Taken> {
        self.groups.iter().map(|group| &group.taken)
    }

    /// What stands in every text that it takes.
    pub(super) fn clues(&self) -> &[OneOf] {
        &self.clues
    }

    /// Whether it may take an empty text.
    pub(super) fn may_be_empty(&self) -> bool {
        self.may_be_empty
    }

    /// What it means, read again.
    pub(super) fn meaning(&self) -> Option<Hir> {
        self.lean.meaning()
    }

    /// Where its first match stands.
    pub(super) fn stretch(&self, typed: &str) -> Option<Range<usize>> {
        Some(self.lean.regex()?.find(typed)?.range())
    }

    /// Its first match in a text.
    pub(super) fn find(&self, typed: &str) -> Option<Hit> {
        if self.groups.is_empty() {
            return Some(self.hit(typed, self.stretch(typed)?, Vec::new()));
        }
        let regex = self.lean.regex()?;
        let mut slots = regex.create_captures();
        regex.captures(typed, &mut slots);
        let found = slots.get_match()?;
        let captures = self.groups.iter().filter_map(|group| {
            let taken = typed.get(slots.get_group(group.index)?.range())?;
            let Taken { name, number: is_number, .. } = &group.taken;
            let value = if *is_number { number(taken)? } else { Value::from(taken) };
            Some((name.clone(), value))
        });
        Some(self.hit(typed, found.range(), captures.collect()))
    }

    /// Where its first match stands, and the first of its groups that took part; without one the match.
    pub(super) fn taken(&self, typed: &str) -> Option<(Range<usize>, Range<usize>)> {
        let regex = self.lean.regex()?;
        let mut slots = regex.create_captures();
        regex.captures(typed, &mut slots);
        let whole = slots.get_match()?.range();
        let group = slots.iter().skip(1).flatten().next();
        let saved = group.map_or_else(|| whole.clone(), |group| group.range());
        Some((whole, saved))
    }

    fn hit(&self, typed: &str, at: Range<usize>, captures: Vec<(VarName, Value)>) -> Hit {
        let start = typed.get(..at.start).map_or(0, covered);
        Hit { captures, ..Hit::plain(self.class, typed.get(at).map_or(0, covered), start) }
    }
}

/// Reads an expression, and the names of its groups.
fn parse(text: &str) -> Result<Hir, Problem> {
    let ast = ParserBuilder::new()
        .nest_limit(REGEX_NESTING_MAX)
        .build()
        .parse(text)
        .map_err(|error| blame::syntax(text, &error))?;
    if let Some(problem) = blame::group_name(&ast) {
        return Err(problem);
    }
    TranslatorBuilder::new()
        .case_insensitive(true)
        .build()
        .translate(text, &ast)
        .map_err(|error| blame::meaning(text, &error))
}

/// The named groups, in order; all of an optional part are optional.
fn named_groups(hir: &Hir, numbers: &[VarName], optional: bool, groups: &mut Vec<Group>) {
    match hir.kind() {
        HirKind::Capture(group) => {
            if let (Some(name), Ok(index)) = (&group.name, usize::try_from(group.index)) {
                let name = VarName::from(&**name);
                let (number, digits) = (numbers.contains(&name), may_be_number(&group.sub));
                groups.push(Group { taken: Taken { name, number, optional, digits }, index });
            }
            named_groups(&group.sub, numbers, optional, groups);
        }
        HirKind::Repetition(again) => {
            named_groups(&again.sub, numbers, optional || again.min == 0, groups);
        }
        HirKind::Concat(parts) => {
            for part in parts {
                named_groups(part, numbers, optional, groups);
            }
        }
        HirKind::Alternation(parts) => {
            for part in parts {
                named_groups(part, numbers, true, groups);
            }
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
    }
}

/// Whether a match may hold a digit of any script.
fn may_be_number(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => {
            String::from_utf8_lossy(&literal.0).chars().any(char::is_numeric)
        }
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).any(char::is_numeric))
        }
        // Classes of bytes come from no expression that reads text.
        HirKind::Class(regex_syntax::hir::Class::Bytes(_)) => true,
        HirKind::Capture(group) => may_be_number(&group.sub),
        HirKind::Repetition(again) => may_be_number(&again.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_be_number),
        HirKind::Empty | HirKind::Look(_) => false,
    }
}

/// As strong as a whole message if both ends of every branch are anchored and nothing in it takes
/// any text at all.
fn class(hir: &Hir) -> Class {
    let ends = hir.properties();
    let anchored =
        ends.look_set_prefix().contains(Look::Start) && ends.look_set_suffix().contains(Look::End);
    if anchored && !takes_anything(hir) { Class::Anchored } else { Class::Words }
}

/// Whether some part is `.*`, `.+`, `.{3,}` or says the same in other letters: repeated without an
/// upper bound, and so wide that it takes every letter but a line's end.
fn takes_anything(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(again) => {
            (again.max.is_none() && is_dot(&again.sub)) || takes_anything(&again.sub)
        }
        HirKind::Capture(group) => takes_anything(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(takes_anything),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

/// Whether an expression takes every single letter but perhaps a line's end.
fn is_dot(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(regex_syntax::hir::Class::Unicode(letters)) => {
            let mut missing = letters.clone();
            missing.negate();
            missing.iter().all(|range| (range.start()..=range.end()).all(is_line_end))
        }
        HirKind::Capture(group) => is_dot(&group.sub),
        HirKind::Alternation(parts) => parts.iter().any(is_dot),
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Concat(_) => false,
    }
}

/// Letters that end a line in one convention or another.
fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
