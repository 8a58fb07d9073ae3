//! Which of many rules a message can be for, found without trying them one by one.

use std::collections::HashMap;

use crate::pattern::case::{Cases, one_case};
use crate::pattern::clue::{Clue, OneOf, union, weight};
use crate::pattern::fold::Message;
use crate::pattern::lists::place;
use crate::pattern::literals::Literals;
use crate::pattern::near::Near;
use crate::pattern::phrase::Phrase;
use crate::pattern::rule::{Kind, Rule, Scope};

/// Ways to say a phrase that are looked for as a whole.
const WAYS_MAX: usize = 16;

/// Rules, told by what stands in every message that they take.
///
/// Each rule chose, of all that it can be told by, what the fewest other rules could be told by.
#[derive(Debug, Default)]
pub struct Prefilter {
    whole: HashMap<Box<str>, Vec<u32>>,
    folded: Literals,
    typed: Literals,
    cases: Cases,
    near: Near,
    /// Rules that take only messages with a digit.
    digits: Vec<u32>,
    /// Rules of which nothing is known.
    others: Vec<u32>,
}

impl Prefilter {
    /// Takes rules; they are told by their places.
    #[must_use]
    pub fn new<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> Self {
        let options: Vec<Vec<OneOf>> = rules.into_iter().map(Rule::clues).collect();
        let mut asked: HashMap<&Clue, usize> = HashMap::new();
        for clue in options.iter().flatten().flatten() {
            *asked.entry(clue).or_default() += 1;
        }
        let common = |clues: &&OneOf| -> usize {
            clues.iter().map(|clue| asked.get(clue).copied().unwrap_or(0)).sum()
        };
        let mut chosen = Chosen::default();
        for (rule, options) in (0..).zip(&options) {
            let rank = |clues: &&OneOf| {
                let digit = clues.contains(&Clue::Digit);
                (digit, common(clues), std::cmp::Reverse(weight(clues)))
            };
            match options.iter().min_by_key(rank) {
                Some(clues) => clues.iter().for_each(|clue| chosen.add(rule, clue)),
                None => chosen.others.push(rule),
            }
        }
        chosen.prefilter()
    }

    /// The places of all rules that may take a message, in order.
    ///
    /// A rule that takes it is always among them.
    #[must_use]
    pub fn candidates(&self, message: &Message) -> Vec<usize> {
        let folded = message.folded.text.as_str();
        let mut found = self.others.clone();
        if let Some(rules) = self.whole.get(folded) {
            found.extend(rules);
        }
        if !self.folded.is_empty() {
            self.folded.find(&[" ", folded, " "].concat(), &mut found);
        }
        if !self.typed.is_empty() {
            self.typed.find(&self.cases.apply(&message.typed), &mut found);
        }
        self.near.find(folded, &mut found);
        if !self.digits.is_empty() && message.typed.contains(char::is_numeric) {
            found.extend(&self.digits);
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(place).collect()
    }
}

/// What rules chose to be told by.
#[derive(Default)]
struct Chosen<'a> {
    whole: HashMap<Box<str>, Vec<u32>>,
    folded: Vec<(&'a str, u32)>,
    typed: Vec<(&'a str, u32)>,
    near: Vec<(&'a str, u8, u32)>,
    digits: Vec<u32>,
    others: Vec<u32>,
}

impl<'a> Chosen<'a> {
    fn add(&mut self, rule: u32, clue: &'a Clue) {
        match clue {
            Clue::Whole(text) => self.whole.entry(text.clone()).or_default().push(rule),
            Clue::Folded(text) => self.folded.push((text, rule)),
            Clue::Typed(text) => self.typed.push((text, rule)),
            Clue::Near(word, typos) => self.near.push((word, *typos, rule)),
            Clue::Digit => self.digits.push(rule),
        }
    }

    fn prefilter(self) -> Prefilter {
        Prefilter {
            whole: self.whole,
            cases: Cases::of(self.typed.iter().map(|(text, _)| *text)),
            folded: Literals::new(self.folded),
            typed: Literals::new(self.typed),
            near: Near::new(self.near),
            digits: self.digits,
            others: self.others,
        }
    }
}

impl Rule {
    /// Independent answers to what stands in every message that it takes; none if nothing does for
    /// certain.
    fn clues(&self) -> Vec<OneOf> {
        match &self.kind {
            Kind::Phrase(Scope::Whole, phrase) => {
                phrase_clues(phrase, |text| Clue::Whole(text.into()))
            }
            Kind::Phrase(Scope::Start | Scope::Anywhere | Scope::Alike(_), phrase) => {
                phrase_clues(phrase, Clue::words)
            }
            Kind::Like(like) => like.clues(),
            Kind::Symbols(_, symbols) => symbols
                .letters()
                .map(|letter| vec![Clue::typed(one_case(letter).encode_utf8(&mut [0; 4]))])
                .collect(),
            Kind::All(rules) => rules.iter().flat_map(Self::clues).collect(),
            Kind::Any(rules) => union(rules.iter().map(Self::clues)),
            Kind::Regex(expression) => expression.clues().to_vec(),
        }
    }
}

/// All ways to say a phrase; of one that can be said in very many ways, those of each piece.
fn phrase_clues(phrase: &Phrase, whole: impl Fn(&str) -> Clue) -> Vec<OneOf> {
    if let Some(texts) = phrase.texts(WAYS_MAX) {
        return vec![texts.iter().map(|text| whole(text)).collect()];
    }
    let pieces = phrase.pieces.iter();
    pieces.map(|piece| piece.said.iter().map(|said| Clue::words(said)).collect()).collect()
}
