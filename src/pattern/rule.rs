//! One text trigger: words, the whole message, or a regular expression.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::pattern::expression::Expression;
use crate::pattern::fold::{Message, fold};
use crate::pattern::letters::is_spaceless;
use crate::pattern::phrase::{Phrase, covered};
use crate::pattern::symbols::Symbols;
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

/// Words that count as other words; the key is what triggers say (LANGUAGE, `synonyms`).
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// A compiled text trigger.
#[derive(Debug, Clone)]
pub struct Rule {
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Phrase(Scope, Phrase),
    Symbols(Scope, Symbols),
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Regex(Expression),
}

/// Where in a message words must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Whole,
    Start,
    Anywhere,
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
        Ok(Self { kind: Kind::Regex(Expression::new(text, numbers)?) })
    }

    /// Names of the variables that a match sets.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        match &self.kind {
            Kind::Regex(expression) => expression.captures().to_vec(),
            Kind::Phrase(..) | Kind::Symbols(..) | Kind::All(_) | Kind::Any(_) => Vec::new(),
        }
    }

    /// Looks for it in a message.
    #[must_use]
    pub fn find(&self, message: &Message) -> Option<Hit> {
        match &self.kind {
            Kind::Phrase(scope, phrase) => find_phrase(*scope, phrase, &message.folded.text),
            Kind::Symbols(scope, symbols) => find_symbols(*scope, symbols, &message.typed),
            Kind::All(rules) => rules.iter().map(|rule| rule.find(message)).reduce(both)?,
            Kind::Any(rules) => rules.iter().filter_map(|rule| rule.find(message)).reduce(better),
            Kind::Regex(expression) => expression.find(&message.typed),
        }
    }

    /// The folded text of the only message it takes; none if there are several or it is no
    /// [`Rule::exact`]. For an index: it matches exactly the messages that fold to this.
    #[must_use]
    pub fn exact_key(&self) -> Option<&str> {
        match &self.kind {
            Kind::Phrase(Scope::Whole, phrase) => phrase.only_text(),
            Kind::Phrase(..) | Kind::Symbols(..) | Kind::All(_) | Kind::Any(_) | Kind::Regex(_) => {
                None
            }
        }
    }

    /// A word that is among [`crate::pattern::fold::Folded::words`] of every message it takes, the
    /// longest; none if there is no such word. For an index: necessary, not enough.
    #[must_use]
    pub fn required_word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Phrase(_, phrase) => longest(phrase.only_text()?.split(' ')),
            Kind::All(rules) => longest(rules.iter().filter_map(Self::required_word)),
            Kind::Symbols(..) | Kind::Any(_) | Kind::Regex(_) => None,
        }
    }

    /// Whether it is a regex that finds something in every message, even in an empty one (W405).
    ///
    /// Tried out on the empty message and a handful that have nothing in common.
    #[must_use]
    pub fn matches_everything(&self) -> bool {
        let odd = ["", "q", "7", "?", "日本", "🙂 -"];
        match &self.kind {
            Kind::Regex(expression) => odd.iter().all(|text| expression.find(text).is_some()),
            Kind::Phrase(..) | Kind::Symbols(..) | Kind::All(_) | Kind::Any(_) => false,
        }
    }

    fn scoped(scope: Scope, text: &str, synonyms: &Synonyms) -> Result<Self, Problem> {
        let folded = fold(text).text;
        let kind = if folded.is_empty() {
            Kind::Symbols(scope, Symbols::new(text).ok_or_else(|| nothing_to_find(text))?)
        } else {
            Kind::Phrase(scope, Phrase::new(&folded, synonyms))
        };
        Ok(Self { kind })
    }
}

fn each(texts: &[&str], synonyms: &Synonyms) -> Result<Vec<Rule>, Problem> {
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

fn find_phrase(scope: Scope, phrase: &Phrase, folded: &str) -> Option<Hit> {
    let at = match scope {
        Scope::Whole => phrase.is_all_of(folded).then_some(0..folded.len()),
        Scope::Start => phrase.at_start(folded),
        Scope::Anywhere => phrase.find(folded),
    }?;
    let start = folded.get(..at.start).map_or(0, covered);
    let matched = folded.get(at).map_or(0, covered);
    Some(Hit::plain(scope.class(), matched, start))
}

fn find_symbols(scope: Scope, symbols: &Symbols, typed: &str) -> Option<Hit> {
    let start = match scope {
        Scope::Whole => symbols.is_all_of(typed).then_some(0),
        Scope::Start => symbols.is_start_of(typed).then_some(0),
        Scope::Anywhere => symbols.find(typed),
    }?;
    Some(Hit::plain(scope.class(), symbols.count(), start))
}

impl Scope {
    fn class(self) -> Class {
        match self {
            Self::Whole => Class::Exact,
            Self::Start | Self::Anywhere => Class::Words,
        }
    }
}

/// Two hits of one rule as one; none if one of them is missing.
fn both(one: Option<Hit>, other: Option<Hit>) -> Option<Hit> {
    let (one, other) = (one?, other?);
    let covered = one.covered.saturating_add(other.covered);
    Some(Hit { covered, start: one.start.min(other.start), ..one })
}

/// The hit that would win the contest, the first of equal ones.
fn better(one: Hit, other: Hit) -> Hit {
    let rank = |hit: &Hit| (hit.covered, Reverse(hit.start));
    if rank(&other) > rank(&one) { other } else { one }
}

/// The longest of some words that stand alone in a folded text, without letters of scripts that
/// put no spaces between words.
fn longest<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words.filter(|word| !word.contains(is_spaceless)).max_by_key(|word| word.len())
}
