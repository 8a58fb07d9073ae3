//! Choices: by label, value, synonym, position, or with typos.

use std::ops::Range;

use strsim::damerau_levenshtein;

use crate::engine::answer::words::{Word, without, words};
use crate::limits::TYPOS_LOOKED_FOR_MAX;
use crate::pattern::answer::place::Place;
use crate::pattern::answer::{self, Found, Hint, Type};
use crate::pattern::fold::{Message, fold};
use crate::words::conversation::Choice;
use crate::words::name::Value;

/// The whole message is a label, value or synonym.
pub(super) fn exactly<'a>(choices: &'a [Choice], message: &Message) -> Option<&'a Choice> {
    let same = |name: &str| {
        let folded = fold(name);
        if folded.text.is_empty() { name.trim() == message.typed } else { folded == message.folded }
    };
    choices.iter().find(|choice| names(choice).any(|name| same(&name)))
}

/// The message is nothing but a choice: with words that say nothing, by its position, or with typos.
pub(super) fn whole<'a>(
    choices: &'a [Choice],
    message: &Message,
    hint: &Hint<'_>,
) -> Option<&'a Choice> {
    if choices.is_empty() {
        return None;
    }
    let words = answer::telling(&message.typed, hint);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let named = |alike: Alike<'_>| {
        only(choices.iter().filter(|choice| {
            names(choice).any(|name| {
                let name = answer::telling(&name, hint);
                let name: Vec<&str> = name.iter().map(String::as_str).collect();
                !name.is_empty() && alike(&name, &words)
            })
        }))
    };
    named(&|name, said| name == said)
        .or_else(|| by_position(choices, message, hint))
        .or_else(|| named(&like))
}

/// Exactly one choice is named in the message.
pub(super) fn contained<'a>(
    choices: &'a [Choice],
    message: &Message,
    hint: &Hint<'_>,
) -> Option<&'a Choice> {
    only_one(all(choices, message, hint).into_iter().map(|(_, choice)| choice))
}

/// The choice that all of these are.
fn only_one<'a>(mut found: impl Iterator<Item = &'a Choice>) -> Option<&'a Choice> {
    let first = found.next()?;
    found.all(|other| std::ptr::eq(first, other)).then_some(first)
}

/// All choices named in the message, in its order; a name that is part of a longer one does not
/// count, nor does what the message says is not meant. Names with typos count where none is without.
pub(super) fn all<'a>(
    choices: &'a [Choice],
    message: &Message,
    hint: &Hint<'_>,
) -> Vec<(Range<usize>, &'a Choice)> {
    let words = words(&message.typed);
    let exact = named(choices, &words, &|name, said| name == said);
    let much = words.len().saturating_mul(choices.len()) > TYPOS_LOOKED_FOR_MAX;
    let mut found = if exact.is_empty() && !much { named(choices, &words, &like) } else { exact };
    let places: Vec<Range<usize>> = found.iter().map(|(at, _)| at.clone()).collect();
    let mut denied = answer::denied(&message.typed, &places, hint).into_iter();
    found.retain(|_| !denied.next().unwrap_or(false));
    found
}

type Alike<'f> = &'f dyn Fn(&[&str], &[&str]) -> bool;

fn named<'a>(
    choices: &'a [Choice],
    words: &[Word],
    alike: Alike<'_>,
) -> Vec<(Range<usize>, &'a Choice)> {
    let mut hits: Vec<(usize, usize, &Choice)> = Vec::new();
    for choice in choices {
        for name in names(choice).map(|name| fold(&name)) {
            let name: Vec<&str> = name.words().collect();
            let runs = words.windows(name.len().max(1)).enumerate();
            let hit = |(at, run): (usize, &[Word])| {
                let said: Vec<&str> = run.iter().map(|word| &*word.folded).collect();
                (!name.is_empty() && alike(&name, &said)).then_some((at, name.len(), choice))
            };
            hits.extend(runs.filter_map(hit));
        }
    }
    hits.sort_by_key(|(at, length, _)| (std::cmp::Reverse(*length), *at));
    let mut taken: Vec<(usize, usize, &Choice)> = Vec::new();
    for same_place in hits.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let choices = same_place.iter().map(|(.., choice)| *choice);
        // Where two choices may be meant, neither is.
        let Some(choice) = only_one(choices) else { continue };
        let Some((at, length, _)) = same_place.first().copied() else { continue };
        let free = |(other, size, _): &(usize, usize, &Choice)| {
            at.saturating_add(length) <= *other || other.saturating_add(*size) <= at
        };
        if taken.iter().all(free) {
            taken.push((at, length, choice));
        }
    }
    taken.sort_by_key(|(at, ..)| *at);
    let place = |(at, length, choice): (usize, usize, &'a Choice)| {
        let first = words.get(at)?.at.start;
        let last = words.get(at.saturating_add(length).saturating_sub(1))?.at.end;
        Some((first..last, choice))
    };
    taken.into_iter().filter_map(place).collect()
}

/// Several by their positions, as "1 and 3", if the message says nothing else.
pub(super) fn positions<'a>(
    choices: &'a [Choice],
    message: &Message,
    hint: &Hint<'_>,
) -> Option<Vec<&'a Choice>> {
    if begin_with_digits(choices) {
        return None;
    }
    if let Some(places) = answer::places(message, hint) {
        return places.into_iter().map(|place| at_position(choices, place)).collect();
    }
    let numbers = answer::all(Type::Integer, message, hint);
    let rest = numbers.iter().rev().fold(message.typed.clone(), |rest, n| without(&rest, &n.at));
    if numbers.is_empty() || !answer::telling(&rest, hint).is_empty() {
        return None;
    }
    let place = |number: &Found| at_position(choices, Place::Nth(number.value.as_u64()?));
    numbers.iter().map(place).collect()
}

/// The second, the last; not where labels begin with digits, or a name may be meant instead.
fn by_position<'a>(
    choices: &'a [Choice],
    message: &Message,
    hint: &Hint<'_>,
) -> Option<&'a Choice> {
    if begin_with_digits(choices) {
        return None;
    }
    let counted = || {
        let number = answer::whole(Type::Integer, message, hint)?;
        Some(Place::Nth(number.as_u64()?))
    };
    let place = match answer::places(message, hint).as_deref() {
        Some([place]) => *place,
        Some(_) => return None,
        None => counted()?,
    };
    let choice = at_position(choices, place)?;
    let other = |other: &&Choice| !std::ptr::eq(*other, choice);
    let named = |other: &Choice| names(other).any(|name| is_meant(&name, message, place, hint));
    (!choices.iter().filter(other).any(named)).then_some(choice)
}

/// Whether a position may be meant for a name instead: "second" for "Second class".
fn is_meant(name: &str, message: &Message, place: Place, hint: &Hint<'_>) -> bool {
    let said = answer::telling(&message.typed, hint);
    let shares = answer::telling(name, hint).iter().any(|word| said.contains(word));
    shares || answer::tells_place(name, place, hint)
}

fn begin_with_digits(choices: &[Choice]) -> bool {
    choices.iter().any(|choice| choice.label.trim_start().starts_with(char::is_numeric))
}

fn at_position(choices: &[Choice], place: Place) -> Option<&Choice> {
    match place {
        Place::Nth(place) => choices.get(usize::try_from(place.checked_sub(1)?).ok()?),
        Place::Last => choices.last(),
    }
}

/// As many words as the name, each within one edit from 4 letters on, within two from 8.
fn like(name: &[&str], said: &[&str]) -> bool {
    let alike = |(name, said): (&&str, &&str)| {
        let typos = match name.chars().count() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        name == said || (typos > 0 && damerau_levenshtein(name, said) <= typos)
    };
    !name.is_empty() && name.len() == said.len() && name.iter().zip(said).all(alike)
}

fn names(choice: &Choice) -> impl Iterator<Item = String> {
    let value = match &choice.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let own = std::iter::once(choice.label.clone()).chain(value);
    own.chain(choice.synonyms.iter().cloned())
}

fn only<'a>(mut choices: impl Iterator<Item = &'a Choice>) -> Option<&'a Choice> {
    let first = choices.next()?;
    choices.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(labels: &[&str]) -> Vec<Choice> {
        let choice = |label: &&str| Choice {
            label: (*label).to_owned(),
            value: Value::from(*label),
            synonyms: Vec::new(),
            goto: None,
        };
        labels.iter().map(choice).collect()
    }

    fn found(labels: &[&str], text: &str) -> Vec<String> {
        let choices = choices(labels);
        let message = Message::new(text);
        let hint =
            Hint { now: jiff::civil::DateTime::ZERO, locales: &[], country: None, home: None };
        let all = all(&choices, &message, &hint).into_iter();
        all.map(|(at, choice)| format!("{}={}", choice.label, message.typed.get(at).unwrap()))
            .collect()
    }

    #[test]
    fn every_choice_in_a_message_is_found_where_it_stands() {
        let menu = ["Ham", "Olives", "Extra ham"];
        assert_eq!(found(&menu, "ham & olives"), ["Ham=ham", "Olives=olives"]);
        assert_eq!(found(&menu, "extra HAM, please"), ["Extra ham=extra HAM,"]);
        assert_eq!(found(&menu, "some olvies"), ["Olives=olvies"]);
        assert!(found(&menu, "nothing").is_empty());
    }

    #[test]
    fn a_word_with_typos_that_may_be_two_choices_is_none() {
        assert!(found(&["Bread", "Broad"], "briad").is_empty());
        let choices = choices(&["Bread", "Broad"]);
        let hint =
            Hint { now: jiff::civil::DateTime::ZERO, locales: &[], country: None, home: None };
        assert_eq!(whole(&choices, &Message::new("briad"), &hint), None);
    }
}
