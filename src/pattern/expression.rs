//! Regular expressions of authors: Rust's `regex` syntax, ignoring case, linear time.

use std::ops::Range;

use regex_automata::meta;
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::limits::{REGEX_BYTES_MAX, REGEX_NESTING_MAX};
use crate::pattern::blame;
use crate::pattern::number::number;
use crate::pattern::phrase::covered;
use crate::pattern::rule::{Hit, Problem};
use crate::words::name::{Value, VarName};
use crate::words::trace::Class;

/// A compiled expression.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    regex: meta::Regex,
    class: Class,
    groups: Vec<Group>,
    names: Vec<VarName>,
}

/// A named group.
#[derive(Debug, Clone)]
struct Group {
    name: VarName,
    index: usize,
    number: bool,
}

impl Expression {
    /// Reads an expression; what it takes under `numbers` becomes numbers.
    pub(super) fn new(text: &str, numbers: &[VarName]) -> Result<Self, Problem> {
        let hir = parse(text)?;
        let regex = build(&hir).ok_or_else(|| blame::too_large(text))?;
        let groups = groups(&regex, numbers);
        let names = groups.iter().map(|group| group.name.clone()).collect();
        Ok(Self { regex, class: class(&hir), groups, names })
    }

    /// Names of its groups, in order.
    pub(super) fn captures(&self) -> &[VarName] {
        &self.names
    }

    /// Its first match in a text.
    pub(super) fn find(&self, typed: &str) -> Option<Hit> {
        if self.groups.is_empty() {
            let found = self.regex.find(typed)?;
            return Some(self.hit(typed, found.range(), Vec::new()));
        }
        let mut slots = self.regex.create_captures();
        self.regex.captures(typed, &mut slots);
        let found = slots.get_match()?;
        let captures = self.groups.iter().filter_map(|group| {
            let taken = typed.get(slots.get_group(group.index)?.range())?;
            let value = if group.number { number(taken)? } else { Value::from(taken) };
            Some((group.name.clone(), value))
        });
        Some(self.hit(typed, found.range(), captures.collect()))
    }

    /// The first match in a text, and the first of its groups that took part; without one the match.
    pub(super) fn stretch(&self, typed: &str) -> Option<(Range<usize>, Range<usize>)> {
        let mut slots = self.regex.create_captures();
        self.regex.captures(typed, &mut slots);
        let whole = slots.get_match()?.range();
        let group = slots.iter().skip(1).flatten().next();
        let saved = group.map_or_else(|| whole.clone(), |group| group.range());
        Some((whole, saved))
    }

    fn hit(&self, typed: &str, at: Range<usize>, captures: Vec<(VarName, Value)>) -> Hit {
        let start = typed.get(..at.start).map_or(0, covered);
        Hit { class: self.class, covered: typed.get(at).map_or(0, covered), start, captures }
    }
}

/// Compiles without caches that grow while matching: messages are short, and bots have thousands
/// of expressions. None if it takes more than `REGEX_BYTES_MAX`.
pub(super) fn build(hir: &Hir) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .hybrid(false)
        .dfa(false)
        .nfa_size_limit(Some(REGEX_BYTES_MAX))
        .onepass_size_limit(Some(REGEX_BYTES_MAX));
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
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

/// The named groups, in order.
fn groups(regex: &meta::Regex, numbers: &[VarName]) -> Vec<Group> {
    let names = regex.group_info().all_names().filter_map(|(_, index, name)| Some((index, name?)));
    let group = |(index, name): (usize, &str)| {
        let name = VarName::from(name);
        Group { number: numbers.contains(&name), name, index }
    };
    names.map(group).collect()
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
