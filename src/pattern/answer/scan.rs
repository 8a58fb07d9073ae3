//! Walking over a message: the value that it is nothing but, or those that are somewhere in it.

use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::reading::{Parsed, Reading, nouns_beside};
use crate::pattern::answer::tokens::Kind;
use crate::pattern::answer::{Found, Type, value};
use crate::words::name::Value;

/// A value and the pieces that it was read from.
struct Placed {
    at: usize,
    parsed: Parsed<Value>,
}

impl Placed {
    fn found(self, reading: &Reading<'_>) -> Found {
        Found { at: reading.bytes(self.at, self.parsed.end), value: self.parsed.value }
    }
}

/// The value, if all words belong to it.
pub(super) fn only(
    reading: &Reading<'_>,
    read: impl Fn(&Reading<'_>, usize) -> Option<Parsed<Value>>,
) -> Option<Value> {
    let is_word = |at: &usize| reading.token(*at).is_some_and(|token| token.text().is_some());
    let start = (0..reading.len()).find(is_word).unwrap_or(0);
    let parsed = read(reading, start)?;
    let more = (parsed.end..reading.len()).any(|at| is_word(&at));
    (!more && !parsed.value.is_null()).then_some(parsed.value)
}

/// The value that a message is nothing but, if it says one only.
pub(super) fn alone(reading: &Reading<'_>, kind: Type) -> Option<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.len() {
        let placed = placed(reading, kind, at);
        at = match &placed {
            Some(placed) => placed.parsed.end,
            None => filler(reading, kind, at)?,
        };
        found.extend(placed);
    }
    let chosen = agreed(found)?;
    Some(chosen.found(reading)).filter(|found| !found.value.is_null())
}

/// Values that stand anywhere in a message and show what they are.
pub(super) fn scattered(reading: &Reading<'_>, kind: Type) -> Vec<Found> {
    let mut found: Vec<Placed> = Vec::new();
    let mut at = 0;
    while at < reading.len() {
        let placed = placed(reading, kind, at).filter(|placed| !placed.parsed.weak);
        at = placed.as_ref().map_or(at.saturating_add(1), |placed| placed.parsed.end);
        found.extend(placed);
    }
    if kind == Type::YesNo {
        found = once_each(found);
    }
    found.into_iter().map(|placed| placed.found(reading)).collect()
}

/// A value that begins and ends where one may.
fn placed(reading: &Reading<'_>, kind: Type, at: usize) -> Option<Placed> {
    let parsed =
        Some(at).filter(|at| reading.may_begin(*at)).and_then(|at| value(kind, reading, at))?;
    let ends = parsed.end > at && reading.may_end(parsed.end);
    ends.then_some(Placed { at, parsed })
}

/// The one value of several that are the same; weak ones count if there is no other.
fn agreed(mut found: Vec<Placed>) -> Option<Placed> {
    if found.iter().any(|placed| !placed.parsed.weak) {
        found.retain(|placed| !placed.parsed.weak);
    }
    let first = found.first()?.parsed.value.clone();
    let agree = found.iter().all(|placed| placed.parsed.value == first);
    found.into_iter().next().filter(|_| agree)
}

/// Yes once, no once, and nothing if neither was meant.
fn once_each(found: Vec<Placed>) -> Vec<Placed> {
    if found.iter().any(|placed| placed.parsed.value.is_null()) {
        return Vec::new();
    }
    let mut kept: Vec<Placed> = Vec::new();
    for placed in found {
        if kept.iter().all(|other| other.parsed.value != placed.parsed.value) {
            kept.push(placed);
        }
    }
    kept
}

/// The place behind what says nothing: punctuation, filler words, nouns of the type.
fn filler(reading: &Reading<'_>, kind: Type, at: usize) -> Option<usize> {
    let token = reading.token(at)?;
    if token.sign().is_some() {
        return Some(at.saturating_add(1));
    }
    let beside = nouns_beside(kind);
    let says_nothing = |meaning: Meaning| {
        meaning == Meaning::Filler || beside.iter().any(|noun| meaning == Meaning::Noun(*noun))
    };
    if kind == Type::YesNo {
        let all = reading.senses(at).map(|(sense, _)| sense);
        return all.filter(|sense| says_nothing(sense.meaning)).map(|sense| sense.end).max();
    }
    reading.phrase(at, |meaning| says_nothing(meaning).then_some(())).map(|found| found.end)
}

/// Whether a message says that a list is complete, and nothing else.
pub(super) fn is_done(reading: &Reading<'_>) -> bool {
    let mut done = false;
    let mut at = 0;
    while at < reading.len() {
        let end = reading.word(at, Meaning::Done);
        done |= end.is_some();
        match end.or_else(|| filler(reading, Type::Text, at)) {
            Some(end) => at = end,
            None => return false,
        }
    }
    done
}

/// Words that are no filler; letters of writing without spaces together, as they were typed.
pub(super) fn telling(reading: &Reading<'_>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    let mut in_run = false;
    while let Some(token) = reading.token(at) {
        let text = match &token.kind {
            Kind::Sign(_) => None,
            Kind::Digits(text) | Kind::Word(text) => Some(text),
        };
        let goes_on = in_run && reading.is_tight(at) && reading.may_end(at);
        let skipped = text.and_then(|_| filler(reading, Type::Text, at));
        let whole = |end: usize| !goes_on && reading.may_end(end);
        match (text, skipped.filter(|end| whole(*end) || ends_run(reading, *end))) {
            (Some(_), Some(end)) => (at, in_run) = (end, false),
            (Some(text), None) => {
                match words.last_mut().filter(|_| goes_on) {
                    Some(word) => word.push_str(text),
                    None => words.push(text.clone()),
                }
                (at, in_run) = (at.saturating_add(1), true);
            }
            (None, _) => (at, in_run) = (at.saturating_add(1), false),
        }
    }
    words
}

/// Whether a run of letters is over before a piece.
fn ends_run(reading: &Reading<'_>, at: usize) -> bool {
    reading.token(at).is_none_or(|token| token.gap || token.sign().is_some())
}
