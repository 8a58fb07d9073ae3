//! Numbers in words: "two", "three hundred and five", "zwanzigtausend", "三百五十".

use crate::pattern::answer::compose::phrases;
use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::languages::LANGUAGES;
use crate::pattern::answer::lexicon::Lexicon;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::reading::{Parsed, Reading};
use crate::pattern::answer::tokens::Kind;

/// Words that one number may have.
const WORDS_MAX: usize = 24;

/// A part of a number: how much, and below what the parts behind it must stay.
#[derive(Clone, Copy)]
struct Part {
    value: i64,
    room: i64,
}

/// A whole number in words; weak if it is no more than "one" or "ein".
pub(super) fn spelled(reading: &Reading<'_>, at: usize) -> Option<Parsed<i64>> {
    let first = first(reading, at)?;
    let mut parts = vec![first.value];
    let (mut end, mut weak) = (first.end, first.weak);
    for _ in 0..WORDS_MAX {
        let room = parts.last().map_or(0, |part| part.room);
        let joint = if room > 1 { reading.behind(end, Meaning::And) } else { end };
        let Some(next) =
            scale(reading, end, &mut parts).or_else(|| smaller(reading, joint, room, &mut parts))
        else {
            break;
        };
        (end, weak) = (next, false);
    }
    let total = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.value))?;
    Some(Parsed { value: total, end, weak })
}

/// The first part: a number, "one", an article before a scale, or a scale by itself.
fn first(reading: &Reading<'_>, at: usize) -> Option<Parsed<Part>> {
    if let Some(number) = number(reading, at) {
        return Some(number.map(part));
    }
    if let Some(end) = reading.word(at, Meaning::One) {
        return Some(Parsed { value: part(1), end, weak: true });
    }
    if let Some(number) = glued(reading, at) {
        return Some(number.map(part));
    }
    let article = reading.behind(at, Meaning::Article);
    let scale = reading.phrase(article, as_scale)?;
    Some(scale.map(|scale| Part { value: scale, room: scale }))
}

/// A scale multiplies all parts before it that are smaller.
fn scale(reading: &Reading<'_>, at: usize, parts: &mut Vec<Part>) -> Option<usize> {
    let found = reading.phrase(at, as_scale)?;
    let scale = found.value;
    let larger =
        parts.iter().rposition(|part| part.room > scale).map_or(0, |last| last.saturating_add(1));
    let small = parts.get(larger..)?;
    if small.iter().any(|part| part.value == 0 || part.room == scale) || (scale < 100 && larger > 0)
    {
        return None;
    }
    let factor = small.iter().map(|part| part.value).sum::<i64>().max(1);
    let value = factor.checked_mul(scale)?;
    parts.truncate(larger);
    parts.push(Part { value, room: if scale < 100 { 1 } else { scale } });
    Some(found.end)
}

/// A number that is smaller than the part before it leaves room for.
fn smaller(reading: &Reading<'_>, at: usize, room: i64, parts: &mut Vec<Part>) -> Option<usize> {
    let found = number_or_one(reading, at)?;
    if let Some(tail) = short_tail(reading, at, found, room) {
        parts.push(tail);
        return Some(found.end);
    }
    let fits = found.value > 0 && found.value < room;
    fits.then(|| parts.push(part(found.value)))?;
    Some(found.end)
}

fn number(reading: &Reading<'_>, at: usize) -> Option<Parsed<i64>> {
    reading.phrase(at, |meaning| {
        let Meaning::Number(number) = meaning else { return None };
        Some(number)
    })
}

/// "三百五" is 350: a digit right behind a scale, with nothing more behind it, where that is so.
fn short_tail(reading: &Reading<'_>, at: usize, digit: Parsed<i64>, room: i64) -> Option<Part> {
    let mut languages = reading.languages().filter(|language| {
        reading.senses(at).any(|(sense, _)| sense.end == digit.end && sense.language == *language)
    });
    let language = languages.next().and_then(|language| LANGUAGES.get(language))?;
    let behind_scale =
        at.checked_sub(1).is_some_and(|last| reading.phrase(last, as_scale).is_some());
    let last = reading.phrase(digit.end, as_scale).is_none();
    let fits = behind_scale && last && (1..10).contains(&digit.value) && room >= 100;
    let value = digit.value.checked_mul(room.checked_div(10)?)?;
    (language.numbers.short_tail && fits).then(|| part(value))
}

/// The scale that a phrase may be.
pub(super) fn as_scale(meaning: Meaning) -> Option<i64> {
    let Meaning::Scale(scale) = meaning else { return None };
    Some(scale)
}

/// Behind hundreds there is room for tens and units, behind those for nothing.
fn part(value: i64) -> Part {
    let hundreds = value > 0 && value.checked_rem(100) == Some(0);
    Part { value, room: if hundreds { 100 } else { 1 } }
}

/// A number in one word: "zweihundertfünf", "duemila".
fn glued(reading: &Reading<'_>, at: usize) -> Option<Parsed<i64>> {
    let Kind::Word(word) = &reading.token(at)?.kind else { return None };
    let numbers = reading.languages().filter_map(|language| {
        let numbers = LANGUAGES.get(language).map(|language| &language.numbers)?;
        let small = |word: &str| Lexicon::all().small_number(language, word);
        unglued(word, numbers.glued, &small)
    });
    let value = numbers.last()?;
    Some(Parsed::new(value, at.saturating_add(1)))
}

/// Splits a word at its largest scale.
fn unglued(word: &str, scales: &[(i64, &str)], small: &dyn Fn(&str) -> Option<i64>) -> Option<i64> {
    let (scale, left, right) = scales.iter().find_map(|(scale, list)| {
        phrases(list)
            .find_map(|name| word.split_once(name))
            .map(|(left, right)| (scale, left, right))
    })?;
    let inner = |word: &str| small(word).or_else(|| unglued(word, scales, small));
    let factor = if left.is_empty() { 1 } else { inner(left).filter(|left| left < scale)? };
    let rest = if right.is_empty() { 0 } else { inner(right).filter(|right| right < scale)? };
    factor.checked_mul(*scale)?.checked_add(rest)
}

/// Decimals in words behind a whole number: "two point five".
pub(super) fn with_decimals(reading: &Reading<'_>, whole: Parsed<i64>) -> Option<Parsed<Decimal>> {
    let mut end = reading.word(whole.end, Meaning::Point)?;
    let mut digits = String::new();
    while let Some(digit) = digit(reading, end).filter(|_| digits.len() < 9) {
        digits.push_str(&digit.value.to_string());
        end = digit.end;
    }
    let value = Decimal::of_digits(&whole.value.to_string(), &digits)?;
    (!digits.is_empty()).then_some(Parsed::new(value, end))
}

fn digit(reading: &Reading<'_>, at: usize) -> Option<Parsed<i64>> {
    number_or_one(reading, at).filter(|digit| digit.value < 10)
}

fn number_or_one(reading: &Reading<'_>, at: usize) -> Option<Parsed<i64>> {
    let one = |end| Parsed::new(1, end);
    number(reading, at).or_else(|| reading.word(at, Meaning::One).map(one))
}
