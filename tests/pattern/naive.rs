//! What each kind of trigger takes, worked out as LANGUAGE ("Triggers") and MODEL 5.4 say it: every
//! stretch of the message against every way to say the trigger, with no thought of time.

use saywhen::pattern::fold::{Message, fold};
use saywhen::words::trace::Class;
use unicode_segmentation::UnicodeSegmentation;

/// A trigger as an author writes it.
#[derive(Clone, Debug)]
pub(crate) enum Spec {
    Words(String),
    Exact(String),
    Starts(String),
    Like(String, Option<u8>),
    All(Vec<String>),
    Any(Vec<String>),
    /// With whether it is anchored at both ends and has no `.*`.
    Regex(String, bool),
}

/// What a match is compared by: class, letters covered, letters before it, typos.
pub(crate) type Found = (Class, u32, u32, u32);

/// Keys and what may be said for them.
pub(crate) type Said = [(String, Vec<String>)];

/// What a trigger finds in a message.
pub(crate) fn find(spec: &Spec, said: &Said, message: &Message) -> Option<Found> {
    match spec {
        Spec::Words(text) => words(text, said, message, Class::Words, |_, _| true),
        Spec::Exact(text) => {
            words(text, said, message, Class::Exact, |first, rest| first + rest == 0)
        }
        Spec::Starts(text) => words(text, said, message, Class::Words, |first, _| first == 0),
        Spec::Like(text, typos) => like(text, *typos, said, message),
        Spec::All(texts) => {
            let found =
                texts.iter().map(|text| words(text, said, message, Class::Words, |_, _| true));
            let found: Vec<Found> = found.collect::<Option<_>>()?;
            let start = found.iter().map(|found| found.2).min()?;
            Some((Class::Words, found.iter().map(|found| found.1).sum(), start, 0))
        }
        Spec::Any(texts) => {
            let found = texts.iter();
            best(found.filter_map(|text| words(text, said, message, Class::Words, |_, _| true)))
        }
        Spec::Regex(text, anchored) => {
            let regex = regex::RegexBuilder::new(text).case_insensitive(true).build().unwrap();
            let at = regex.find(&message.typed)?;
            let class = if *anchored { Class::Anchored } else { Class::Words };
            Some((class, count(at.as_str()), count(&message.typed[..at.start()]), 0))
        }
    }
}

/// The one that wins: fewer typos, more letters, the earlier one.
fn best(found: impl Iterator<Item = Found>) -> Option<Found> {
    found.min_by_key(|(_, covered, start, edits)| (*edits, std::cmp::Reverse(*covered), *start))
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().filter(|c| c.is_alphanumeric()).count()).unwrap()
}

/// A word, or one letter of a script without spaces with its marks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Unit {
    text: String,
    /// No space stands before it.
    glued: bool,
}

impl Unit {
    fn spaceless(&self) -> bool {
        self.text.starts_with(|c: char| {
            matches!(c, '\u{e01}'..='\u{e5b}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
        })
    }
}

fn units(folded: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let mut glued = false;
        for c in word.chars() {
            let mark = unicode_normalization::char::is_combining_mark(c);
            let alone = Unit { text: c.to_string(), glued };
            match units.last_mut() {
                Some(unit) if glued && (mark || !unit.spaceless()) => unit.text.push(c),
                _ => units.push(alone),
            }
            glued = true;
        }
    }
    units
}

fn letters(units: &[Unit]) -> u32 {
    units.iter().map(|unit| count(&unit.text)).sum()
}

/// A part of a trigger: what may be said for it, and whether a typed space between two letters of
/// scripts without spaces stands before it.
struct Piece {
    ways: Vec<Vec<Unit>>,
    apart: bool,
}

/// A trigger in pieces, cut where a synonym's key stands; the longest that begins first counts.
fn pieces(text: &str, said: &Said) -> Vec<Piece> {
    let trigger = units(&fold(text).text);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut plain) = (0, false);
    while at < trigger.len() {
        let here = |key: &[Unit]| {
            let there = trigger.get(at..at + key.len());
            there.is_some_and(|there| same(there, key))
        };
        let keys = said.iter().map(|(key, _)| units(&fold(key).text));
        let key = keys.filter(|key| !key.is_empty() && here(key)).max_by_key(Vec::len);
        let before = at.checked_sub(1).map(|before| &trigger[before]);
        let apart =
            before.is_some_and(Unit::spaceless) && trigger[at].spaceless() && !trigger[at].glued;
        if let Some(key) = key {
            let own = said.iter().filter(|(other, _)| same(&units(&fold(other).text), &key));
            let values = own.flat_map(|(_, values)| values).map(|value| units(&fold(value).text));
            let values = values.filter(|value| !value.is_empty());
            let ways: Vec<_> = std::iter::once(key.clone()).chain(values).collect();
            at += key.len();
            pieces.push(Piece { ways, apart });
            plain = false;
        } else {
            let unit = trigger[at].clone();
            match pieces.last_mut() {
                Some(piece) if plain => piece.ways[0].push(unit),
                _ => pieces.push(Piece { ways: vec![vec![unit]], apart }),
            }
            at += 1;
            plain = true;
        }
    }
    pieces
}

/// Whether two stretches say the same; what stands before the first unit does not count.
fn same(one: &[Unit], other: &[Unit]) -> bool {
    let inside = |units: &[Unit]| -> Vec<(String, bool)> {
        let units = units.iter().enumerate();
        units.map(|(at, unit)| (unit.text.clone(), at > 0 && unit.glued)).collect()
    };
    inside(one) == inside(other)
}

/// All ways to say a trigger, as units.
fn ways(text: &str, said: &Said) -> Vec<Vec<Unit>> {
    let mut ways: Vec<Vec<Unit>> = vec![Vec::new()];
    for piece in pieces(text, said) {
        ways = ways
            .iter()
            .flat_map(|before| {
                let apart = piece.apart;
                piece.ways.iter().map(move |after| {
                    let mut after = after.clone();
                    let close =
                        before.last().is_some_and(|last| last.spaceless() && after[0].spaceless());
                    after[0].glued = close && !apart;
                    [before.clone(), after].concat()
                })
            })
            .collect();
    }
    ways
}

/// Words, or signs if the trigger has no words; synonyms of the whole trigger may be either.
fn words(
    text: &str,
    said: &Said,
    message: &Message,
    class: Class,
    fits: impl Fn(usize, usize) -> bool + Copy,
) -> Option<Found> {
    let spoken = units(&message.folded.text);
    let mut found = Vec::new();
    for way in spoken_ways(text, said) {
        for first in 0..spoken.len() {
            let Some(here) = spoken.get(first..first + way.len()) else { continue };
            let rest = spoken.len() - first - way.len();
            if same(here, &way) && fits(first, rest) {
                found.push((class, letters(here), letters(&spoken[..first]), 0));
            }
        }
    }
    for signs in sign_ways(text, said) {
        let typed = signs_of(&message.typed);
        for first in 0..typed.len() {
            let here = typed.get(first..first + signs.len());
            let rest = typed.len().saturating_sub(first + signs.len());
            if here == Some(&signs) && fits(first, rest) {
                let number = |count: usize| u32::try_from(count).unwrap();
                found.push((class, number(signs.len()), number(first), 0));
                break;
            }
        }
    }
    best(found.into_iter())
}

/// All that may be said in words for a trigger.
fn spoken_ways(text: &str, said: &Said) -> Vec<Vec<Unit>> {
    if !fold(text).text.is_empty() {
        return ways(text, said);
    }
    let values = of_whole(text, said).map(|value| units(&fold(value).text));
    values.filter(|value| !value.is_empty()).collect()
}

/// All that may be shown in signs for a trigger.
fn sign_ways(text: &str, said: &Said) -> Vec<Vec<String>> {
    let own = Some(text).filter(|text| fold(text).text.is_empty());
    let values = of_whole(text, said).filter(|value| fold(value).text.is_empty());
    own.into_iter().chain(values).map(|text| signs_of(text.trim())).collect()
}

/// What the synonyms say for a whole trigger.
fn of_whole<'a>(text: &'a str, said: &'a Said) -> impl Iterator<Item = &'a str> {
    let is_key = |key: &str| match fold(text).text.as_str() {
        "" => fold(key).text.is_empty() && signs_of(key.trim()) == signs_of(text.trim()),
        folded => fold(key).text == folded,
    };
    said.iter()
        .filter(move |(key, _)| is_key(key))
        .flat_map(|(_, values)| values)
        .map(String::as_str)
}

/// What is seen as one sign each, without wishes for a form or a colour.
fn signs_of(text: &str) -> Vec<String> {
    let wish = |c: char| matches!(c, '\u{fe0f}' | '\u{1f3fd}');
    text.graphemes(true)
        .map(|sign| sign.replace(wish, ""))
        .filter(|sign| !sign.is_empty())
        .collect()
}

/// A word of a `like` trigger: letters of a word, or a run of letters without spaces.
enum Word {
    Spaced(String),
    Run(Vec<String>),
}

fn like(text: &str, typos: Option<u8>, said: &Said, message: &Message) -> Option<Found> {
    let spoken = units(&message.folded.text);
    let mut found = Vec::new();
    for way in like_ways(text, said) {
        for first in 0..spoken.len() {
            for (end, edits) in ends(&way, &spoken, first, typos) {
                let (before, here) = (&spoken[..first], &spoken[first..end]);
                found.push((Class::Like, letters(here), letters(before), edits));
            }
        }
    }
    for signs in sign_ways(text, said) {
        let exactly = words(&signs.concat(), &[], message, Class::Like, |_, _| true);
        found.extend(exactly);
    }
    best(found.into_iter())
}

/// All ways to say a trigger, word by word.
fn like_ways(text: &str, said: &Said) -> Vec<Vec<Word>> {
    if fold(text).text.is_empty() {
        return spoken_ways(text, said).iter().map(|way| split(way)).collect();
    }
    let mut ways: Vec<Vec<Vec<Unit>>> = vec![Vec::new()];
    for piece in pieces(text, said) {
        let continued = |before: &Vec<Vec<Unit>>| -> Vec<Vec<Vec<Unit>>> {
            let after = piece.ways.iter().cloned();
            after.map(|after| [before.clone(), vec![after]].concat()).collect()
        };
        ways = ways.iter().flat_map(continued).collect();
    }
    ways.iter().map(|way| way.iter().flat_map(|piece| split(piece)).collect()).collect()
}

fn split(units: &[Unit]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        match words.last_mut() {
            Some(Word::Run(letters)) if at > 0 && unit.glued => letters.push(unit.text.clone()),
            _ if unit.spaceless() => words.push(Word::Run(vec![unit.text.clone()])),
            _ => words.push(Word::Spaced(unit.text.clone())),
        }
    }
    words
}

/// Where words may end that begin with this unit, and with how many typos.
fn ends(words: &[Word], spoken: &[Unit], first: usize, typos: Option<u8>) -> Vec<(usize, u32)> {
    let Some((word, rest)) = words.split_first() else { return vec![(first, 0)] };
    let allowed = |letters: usize| match typos {
        Some(typos) => usize::from(typos),
        None if letters < 4 => 0,
        None if letters < 8 => 1,
        None => 2,
    };
    let mut here: Vec<(usize, usize)> = Vec::new();
    match word {
        Word::Spaced(word) => {
            let there = spoken.get(first).filter(|unit| !unit.spaceless());
            let edits = there.map(|unit| strsim::damerau_levenshtein(word, &unit.text));
            here.extend(
                edits
                    .filter(|edits| *edits <= allowed(word.chars().count()))
                    .map(|e| (first + 1, e)),
            );
        }
        Word::Run(letters) => {
            for end in first + 1..=spoken.len() {
                let there = &spoken[first..end];
                let one_run =
                    there.iter().all(Unit::spaceless) && there.iter().skip(1).all(|u| u.glued);
                let texts: Vec<String> = there.iter().map(|unit| unit.text.clone()).collect();
                let edits = strsim::generic_damerau_levenshtein(letters, &texts);
                if one_run && edits <= allowed(letters.len()) {
                    here.push((end, edits));
                }
            }
        }
    }
    let mut all = Vec::new();
    for (end, edits) in here {
        let edits = u32::try_from(edits).unwrap();
        all.extend(
            ends(rest, spoken, end, typos).into_iter().map(|(end, more)| (end, edits + more)),
        );
    }
    all
}
