//! Every phrase of every language in one tree, so that a message is looked up in one walk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::pattern::answer::Type;
use crate::pattern::answer::compose::phrases;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};
use crate::pattern::answer::languages::LANGUAGES;
use crate::pattern::answer::meaning::{Meaning, Part, Side, Unit};
use crate::pattern::answer::tokens::{Token, tokens};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(LANGUAGES));

/// A tree of words; a phrase is a way from its root.
pub(super) struct Lexicon {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    next: BTreeMap<Box<str>, usize>,
    /// What the phrase that ends here means, and in which of `LANGUAGES`.
    meanings: Vec<(usize, Meaning)>,
}

/// A phrase found in a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sense {
    pub(super) meaning: Meaning,
    /// The token behind it.
    pub(super) end: usize,
    /// Its language, as an index into `LANGUAGES`.
    pub(super) language: usize,
}

impl Lexicon {
    /// The phrases of all languages.
    pub(super) fn all() -> &'static Self {
        &LEXICON
    }

    fn of(languages: &[Language]) -> Self {
        let mut lexicon = Self { nodes: vec![Node::default()] };
        for (index, language) in languages.iter().enumerate() {
            let mut words = Words { lexicon: &mut lexicon, language: index };
            words.numbers(&language.numbers);
            words.calendar(&language.calendar);
            words.clock(&language.clock);
            words.money(&language.money);
            words.talk(&language.talk);
            words.denial(&language.denial);
            words.places(&language.places);
            words.nouns(&language.nouns);
        }
        lexicon
    }

    /// The phrases that begin with a token, shorter ones first.
    ///
    /// Hyphens and full stops inside a phrase are passed over: twenty-five, p.m.
    pub(super) fn at(&self, tokens: &[Token], start: usize) -> Vec<Sense> {
        let mut found = Vec::new();
        let mut node = self.nodes.first();
        let mut at = start;
        while let Some(text) = tokens.get(at).and_then(Token::text) {
            node = node.and_then(|node| self.nodes.get(*node.next.get(text)?));
            let Some(node) = node else { break };
            let end = at.saturating_add(1);
            let sense = |&(language, meaning): &(usize, Meaning)| Sense { meaning, end, language };
            found.extend(node.meanings.iter().map(sense));
            at = behind_joint(tokens, end);
        }
        found
    }

    /// The number that a single word is in a language.
    pub(super) fn small_number(&self, language: usize, word: &str) -> Option<i64> {
        let node = self.nodes.get(*self.nodes.first()?.next.get(word)?)?;
        let ours = node.meanings.iter().filter(|(of, _)| *of == language);
        ours.map(|(_, meaning)| *meaning).find_map(|meaning| {
            let number = if let Meaning::Number(number) = meaning { Some(number) } else { None };
            number.or_else(|| (meaning == Meaning::One).then_some(1))
        })
    }

    fn insert(&mut self, language: usize, phrase: &str, meaning: Meaning) {
        let mut node = 0;
        for token in tokens(phrase).iter().filter_map(Token::text) {
            let fresh = self.nodes.len();
            let Some(here) = self.nodes.get_mut(node) else { return };
            node = *here.next.entry(token.into()).or_insert(fresh);
            if node == fresh {
                self.nodes.push(Node::default());
            }
        }
        let entry = (language, meaning);
        let here = self.nodes.get_mut(node).filter(|node| !node.meanings.contains(&entry));
        if let Some(here) = here.filter(|_| node > 0) {
            here.meanings.push(entry);
        }
    }
}

/// The token behind signs that join words.
fn behind_joint(tokens: &[Token], at: usize) -> usize {
    let joins = |token: &Token| {
        let sign = token.sign().is_some_and(|sign| matches!(sign, '-' | '\u{2010}' | '.'));
        sign && !token.gap
    };
    let next = at.saturating_add(1);
    let joined = tokens.get(at).is_some_and(joins)
        && tokens.get(next).is_some_and(|token| !token.gap && token.text().is_some());
    if joined { next } else { at }
}

/// The lexicon, while the words of one language go into it.
struct Words<'a> {
    lexicon: &'a mut Lexicon,
    language: usize,
}

impl Words<'_> {
    fn list(&mut self, list: &str, meaning: Meaning) {
        for phrase in phrases(list) {
            self.lexicon.insert(self.language, phrase, meaning);
        }
    }

    fn sides(&mut self, lists: [&str; 2], meaning: impl Fn(Side) -> Meaning) {
        for (list, side) in lists.into_iter().zip([Side::Before, Side::Behind]) {
            self.list(list, meaning(side));
        }
    }

    fn numbers(&mut self, numbers: &Numbers) {
        for (number, list) in numbers.words {
            self.list(list, Meaning::Number(*number));
        }
        for (number, word) in (numbers.composed)() {
            self.list(&word, Meaning::Number(number));
        }
        for (scale, list) in numbers.scales {
            self.list(list, Meaning::Scale(*scale));
        }
        for (halves, list) in numbers.halves {
            self.list(list, Meaning::Halves(*halves));
        }
        for (quarters, list) in numbers.quarters {
            self.list(list, Meaning::Quarters(*quarters));
        }
        self.list(numbers.one, Meaning::One);
        self.list(numbers.articles, Meaning::Article);
        self.list(numbers.and, Meaning::And);
        self.list(numbers.minus, Meaning::Minus);
        self.list(numbers.point, Meaning::Point);
        self.list(numbers.half, Meaning::Half);
        self.list(numbers.and_half, Meaning::AndHalf);
        self.list(numbers.either, Meaning::Either);
    }

    fn calendar(&mut self, calendar: &Calendar) {
        for (number, list) in (1..).zip(calendar.months) {
            self.list(list, Meaning::Month(number));
        }
        for (number, list) in (1..).zip(calendar.weekdays) {
            self.list(list, Meaning::Weekday(number));
        }
        for (number, list) in (1..).zip(calendar.in_brackets) {
            self.list(list, Meaning::InBrackets(number));
        }
        for (offset, list) in calendar.days {
            self.list(list, Meaning::Day(*offset));
        }
        for (unit, list) in Unit::ALL.into_iter().zip(calendar.units) {
            self.list(list, Meaning::Unit(unit));
        }
        for (seconds, list) in calendar.spans {
            self.list(list, Meaning::Span(*seconds));
        }
        self.list(calendar.now, Meaning::Now);
        self.list(calendar.ordinal, Meaning::Ordinal);
        self.list(calendar.the, Meaning::The);
        self.list(calendar.of, Meaning::Of);
        self.list(calendar.year, Meaning::Year);
        self.sides(calendar.ahead, Meaning::Ahead);
        self.sides(calendar.ago, Meaning::Ago);
        self.sides(calendar.next_week, Meaning::NextWeek);
        self.sides(calendar.coming, Meaning::Coming);
        self.sides(calendar.this, Meaning::This);
        self.sides(calendar.shift, Meaning::Shift);
        for (days, list) in calendar.later {
            self.list(list, Meaning::Later(*days));
        }
        self.list(calendar.beyond, Meaning::Beyond);
    }

    fn clock(&mut self, clock: &Clock) {
        for (part, list) in Part::ALL.into_iter().zip(clock.parts) {
            self.list(list, Meaning::Part(part));
        }
        self.list(clock.tonight, Meaning::Tonight);
        self.list(clock.noon, Meaning::Noon);
        self.list(clock.midnight, Meaning::Midnight);
        self.sides(clock.hour, Meaning::Hour);
        for (hour, list) in clock.names {
            self.list(list, Meaning::HourName(*hour));
        }
        for (hour, list) in clock.from {
            self.list(list, Meaning::HourFrom(*hour));
        }
        for (minutes, list) in clock.before {
            self.list(list, Meaning::Offset(Side::Before, *minutes));
        }
        for (minutes, list) in clock.behind {
            self.list(list, Meaning::Offset(Side::Behind, *minutes));
        }
        self.list(clock.past, Meaning::Past);
        self.list(clock.to, Meaning::To);
        self.list(clock.plus, Meaning::Plus);
        self.list(clock.less, Meaning::Less);
    }

    fn money(&mut self, money: &Money) {
        self.list(money.currency, Meaning::Currency);
        self.list(money.cents, Meaning::Cents);
    }

    fn talk(&mut self, talk: &Talk) {
        self.list(talk.yes, Meaning::Yes);
        self.list(talk.weak_yes, Meaning::WeakYes);
        self.list(talk.no, Meaning::No);
        self.list(talk.weak_no, Meaning::WeakNo);
        self.list(talk.unsure, Meaning::Unsure);
        self.list(talk.done, Meaning::Done);
        self.list(talk.filler, Meaning::Filler);
    }

    fn denial(&mut self, denial: &Denial) {
        self.sides([denial.before, denial.behind], Meaning::Not);
        self.list(denial.granted, Meaning::Granted);
    }

    fn places(&mut self, places: &Places) {
        for (place, list) in (1..).zip(places.words) {
            self.list(list, Meaning::Nth(place));
        }
        self.list(places.last, Meaning::Last);
        self.sides(places.around, Meaning::NthMark);
        self.list(places.nouns, Meaning::NthNoun);
    }

    fn nouns(&mut self, nouns: &Nouns) {
        self.list(nouns.count, Meaning::Noun(Type::Integer));
        self.list(nouns.money, Meaning::Noun(Type::Money));
        self.list(nouns.email, Meaning::Noun(Type::Email));
        self.list(nouns.phone, Meaning::Noun(Type::Phone));
        self.list(nouns.url, Meaning::Noun(Type::Url));
        self.list(nouns.when, Meaning::Noun(Type::DateTime));
        self.list(nouns.duration, Meaning::Noun(Type::Duration));
    }
}
