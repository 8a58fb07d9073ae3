//! Walking over a message: the value that it is nothing but, or those that are somewhere in it.

use crate::pattern::answer::denial::{denied, is_counted_from, is_shifted};
use crate::pattern::answer::meaning::{Meaning, Side};
use crate::pattern::answer::numeral::spelled;
use crate::pattern::answer::reading::{Company, Parsed, Reading, nouns_beside};
use crate::pattern::answer::tokens::{Kind, Token};
use crate::pattern::answer::{Found, Type, value};
use crate::pattern::letters::is_spaceless;
use crate::words::name::Value;

/// Pieces of the longest "or" and of the last part of a number before it.
const PHRASE_MAX: usize = 6;

/// A value and the pieces that it was read from.
struct Placed {
    at: usize,
    parsed: Parsed<Value>,
    /// Whether it is only named to tell another: "last Friday".
    shifted: bool,
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
    let open = kind != Type::YesNo && found.iter().any(|placed| is_open(reading, &found, placed));
    if open || is_denied(reading, kind, &found).contains(&true) {
        return None;
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
        return once_each(found).into_iter().map(|placed| placed.found(reading)).collect();
    }
    let open: Vec<bool> = found.iter().map(|placed| is_open(reading, &found, placed)).collect();
    let denied = is_denied(reading, kind, &found);
    let ways = open.into_iter().zip(denied).map(|(open, denied)| open || denied);
    let clear = found.into_iter().zip(ways).filter(|(_, other)| !other).map(|(placed, _)| placed);
    clear.map(|placed| placed.found(reading)).collect()
}

/// Which values the message says are not meant, or names only to tell others.
fn is_denied(reading: &Reading<'_>, kind: Type, found: &[Placed]) -> Vec<bool> {
    if kind == Type::YesNo {
        return Vec::new();
    }
    let places: Vec<_> = found.iter().map(|placed| placed.at..placed.parsed.end).collect();
    let denied = denied(reading, &places).into_iter();
    denied.zip(found).map(|(denied, placed)| denied || placed.shifted).collect()
}

/// Whether "or" leaves open if a value is meant: in "9 or 10 pm" it is perhaps nine.
///
/// A number on the other side that is a value itself does not count; then there are two anyway.
fn is_open(reading: &Reading<'_>, found: &[Placed], placed: &Placed) -> bool {
    let behind = reading.word(placed.parsed.end, Meaning::Either);
    let next = behind.filter(|next| is_number(reading, *next));
    let next_is_value = next.is_some_and(|next| found.iter().any(|other| other.at == next));
    let before = (0..placed.at).rev().take(PHRASE_MAX).find(|at| {
        let joint = reading.word(*at, Meaning::Either) == Some(placed.at)
            || (is_dash(reading, *at) && at.saturating_add(1) == placed.at);
        joint && ends_number(reading, *at)
    });
    // "9 bis 10 Uhr": the joint is a part of the time.
    let own = reading.word(placed.at, Meaning::Either).is_some() || is_dash(reading, placed.at);
    let before = before.or_else(|| Some(placed.at).filter(|at| own && ends_number(reading, *at)));
    let last_is_value = before.is_some_and(|at| found.iter().any(|other| other.parsed.end == at));
    (next.is_some() && !next_is_value) || (before.is_some() && !last_is_value)
}

fn is_number(reading: &Reading<'_>, at: usize) -> bool {
    reading.digits(at).is_some() || spelled(reading, at).is_some_and(|number| !number.weak)
}

/// Whether a dash stands between what is before it and what is behind: "24.-26.12."
fn is_dash(reading: &Reading<'_>, at: usize) -> bool {
    let dash = matches!(reading.sign(at), Some('-' | '\u{2010}'..='\u{2015}'));
    dash && reading.is_tight(at) == reading.is_tight(at.saturating_add(1))
}

/// Whether a number or the name of a day ends before a piece.
fn ends_number(reading: &Reading<'_>, end: usize) -> bool {
    let stop = end.checked_sub(1).filter(|last| reading.sign(*last) == Some('.'));
    let end = stop.unwrap_or(end);
    let mark = (0..end).rev().take(PHRASE_MAX).find(|at| {
        let marks = [Meaning::Hour(Side::Behind), Meaning::Ordinal];
        marks.into_iter().any(|mark| reading.word(*at, mark) == Some(end))
    });
    let end = mark.unwrap_or(end);
    (0..end).rev().take(PHRASE_MAX).any(|at| {
        let figures = reading.digits(at).is_some() && at.saturating_add(1) == end;
        let day = reading.phrase(at, |meaning| {
            matches!(meaning, Meaning::Weekday(_) | Meaning::Day(_)).then_some(())
        });
        let day = day.is_some_and(|day| day.end == end);
        figures || day || spelled(reading, at).is_some_and(|number| number.end == end)
    })
}

/// A value that begins and ends where one may.
fn placed(reading: &Reading<'_>, kind: Type, at: usize) -> Option<Placed> {
    let parsed =
        Some(at).filter(|at| reading.may_begin(*at)).and_then(|at| value(kind, reading, at))?;
    let counts =
        !matches!(kind, Type::Integer | Type::Number) || is_counted(reading, at, parsed.end);
    let counts = counts && !(is_amount(kind) && is_added(reading, at, parsed.end));
    // "One child" is counted, not told by the way.
    let one = kind == Type::Integer && reading.word(parsed.end, Meaning::Noun(kind)).is_some();
    let parsed = Parsed { weak: parsed.weak && !one, ..parsed };
    let ends = parsed.end > at && reading.may_end(parsed.end) && counts;
    let dated = matches!(kind, Type::Date | Type::DateTime);
    let timed = kind == Type::Time && is_counted_from(reading, at);
    let shifted = timed || (dated && is_shifted(reading, at, parsed.end));
    ends.then_some(Placed { at, parsed, shifted })
}

/// Types whose values can be added and compared.
fn is_amount(kind: Type) -> bool {
    matches!(kind, Type::Integer | Type::Number | Type::Money | Type::Duration)
}

/// Whether something is added to a value, or it to something: "me + 3".
fn is_added(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let last = at.checked_sub(1).filter(|last| reading.sign(*last) == Some('+'));
    let before = last.and_then(|last| last.checked_sub(1)).and_then(|word| reading.token(word));
    reading.sign(end) == Some('+') || before.is_some_and(|before| before.text().is_some())
}

/// Whether a number in the words of writing without spaces is one, among other words: there has to
/// be something counted behind it, or nothing. "十分" is "very".
fn is_counted(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let spaceless =
        reading.token(at).and_then(Token::text).is_some_and(|text| text.starts_with(is_spaceless));
    let apart = reading.token(end).is_none_or(|token| token.gap || token.sign().is_some());
    let noun = reading.word(end, Meaning::Noun(Type::Integer)).is_some();
    // "两三个" is two or three.
    let other = at.checked_sub(1).and_then(|last| spelled(reading, last));
    let guess = other.is_some_and(|other| other.end == at) && reading.is_tight(at);
    reading.company != Company::Words || !spaceless || (!guess && (apart || noun))
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
    if let Some(sign) = token.sign() {
        // "me + 3", ">5" and "5+" are other numbers than 3 and 5.
        let other = matches!(sign, '+' | '<' | '>' | '≤' | '≥') && is_amount(kind);
        return Some(at.saturating_add(1)).filter(|_| !other);
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
