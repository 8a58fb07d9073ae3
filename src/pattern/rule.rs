//! One text trigger: words, the whole message, or a regular expression.

use std::cmp::Reverse;
use std::ops::Range;

use crate::pattern::expression::Expression;
use crate::pattern::fold::{Message, fold};
use crate::pattern::like::{Alike, Like};
use crate::pattern::phrase::{Phrase, covered};
use crate::pattern::symbols::{Stretch, Symbols};
use crate::pattern::synonyms::Synonyms;
use crate::words::name::{Value, VarName};
use crate::words::trace::Class;

/// What an author wrote does not make a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The diagnostic's code: W401, W402, W405, W409 …
    pub code: &'static str,
    /// Which bytes of the text are wrong.
    pub at: Range<usize>,
    /// One sentence in the author's words.
    pub headline: String,
    /// What to type instead; may be empty.
    pub fix: String,
}

/// A compiled text trigger.
#[derive(Debug, Clone)]
pub struct Rule {
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Phrase(Scope, Phrase),
    Like(Like),
    Symbols(Scope, Symbols),
    All(Box<[Rule]>),
    Any(Box<[Rule]>),
    Regex(Box<Expression>),
}

/// Where in a message words must stand, and how exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Whole,
    Start,
    Anywhere,
    /// Anywhere, and words may have so many typos.
    Alike(Option<u8>),
}

/// What a named group takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The variable that it sets.
    pub name: VarName,
    /// Whether it becomes a number.
    pub number: bool,
    /// Whether it may take no part in a match, and then sets nothing.
    pub optional: bool,
    /// Whether a digit may be in it.
    pub digits: bool,
}

/// A match, with all that the contest compares (MODEL 5.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// How specific it is.
    pub class: Class,
    /// Typos that were overlooked; 0 for all classes but `like`.
    pub edits: u32,
    /// How sure Messenger is, from 0 to 1; 1 for all classes but `intent`.
    pub confidence: f64,
    /// Letters and digits matched; signs, where a trigger has neither.
    pub covered: u32,
    /// Where it begins: how many letters and digits stand before it, signs if the trigger has
    /// neither, so that what is typed and what is folded can be compared.
    pub start: u32,
    /// What named groups took.
    pub captures: Vec<(VarName, Value)>,
}

/// What the contest compares of hits before it looks at their flows; the least is the best.
///
/// The class first. Of `like`, then fewer typos; of `intent`, then more confidence. Then more
/// letters covered, then the earlier start (MODEL 5.4). Equal ranks are a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    class: Class,
    edits: u32,
    confidence: Reverse<u64>,
    covered: Reverse<u32>,
    start: u32,
}

impl Hit {
    /// What Messenger's own language understanding found in a message.
    #[must_use]
    pub fn intent(confidence: f64, captures: Vec<(VarName, Value)>) -> Self {
        Self { confidence, captures, ..Self::plain(Class::Intent, 0, 0) }
    }

    pub(super) fn plain(class: Class, covered: u32, start: u32) -> Self {
        Self { class, edits: 0, confidence: 1.0, covered, start, captures: Vec::new() }
    }

    /// What the contest compares.
    #[must_use]
    pub fn rank(&self) -> Rank {
        // The bits of floats that are not negative are in the order of the floats; the sum makes
        // one zero of two.
        let confidence = self.confidence.max(0.0) + 0.0;
        Rank {
            class: self.class,
            edits: self.edits,
            confidence: Reverse(confidence.to_bits()),
            covered: Reverse(self.covered),
            start: self.start,
        }
    }
}

impl Rule {
    /// These words together, in this order, as whole words, anywhere.
    ///
    /// Only emoji or punctuation: these signs, anywhere in the message as typed. Fails if there is
    /// nothing to look for.
    pub fn words(text: &str, synonyms: &Synonyms) -> Result<Self, Problem> {
        Self::scoped(Scope::Anywhere, text, synonyms)
    }

    /// These words and nothing else; punctuation and emoji around them do not count.
    pub fn exact(text: &str, synonyms: &Synonyms) -> Result<Self, Problem> {
        Self::scoped(Scope::Whole, text, synonyms)
    }

    /// As [`Rule::words`], at the beginning of the message.
    pub fn starts(text: &str, synonyms: &Synonyms) -> Result<Self, Problem> {
        Self::scoped(Scope::Start, text, synonyms)
    }

    /// As [`Rule::words`], though words are misspelt: one letter put in, left out, changed, or
    /// swapped with its neighbour in words of 4 to 7 letters, two in longer ones.
    ///
    /// `typos` sets another number for every word, `TYPOS_MAX` at most. In scripts without spaces,
    /// letters that follow one another count as a word.
    pub fn like(text: &str, typos: Option<u8>, synonyms: &Synonyms) -> Result<Self, Problem> {
        Self::scoped(Scope::Alike(typos), text, synonyms)
    }

    /// All of these as [`Rule::words`], in any order and place; what they cover is summed up.
    pub fn all(texts: &[&str], synonyms: &Synonyms) -> Result<Self, Problem> {
        Ok(Self { kind: Kind::All(each(texts, synonyms)?) })
    }

    /// Any of these as [`Rule::words`]; the one that covers most counts.
    pub fn any(texts: &[&str], synonyms: &Synonyms) -> Result<Self, Problem> {
        Ok(Self { kind: Kind::Any(each(texts, synonyms)?) })
    }

    /// A regular expression, found anywhere in the message as typed, ignoring case.
    ///
    /// A named group that took part becomes a text, or a number if it is one of `numbers`; one
    /// that did not take part sets nothing, nor does one of `numbers` whose text is no number.
    pub fn regex(text: &str, numbers: &[VarName]) -> Result<Self, Problem> {
        Ok(Self { kind: Kind::Regex(Box::new(Expression::new(text, numbers)?)) })
    }

    /// Names of the variables that a match sets.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        self.groups().into_iter().map(|taken| taken.name).collect()
    }

    /// The variables that a match sets, with what is known of each.
    #[must_use]
    pub fn groups(&self) -> Vec<Taken> {
        match &self.kind {
            Kind::Regex(expression) => expression.captures().cloned().collect(),
            Kind::Phrase(..) | Kind::Like(_) | Kind::Symbols(..) | Kind::All(_) | Kind::Any(_) => {
                Vec::new()
            }
        }
    }

    /// Looks for it in a message.
    #[must_use]
    pub fn find(&self, message: &Message) -> Option<Hit> {
        let folded = message.folded.text.as_str();
        match &self.kind {
            Kind::Phrase(scope, phrase) => {
                let at = stretch_of_words(*scope, phrase, folded)?;
                Some(words_hit(scope.class(), folded, at))
            }
            Kind::Like(like) => {
                let Alike { at, edits } = like.find(folded)?;
                Some(Hit { edits, ..words_hit(Class::Like, folded, at) })
            }
            Kind::Symbols(scope, symbols) => {
                let stretch = stretch_of_signs(*scope, symbols, &message.typed)?;
                Some(Hit::plain(scope.class(), symbols.count(), stretch.before))
            }
            Kind::All(rules) => rules.iter().map(|rule| rule.find(message)).reduce(both)?,
            Kind::Any(rules) => {
                rules.iter().filter_map(|rule| rule.find(message)).min_by_key(Hit::rank)
            }
            Kind::Regex(expression) => expression.find(&message.typed),
        }
    }

    /// Whether it is a regex that finds something in every message, even in an empty one (W405).
    ///
    /// Tried out on the empty message and a handful that have nothing in common.
    #[must_use]
    pub fn matches_everything(&self) -> bool {
        let odd = ["", "q", "7", "?", "日本", "🙂 -"];
        match &self.kind {
            Kind::Regex(expression) => {
                expression.may_be_empty() && odd.iter().all(|text| expression.find(text).is_some())
            }
            Kind::Phrase(..) | Kind::Like(_) | Kind::Symbols(..) | Kind::All(_) | Kind::Any(_) => {
                false
            }
        }
    }

    /// Words or signs, and what the synonyms let be said for all of them.
    fn scoped(scope: Scope, text: &str, synonyms: &Synonyms) -> Result<Self, Problem> {
        let folded = fold(text).text;
        let (first, others) = if folded.is_empty() {
            let signs = Symbols::new(text).ok_or_else(|| nothing_to_find(text))?;
            let entry = synonyms.of_signs(&signs);
            let words = entry.iter().flat_map(|entry| &entry.words);
            let words: Vec<Kind> =
                words.map(|word| of_words(scope, word, &Synonyms::new())).collect();
            let other = entry.iter().flat_map(|entry| &entry.signs);
            let other = other.map(|signs| Kind::Symbols(scope, signs.clone()));
            (Kind::Symbols(scope, signs), other.chain(words).collect::<Vec<_>>())
        } else {
            let entry = synonyms.of_words(&folded);
            let signs = entry.iter().flat_map(|entry| &entry.signs);
            let signs = signs.map(|signs| Kind::Symbols(scope, signs.clone()));
            (of_words(scope, &folded, synonyms), signs.collect())
        };
        if others.is_empty() {
            return Ok(Self { kind: first });
        }
        let rules = std::iter::once(first).chain(others).map(|kind| Self { kind });
        Ok(Self { kind: Kind::Any(rules.collect()) })
    }
}

fn of_words(scope: Scope, folded: &str, synonyms: &Synonyms) -> Kind {
    let phrase = Phrase::new(folded, synonyms);
    match scope {
        Scope::Alike(typos) => Kind::Like(Like::new(&phrase, typos)),
        Scope::Whole | Scope::Start | Scope::Anywhere => Kind::Phrase(scope, phrase),
    }
}

fn each(texts: &[&str], synonyms: &Synonyms) -> Result<Box<[Rule]>, Problem> {
    if texts.is_empty() {
        return Err(nothing_to_find(""));
    }
    texts.iter().map(|text| Rule::words(text, synonyms)).collect()
}

fn nothing_to_find(text: &str) -> Problem {
    Problem {
        code: "W405",
        at: 0..text.len(),
        headline: "There are no words in this trigger".to_owned(),
        fix: "write the words to look for, or `any message` for a fallback".to_owned(),
    }
}

/// Where in a folded text words stand.
pub(super) fn stretch_of_words(
    scope: Scope,
    phrase: &Phrase,
    folded: &str,
) -> Option<Range<usize>> {
    match scope {
        Scope::Whole => phrase.is_all_of(folded).then_some(0..folded.len()),
        Scope::Start => phrase.at_start(folded),
        Scope::Anywhere | Scope::Alike(_) => phrase.find(folded),
    }
}

/// Where in a typed text signs stand.
pub(super) fn stretch_of_signs(scope: Scope, symbols: &Symbols, typed: &str) -> Option<Stretch> {
    match scope {
        Scope::Whole => symbols.whole(typed),
        Scope::Start => symbols.start(typed),
        Scope::Anywhere | Scope::Alike(_) => symbols.find(typed),
    }
}

fn words_hit(class: Class, folded: &str, at: Range<usize>) -> Hit {
    let start = folded.get(..at.start).map_or(0, covered);
    Hit::plain(class, folded.get(at).map_or(0, covered), start)
}

impl Scope {
    fn class(self) -> Class {
        match self {
            Self::Whole => Class::Exact,
            Self::Start | Self::Anywhere => Class::Words,
            Self::Alike(_) => Class::Like,
        }
    }
}

/// Two hits of one rule as one; none if one of them is missing.
fn both(one: Option<Hit>, other: Option<Hit>) -> Option<Hit> {
    let (one, other) = (one?, other?);
    let covered = one.covered.saturating_add(other.covered);
    Some(Hit { covered, start: one.start.min(other.start), ..one })
}
