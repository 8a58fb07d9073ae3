//! What a message says is not meant: "not tomorrow", "Freitag geht nicht", "any day but Friday".

use std::ops::Range;

use crate::pattern::answer::amount::amount;
use crate::pattern::answer::lexicon::Sense;
use crate::pattern::answer::meaning::{Meaning, Side};
use crate::pattern::answer::reading::Reading;
use crate::pattern::answer::tokens::Token;
use crate::pattern::letters::is_spaceless;

/// Words that say nothing and may stand between "not" and what it denies: "not on the".
const FILLERS_MAX: usize = 4;

/// Letters of writing without spaces that are about a word.
const LETTERS_OF_WORD: usize = 3;

/// Pieces that a denial can pass over, punctuation that ends nothing included.
const REACH_MAX: usize = 24;

/// Pieces of the longest phrase around a word that denies: "no more than".
const PHRASE_MAX: usize = 6;

/// A phrase that denies what stands on one side of it.
struct Denial {
    at: Range<usize>,
    side: Side,
}

/// Which of the places, from left to right, are denied. Punctuation ends a denial: "no, 5" is five.
pub(super) fn denied(reading: &Reading<'_>, places: &[Range<usize>]) -> Vec<bool> {
    let denials = denials(reading);
    let before: Vec<bool> = alike(places, |place, last| {
        let free = |denial: &&Denial| last.is_none_or(|last| last.end <= denial.at.start);
        let mut denials = denials.iter().filter(|denial| denial.side == Side::Before);
        denials.any(|denial| {
            free(&denial) && reaches(reading, denial.at.end..place.start, Side::Before)
        })
    });
    let before = forwards(reading, places, before);
    let mut behind: Vec<bool> = places
        .iter()
        .enumerate()
        .map(|(nth, place)| {
            let next = places.get(nth.saturating_add(1));
            let free = |denial: &&Denial| next.is_none_or(|next| denial.at.start < next.start);
            let mut denials = denials.iter().filter(|denial| denial.side == Side::Behind);
            denials.any(|denial| {
                free(&denial) && reaches(reading, place.end..denial.at.start, Side::Behind)
            })
        })
        .collect();
    backwards(reading, places, &mut behind);
    before.into_iter().zip(behind).map(|(before, behind)| before || behind).collect()
}

/// What is true of each place, which may look at the one before it.
fn alike(
    places: &[Range<usize>],
    is: impl Fn(&Range<usize>, Option<&Range<usize>>) -> bool,
) -> Vec<bool> {
    let last = std::iter::once(None).chain(places.iter().map(Some));
    places.iter().zip(last).map(|(place, last)| is(place, last)).collect()
}

/// "Not Friday or Saturday" denies both; "not Friday but Saturday" only the first.
fn forwards(reading: &Reading<'_>, places: &[Range<usize>], own: Vec<bool>) -> Vec<bool> {
    let mut last: Option<(&Range<usize>, bool)> = None;
    let mut denied = Vec::new();
    for (place, own) in places.iter().zip(own) {
        let joined = last.is_some_and(|(last, denied)| {
            denied && last.end <= place.start && is_joined(reading, last.end..place.start)
        });
        denied.push(own || joined);
        last = Some((place, own || joined));
    }
    denied
}

/// "Friday and Saturday are impossible" denies both.
fn backwards(reading: &Reading<'_>, places: &[Range<usize>], denied: &mut [bool]) {
    let mut next: Option<(&Range<usize>, bool)> = None;
    for (place, denied) in places.iter().zip(denied.iter_mut()).rev() {
        let joins = |meaning| matches!(meaning, Meaning::Either | Meaning::And).then_some(());
        let joined = next.is_some_and(|(next, denied)| {
            let end = reading.phrase(place.end, joins).map(|found| found.end);
            denied && end == Some(next.start)
        });
        *denied |= joined;
        next = Some((place, *denied));
    }
}

/// Whether two neighbours are one list: a word or a joint is between them, and nothing that leads
/// from what is denied to what is meant.
fn is_joined(reading: &Reading<'_>, between: Range<usize>) -> bool {
    is_open(reading, between.clone())
        && !grants(reading, between.clone())
        && size(reading, between) <= LETTERS_OF_WORD
}

/// Whether what is between a denial and a value lets it through: two words away at most.
fn reaches(reading: &Reading<'_>, between: Range<usize>, side: Side) -> bool {
    let far = between.start > between.end || between.len() > REACH_MAX;
    if far || !is_open(reading, between.clone()) {
        return false;
    }
    let told = between.clone().filter(|at| !is_filler(reading, *at));
    let told: usize = told.map(|at| weight(reading.token(at))).sum();
    let all = size(reading, between.clone());
    let ends = match side {
        Side::Before => grants(reading, between),
        Side::Behind => {
            let ends = |meaning| {
                matches!(meaning, Meaning::And | Meaning::Either | Meaning::Granted).then_some(())
            };
            between.into_iter().any(|at| reading.phrase(at, ends).is_some())
        }
    };
    !ends && told <= LETTERS_OF_WORD && all <= FILLERS_MAX.saturating_mul(LETTERS_OF_WORD)
}

/// Whether no punctuation and no end of a line is between.
fn is_open(reading: &Reading<'_>, between: Range<usize>) -> bool {
    let last = between.start.checked_sub(1).and_then(|last| reading.token(last));
    let from = last.map_or(0, |last| last.at.end);
    let to = reading.token(between.end).map_or(reading.typed.len(), |next| next.at.start);
    let typed = reading.typed.get(from..to).unwrap_or_default();
    let ends = |sign: char| {
        !matches!(sign, '\'' | '"' | '“' | '”' | '„' | '«' | '»' | '(' | '[')
            && !matches!(
                sign,
                '-' | '/' | '&' | '*' | '_' | '$' | '€' | '£' | '#' | '+' | '「' | '『'
            )
    };
    !typed.contains('\n') && !between.into_iter().filter_map(|at| reading.sign(at)).any(ends)
}

/// How much stands in a stretch, in letters of writing without spaces.
fn size(reading: &Reading<'_>, stretch: Range<usize>) -> usize {
    stretch.map(|at| weight(reading.token(at))).sum()
}

fn weight(token: Option<&Token>) -> usize {
    match token.and_then(Token::text) {
        Some(text) if text.starts_with(is_spaceless) => 1,
        Some(_) => LETTERS_OF_WORD,
        None => 0,
    }
}

fn is_filler(reading: &Reading<'_>, at: usize) -> bool {
    reading.word(at, Meaning::Filler).is_some()
}

/// Whether something in a stretch leads to what is meant: "but".
fn grants(reading: &Reading<'_>, stretch: Range<usize>) -> bool {
    let end = stretch.end;
    let grants = |at| reading.word(at, Meaning::Granted).is_some_and(|granted| granted <= end);
    stretch.into_iter().any(grants)
}

/// All phrases that deny something, in any language: who mixes them is asked again.
fn denials(reading: &Reading<'_>) -> Vec<Denial> {
    let mut found = Vec::new();
    for at in 0..reading.len() {
        for side in [Side::Before, Side::Behind] {
            let end = longest(reading, at, |sense, ours| {
                sense.meaning == Meaning::Not(side) && (ours || !is_ours(reading, at))
            });
            let end = end.filter(|end| !is_harmless(reading, &(at..*end)));
            found.extend(end.map(|end| Denial { at: at..end, side }));
        }
    }
    found
}

fn is_ours(reading: &Reading<'_>, at: usize) -> bool {
    reading.senses(at).any(|(_, ours)| ours)
}

fn longest(
    reading: &Reading<'_>,
    at: usize,
    wanted: impl Fn(&Sense, bool) -> bool,
) -> Option<usize> {
    let ends = reading.senses(at).filter(|(sense, ours)| wanted(sense, *ours));
    ends.map(|(sense, _)| sense.end).max()
}

/// Whether a longer phrase around a denial says nothing of the kind: "why not", "no more than".
fn is_harmless(reading: &Reading<'_>, denial: &Range<usize>) -> bool {
    let length = denial.len();
    let known = is_ours(reading, denial.start);
    let starts = denial.start.saturating_sub(PHRASE_MAX)..=denial.start;
    starts.into_iter().any(|at| {
        let end = longest(reading, at, |sense, ours| {
            let says = match sense.meaning {
                Meaning::Granted => ours || !known,
                Meaning::Yes | Meaning::WeakYes | Meaning::Filler => ours,
                _ => false,
            };
            says && sense.end.saturating_sub(at) > length
        });
        end.is_some_and(|end| end >= denial.end)
    })
}

/// Whether a day is named only to tell another: "last Friday", "the 24th of next month".
pub(super) fn is_shifted(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    // "vor dem 24.": an article may stand between.
    let starts = at.saturating_sub(PHRASE_MAX)..at;
    let the = starts.clone().find(|start| reading.word(*start, Meaning::The) == Some(at));
    let before = starts.into_iter().any(|start| {
        let shifts = |sense: &Sense, ours: bool| {
            let known = ours || !is_ours(reading, start);
            let place = matches!(sense.meaning, Meaning::Nth(_) | Meaning::Last) && ours;
            let shift = sense.meaning == Meaning::Shift(Side::Before) && known;
            (sense.end == at || Some(sense.end) == the) && (shift || place)
        };
        longest(reading, start, shifts).is_some()
    });
    let behind = longest(reading, end, |sense, ours| {
        let known = ours || !is_ours(reading, end);
        let later = matches!(sense.meaning, Meaning::Later(_)) && ours;
        (sense.meaning == Meaning::Shift(Side::Behind) && known) || later
    });
    let rather = longest(reading, end, |sense, ours| {
        ours && matches!(sense.meaning, Meaning::Day(_) | Meaning::Part(_) | Meaning::Hour(_))
    });
    before
        || is_counted_from(reading, at)
        || behind.is_some_and(|behind| rather.is_none_or(|rather| rather <= behind))
}

/// Whether a length of time stands right before: "a week today", "an hour before nine".
pub(super) fn is_counted_from(reading: &Reading<'_>, at: usize) -> bool {
    let ends = |end: usize| {
        let mut starts = (end.saturating_sub(PHRASE_MAX)..end).rev();
        starts.any(|start| {
            reading.may_begin(start) && amount(reading, start).is_some_and(|found| found.end == end)
        })
    };
    let shift = |start: &usize| reading.word(*start, Meaning::Shift(Side::Before)) == Some(at);
    let shift = (at.saturating_sub(PHRASE_MAX)..at).find(shift);
    ends(at) || shift.is_some_and(ends)
}
