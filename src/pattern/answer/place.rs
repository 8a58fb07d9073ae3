//! One of several things, told by its place among them: "the second one", "2nd", "the last".

use crate::pattern::answer::Type;
use crate::pattern::answer::meaning::{Meaning, Side};
use crate::pattern::answer::reading::{Parsed, Reading};
use crate::pattern::answer::tokens::Token;

/// A place among several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Counted from the first, which is 1.
    Nth(u64),
    /// The last.
    Last,
}

/// The places that a message is nothing but, in its order; none if it says anything else.
pub(super) fn alone(reading: &Reading<'_>) -> Option<Vec<Place>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.len() {
        let place = at_piece(reading, at);
        at = match &place {
            Some(place) => place.end,
            None => filler(reading, at)?,
        };
        found.extend(place.map(|place| place.value));
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a place is told anywhere.
pub(super) fn is_told(reading: &Reading<'_>, place: Place) -> bool {
    (0..reading.len()).any(|at| at_piece(reading, at).is_some_and(|found| found.value == place))
}

fn at_piece(reading: &Reading<'_>, at: usize) -> Option<Parsed<Place>> {
    let named = reading.phrase(at, |meaning| match meaning {
        Meaning::Nth(place) => Some(Place::Nth(place)),
        Meaning::Last => Some(Place::Last),
        _ => None,
    });
    let found = [named, marked(reading, at)].into_iter().flatten().max_by_key(|found| found.end);
    found.filter(|found| reading.may_begin(at) && reading.may_end(found.end))
}

/// Figures with a mark on one side: "number 2", "2nd".
fn marked(reading: &Reading<'_>, at: usize) -> Option<Parsed<Place>> {
    let before = reading.word(at, Meaning::NthMark(Side::Before));
    let start = before.unwrap_or(at);
    let digits = reading.digits(start).filter(|digits| digits.len() <= 3)?;
    let end = start.saturating_add(1);
    let latin = reading.token(end).is_some_and(Token::is_latin);
    let fits = !latin || reading.is_tight(end);
    let behind = reading.word(end, Meaning::NthMark(Side::Behind)).filter(|_| fits);
    let place = Place::Nth(digits.parse().ok()?);
    before.or(behind).map(|_| Parsed::new(place, behind.unwrap_or(end)))
}

fn filler(reading: &Reading<'_>, at: usize) -> Option<usize> {
    if reading.token(at)?.sign().is_some() {
        return Some(at.saturating_add(1));
    }
    let says_nothing = |meaning: Meaning| {
        let noun = matches!(meaning, Meaning::NthNoun | Meaning::Noun(Type::Integer));
        noun || matches!(meaning, Meaning::Filler | Meaning::And | Meaning::The)
    };
    reading.phrase(at, |meaning| says_nothing(meaning).then_some(())).map(|found| found.end)
}
