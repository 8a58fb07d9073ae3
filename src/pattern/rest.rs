//! What is left of a message when the words that a rule matched are taken out (MODEL 5.5).

use std::ops::Range;

use crate::pattern::fold::{Message, fold};
use crate::pattern::rule::{Hit, Kind, Rule, stretch_of_signs, stretch_of_words};

/// Letters before and behind a likely place that are tried as well.
const LETTERS_TRIED: usize = 16;

/// What a rule matched.
enum Taken {
    /// Bytes of the folded text.
    Folded(Range<usize>),
    /// Bytes of the typed text.
    Typed(Range<usize>),
}

impl Rule {
    /// The message without the words that this rule matched, without all of them for
    /// [`Rule::all`]; as it is, if it does not match.
    #[must_use]
    pub fn rest(&self, message: &Message) -> Message {
        let taken = self.taken(message);
        let typed: Option<Vec<_>> = taken.iter().map(|taken| in_typed(message, taken)).collect();
        let left = typed.map_or_else(
            || without(&message.folded.text, taken.iter().filter_map(in_folded).collect()),
            |typed| without(&message.typed, typed),
        );
        Message::new(&left)
    }

    /// The stretches that it matched; nothing if it does not match.
    fn taken(&self, message: &Message) -> Vec<Taken> {
        let folded = message.folded.text.as_str();
        let one = match &self.kind {
            Kind::Phrase(scope, phrase) => {
                stretch_of_words(*scope, phrase, folded).map(Taken::Folded)
            }
            Kind::Like(like) => like.find(folded).map(|alike| Taken::Folded(alike.at)),
            Kind::Symbols(scope, symbols) => {
                let stretch = stretch_of_signs(*scope, symbols, &message.typed);
                stretch.map(|stretch| Taken::Typed(stretch.bytes))
            }
            Kind::Regex(expression) => expression.stretch(&message.typed).map(Taken::Typed),
            Kind::All(rules) => {
                let all = self.find(message).is_some();
                return rules.iter().filter(|_| all).flat_map(|rule| rule.taken(message)).collect();
            }
            Kind::Any(rules) => {
                let rank = |rule: &&Rule| rule.find(message).as_ref().map(Hit::rank);
                let found = rules.iter().filter(|rule| rank(rule).is_some());
                return found.min_by_key(rank).map_or_else(Vec::new, |rule| rule.taken(message));
            }
        };
        one.into_iter().collect()
    }
}

fn in_folded(taken: &Taken) -> Option<Range<usize>> {
    match taken {
        Taken::Folded(at) => Some(at.clone()),
        Taken::Typed(_) => None,
    }
}

/// The typed bytes that fold to what was matched; none if no letters fold to just that.
fn in_typed(message: &Message, taken: &Taken) -> Option<Range<usize>> {
    match taken {
        Taken::Folded(at) => {
            let end = cut(message, at.end)?;
            Some(cut(message, at.start)?.min(end)..end)
        }
        Taken::Typed(at) => Some(at.clone()),
    }
}

/// The place in the typed text at which it folds to what stands before a place in the folded text,
/// and to what stands behind it.
fn cut(message: &Message, at: usize) -> Option<usize> {
    let (before, after) = message.folded.text.split_at_checked(at)?;
    let (before, after) = (before.trim_end(), after.trim_start());
    let typed = message.typed.as_str();
    let places: Vec<usize> = typed.char_indices().map(|(at, _)| at).chain([typed.len()]).collect();
    let length = |place: &usize| typed.get(..*place).map_or(0, |typed| fold(typed).text.len());
    // What is folded grows with what is typed, but for a few letters here and there.
    let first = places.partition_point(|place| length(place) < before.len());
    let last = places.partition_point(|place| length(place) <= before.len());
    let near = (first.saturating_sub(LETTERS_TRIED)..first.saturating_add(LETTERS_TRIED))
        .chain(last.saturating_sub(LETTERS_TRIED)..last.saturating_add(LETTERS_TRIED));
    let fits = |place: &usize| {
        typed.split_at_checked(*place).is_some_and(|(typed_before, typed_after)| {
            fold(typed_before).text == before && fold(typed_after).text == after
        })
    };
    near.filter_map(|index| places.get(index)).copied().find(fits)
}

/// A text without some stretches, with a space where they were.
fn without(text: &str, mut stretches: Vec<Range<usize>>) -> String {
    stretches.sort_by_key(|at| at.start);
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for at in stretches {
        left.push_str(text.get(from..at.start).unwrap_or_default());
        left.push(' ');
        from = from.max(at.end);
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}
