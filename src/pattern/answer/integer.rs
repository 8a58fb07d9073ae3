//! Whole numbers, in figures or words: how many.

use crate::pattern::answer::figures::Single;
use crate::pattern::answer::number::signed;
use crate::pattern::answer::reading::{Parsed, Reading};
use crate::pattern::answer::tokens::Kind;
use crate::words::name::Value;

/// A whole number at a place; `2x` and `x2` say it, too.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let number = signed(reading, times(reading, at), Single::Thousands)?;
    let whole = number.value.whole()?;
    let end = times(reading, number.end);
    Some(Parsed { value: Value::from(whole), end, weak: number.weak })
}

/// The place behind an `x` that stands tight beside figures.
fn times(reading: &Reading<'_>, at: usize) -> usize {
    let next = at.saturating_add(1);
    let is_x = reading.token(at).is_some_and(|token| match &token.kind {
        Kind::Word(word) => word == "x",
        Kind::Sign(sign) => *sign == '×',
        Kind::Digits(_) => false,
    });
    let before = at.checked_sub(1).and_then(|last| reading.digits(last)).is_some();
    let tight = (before && reading.is_tight(at))
        || (reading.digits(next).is_some() && reading.is_tight(next));
    if is_x && tight { next } else { at }
}
