//! Regular expressions that take no room until they are used: bots have thousands of them, and most
//! are never tried.

use std::sync::OnceLock;

use regex_automata::meta;
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Repetition};

use crate::limits::{REGEX_BYTES_MAX, REGEX_NESTING_MAX};

/// Bytes of one state of a compiled expression, with its transition.
const STATE_BYTES: usize = 48;
/// States that a stretch of letters takes besides, if it goes over the gap of the surrogates.
const SURROGATE_STATES: usize = 15;
/// Bytes of what stands around any part of an expression, and around the whole.
const AROUND_BYTES: usize = 256;

/// An expression that is compiled when it is first asked for.
#[derive(Clone, Debug)]
pub(super) struct Lean {
    text: Box<str>,
    ignore_case: bool,
    regex: OnceLock<Option<meta::Regex>>,
}

impl Lean {
    /// Takes an expression as text and as what it means; none if it takes more than
    /// `REGEX_BYTES_MAX` compiled.
    ///
    /// What is certainly smaller is not compiled yet.
    pub(super) fn new(text: &str, hir: &Hir, ignore_case: bool) -> Option<Self> {
        if bytes_at_most(hir) <= REGEX_BYTES_MAX {
            return Some(Self::later(text, ignore_case));
        }
        let regex = OnceLock::from(Some(build(hir)?));
        Some(Self { text: text.into(), ignore_case, regex })
    }

    /// Takes an expression that is known to be small.
    pub(super) fn later(text: &str, ignore_case: bool) -> Self {
        Self { text: text.into(), ignore_case, regex: OnceLock::new() }
    }

    /// What it means.
    pub(super) fn meaning(&self) -> Option<Hir> {
        let mut parser = regex_syntax::ParserBuilder::new();
        parser.case_insensitive(self.ignore_case).nest_limit(REGEX_NESTING_MAX);
        parser.build().parse(&self.text).ok()
    }

    /// The compiled expression.
    pub(super) fn regex(&self) -> Option<&meta::Regex> {
        self.regex.get_or_init(|| build(&self.meaning()?)).as_ref()
    }
}

/// Compiles without caches that grow while matching, without tables that only pay for long texts,
/// and without looking for literals first, which is done for all expressions at once.
fn build(hir: &Hir) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .hybrid(false)
        .dfa(false)
        .onepass(false)
        .auto_prefilter(false)
        .nfa_size_limit(Some(REGEX_BYTES_MAX));
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
}

/// More bytes than an expression can take compiled.
fn bytes_at_most(hir: &Hir) -> usize {
    let inside = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len().saturating_mul(STATE_BYTES),
        HirKind::Class(class) => class_states(class).saturating_mul(STATE_BYTES),
        HirKind::Repetition(again) => repeated(again),
        HirKind::Capture(group) => bytes_at_most(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(bytes_at_most).fold(0, usize::saturating_add)
        }
    };
    inside.saturating_add(AROUND_BYTES)
}

fn repeated(again: &Repetition) -> usize {
    let times = again.max.unwrap_or(again.min).max(1);
    let times = usize::try_from(times).unwrap_or(usize::MAX);
    bytes_at_most(&again.sub).saturating_mul(times)
}

/// More states than the letters of a class take.
fn class_states(class: &Class) -> usize {
    match class {
        Class::Bytes(bytes) => bytes.ranges().len(),
        Class::Unicode(letters) => {
            letters.iter().copied().map(range_states).fold(0, usize::saturating_add)
        }
    }
}

/// More states than a stretch of letters takes. Letters of one length in UTF-8 are told apart by at
/// most so many sequences of bytes: one for each byte that differs at either end, less one.
fn range_states(range: ClassUnicodeRange) -> usize {
    let (mut first, mut last) = ([0; 4], [0; 4]);
    let first = range.start().encode_utf8(&mut first).as_bytes();
    let last = range.end().encode_utf8(&mut last).as_bytes();
    let same = first.iter().zip(last).take_while(|(a, b)| a == b).count();
    let lengths = first.len()..=last.len();
    let same = if first.len() == last.len() { same } else { 0 };
    let states =
        lengths.map(|len| len * (2 * (len - same)).saturating_sub(1).max(1)).sum::<usize>();
    let gap = range.start() < '\u{e000}' && range.end() >= '\u{e000}';
    if gap { states.saturating_add(SURROGATE_STATES) } else { states }
}
