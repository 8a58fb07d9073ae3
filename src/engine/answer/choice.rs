//! Choices: by label, value, synonym, position, or with typos.

use strsim::damerau_levenshtein;

use crate::engine::answer::{Picked, filler, integer};
use crate::pattern::fold::{Message, fold};
use crate::words::conversation::Choice;
use crate::words::name::Value;

/// The whole message is a label, value or synonym.
pub(super) fn exactly(choices: &[Choice], message: &Message) -> Option<Picked> {
    let same = |name: &str| {
        let folded = fold(name);
        if folded.text.is_empty() { name.trim() == message.typed } else { folded == message.folded }
    };
    let found = choices.iter().find(|choice| names(choice).iter().any(|name| same(name)));
    found.map(picked)
}

/// The message is nothing but a choice: with filler words, by its position, or with typos.
pub(super) fn whole(choices: &[Choice], message: &Message) -> Option<Picked> {
    let words = filler::telling(message.folded.text.split(' '));
    let alike = |choice: &&Choice| {
        names(choice)
            .iter()
            .any(|name| filler::telling(fold(name).text.split(' ')) == words && !words.is_empty())
    };
    only(choices.iter().filter(alike))
        .or_else(|| by_position(choices, message))
        .or_else(|| {
            only(
                choices
                    .iter()
                    .filter(|choice| names(choice).iter().any(|name| like(name, message))),
            )
        })
        .map(picked)
}

/// Exactly one choice is named in the message; one that is part of a longer one does not count.
pub(super) fn contained(choices: &[Choice], message: &Message) -> Option<Picked> {
    let text = format!(" {} ", message.folded.text);
    let mut found: Vec<(String, &Choice)> = Vec::new();
    for choice in choices {
        let named = names(choice).into_iter().map(|name| format!(" {} ", fold(&name).text));
        let named = named.filter(|name| !name.trim().is_empty() && text.contains(name.as_str()));
        if let Some(name) = named.max_by_key(String::len) {
            found.push((name, choice));
        }
    }
    let covered = |name: &str| {
        found.iter().any(|(other, _)| other.len() > name.len() && other.contains(name))
    };
    only(found.iter().filter(|(name, _)| !covered(name)).map(|(_, choice)| *choice)).map(picked)
}

/// The first, second …; not where labels themselves begin with digits.
fn by_position<'a>(choices: &'a [Choice], message: &Message) -> Option<&'a Choice> {
    let digit = |choice: &Choice| choice.label.trim_start().starts_with(char::is_numeric);
    if choices.iter().any(digit) {
        return None;
    }
    let position = integer::whole(message)?.as_u64()?;
    choices.get(usize::try_from(position.checked_sub(1)?).ok()?)
}

/// Beside filler words as many words as the name, each within one edit from 4 letters on, within two from 8.
fn like(name: &str, message: &Message) -> bool {
    let name = fold(name);
    let ours = filler::telling(name.text.split(' '));
    let theirs = filler::telling(message.folded.text.split(' '));
    let alike = |(ours, theirs): (&str, &str)| {
        let typos = match ours.chars().count() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        damerau_levenshtein(ours, theirs) <= typos
    };
    !ours.is_empty() && ours.len() == theirs.len() && ours.into_iter().zip(theirs).all(alike)
}

fn names(choice: &Choice) -> Vec<String> {
    let value = match &choice.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let own = std::iter::once(choice.label.clone()).chain(value);
    own.chain(choice.synonyms.iter().cloned()).collect()
}

fn only<'a>(mut choices: impl Iterator<Item = &'a Choice>) -> Option<&'a Choice> {
    let first = choices.next()?;
    choices.next().is_none().then_some(first)
}

fn picked(choice: &Choice) -> Picked {
    Picked { value: choice.value.clone(), goto: choice.goto.clone() }
}
