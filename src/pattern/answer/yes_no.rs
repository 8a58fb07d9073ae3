//! Yes or no, in the words of every language that is known.

use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::words::name::Value;

/// What a phrase says: yes, no, or that it is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Truth { yes: bool, weak: bool },
    Neither,
}

/// Yes or no at a place; `null` for "not sure", which contradicts both.
///
/// Words of languages that are not the hint's count if they have no other meaning in those.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    if let Some(yes) = reading.sign(at).and_then(thumb) {
        return Some(Parsed::new(Value::Bool(yes), at.saturating_add(1)));
    }
    let found = reading.phrase(at, says).or_else(|| foreign(reading, at))?;
    match found.value {
        Says::Neither => Some(Parsed::new(Value::Null, found.end)),
        Says::Truth { yes, weak } => {
            let counts =
                reading.company != Company::Words || (!weak && stands_apart(reading, found.end));
            counts.then_some(Parsed { value: Value::Bool(yes), end: found.end, weak })
        }
    }
}

/// What the longest phrases of other languages say, if they agree.
fn foreign(reading: &Reading<'_>, at: usize) -> Option<Parsed<Says>> {
    let known = reading.senses(at).any(|(_, ours)| ours);
    let said = || {
        let others = reading.senses(at).filter(|(_, ours)| !ours && !known);
        others.filter_map(|(sense, _)| Some((sense.end, says(sense.meaning)?)))
    };
    let end = said().map(|(end, _)| end).max()?;
    let mut longest = said().filter(|(found, _)| *found == end).map(|(_, says)| says);
    let first = longest.next()?;
    let letters = reading.bytes(at, end).len();
    let agree = longest.all(|other| truth(other) == truth(first)) && letters > 1;
    agree.then_some(Parsed::new(first, end))
}

fn truth(says: Says) -> Option<bool> {
    match says {
        Says::Truth { yes, .. } => Some(yes),
        Says::Neither => None,
    }
}

fn says(meaning: Meaning) -> Option<Says> {
    let truths = [
        (Meaning::Yes, Says::Truth { yes: true, weak: false }),
        (Meaning::WeakYes, Says::Truth { yes: true, weak: true }),
        (Meaning::No, Says::Truth { yes: false, weak: false }),
        (Meaning::WeakNo, Says::Truth { yes: false, weak: true }),
        (Meaning::Unsure, Says::Neither),
    ];
    truths.into_iter().find(|(known, _)| *known == meaning).map(|(_, says)| says)
}

/// Whether a sentence goes on behind yes or no as if it were an answer: at its end, with
/// punctuation, or with words that say nothing, but not "no onions".
fn stands_apart(reading: &Reading<'_>, end: usize) -> bool {
    reading.token(end).is_none_or(|token| token.sign().is_some())
        || reading.senses(end).any(|(sense, ours)| ours && sense.meaning == Meaning::Filler)
        || reading.senses(end).any(|(sense, _)| says(sense.meaning).is_some())
}

fn thumb(sign: char) -> Option<bool> {
    match sign {
        '👍' | '✅' | '👌' | '✔' | '☑' | '🆗' | '💯' => Some(true),
        '👎' | '❌' | '✖' | '🚫' | '🙅' => Some(false),
        _ => None,
    }
}
