//! A message as its answers are looked for: pieces, and what the phrases that begin at each mean.

use std::cmp::Reverse;
use std::ops::Range;

use crate::pattern::answer::lexicon::{Lexicon, Sense};
use crate::pattern::answer::locale;
use crate::pattern::answer::meaning::Meaning;
use crate::pattern::answer::tokens::{Token, tokens};
use crate::pattern::answer::{Hint, Type};

/// How strictly a value has to show what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// The message is nothing but the value and filler: "9" is a time if a time was asked for.
    Alone,
    /// Other words stand around it: a time says so, "at 9", "9 pm".
    Words,
    /// An author wrote it: machine notation first, "9:00" is the morning everywhere.
    Author,
}

/// A text with all that is known about it.
pub(super) struct Reading<'a> {
    pub(super) typed: &'a str,
    pub(super) hint: &'a Hint<'a>,
    pub(super) company: Company,
    tokens: Vec<Token>,
    senses: Vec<Vec<Sense>>,
    /// The languages that count, the visitor's first.
    languages: Vec<usize>,
}

/// A value at some place, and the token behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parsed<T> {
    pub(super) value: T,
    pub(super) end: usize,
    /// Whether it counts only where nothing else does: "one".
    pub(super) weak: bool,
}

impl<T> Parsed<T> {
    /// A value that counts everywhere.
    pub(super) fn new(value: T, end: usize) -> Self {
        Self { value, end, weak: false }
    }

    /// The value as something else, at the same place.
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Parsed<U> {
        Parsed { value: change(self.value), end: self.end, weak: self.weak }
    }
}

impl<'a> Reading<'a> {
    /// Takes a text apart.
    pub(super) fn new(typed: &'a str, hint: &'a Hint<'a>, company: Company) -> Self {
        let tokens = tokens(typed);
        let lexicon = Lexicon::all();
        let senses = (0..tokens.len()).map(|at| lexicon.at(&tokens, at)).collect();
        let languages = locale::languages(hint, company);
        Self { typed, hint, company, tokens, senses, languages }
    }

    /// How many pieces it has.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A piece.
    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The sign at a place.
    pub(super) fn sign(&self, at: usize) -> Option<char> {
        self.token(at)?.sign()
    }

    /// The digits at a place.
    pub(super) fn digits(&self, at: usize) -> Option<&str> {
        self.token(at)?.digits()
    }

    /// Whether nothing, not even a space, stands between a piece and the one before it.
    pub(super) fn is_tight(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.gap)
    }

    /// The bytes from one piece up to another.
    pub(super) fn bytes(&self, at: usize, end: usize) -> Range<usize> {
        let from = self.token(at).map_or(self.typed.len(), |token| token.at.start);
        let last = end.checked_sub(1).and_then(|last| self.token(last));
        from..last.map_or(from, |token| token.at.end.max(from))
    }

    /// The first piece that begins at a byte or behind it, looked for from a piece on.
    pub(super) fn behind_byte(&self, at: usize, byte: usize) -> usize {
        let rest = self.tokens.get(at..).unwrap_or_default();
        let before = rest.iter().take_while(|token| token.at.start < byte).count();
        at.saturating_add(before)
    }

    /// The pieces of a stretch of bytes, without the punctuation at its end.
    pub(super) fn pieces(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.behind_byte(0, bytes.start);
        let mut end = self.behind_byte(start, bytes.end);
        while end > start && end.checked_sub(1).and_then(|last| self.sign(last)).is_some() {
            end = end.saturating_sub(1);
        }
        start..end
    }

    /// The languages of the hint, as places in `LANGUAGES`.
    pub(super) fn languages(&self) -> impl Iterator<Item = usize> {
        self.languages.iter().copied()
    }

    /// The longest phrase at a place that means what is wanted, in a language of the hint; among
    /// equally long ones the visitor's language decides.
    pub(super) fn phrase<T>(
        &self,
        at: usize,
        wanted: impl Fn(Meaning) -> Option<T>,
    ) -> Option<Parsed<T>> {
        let ours = self.senses.get(at)?.iter().filter_map(|sense| {
            let rank = self.languages.iter().position(|&language| language == sense.language)?;
            Some((sense.end, Reverse(rank), wanted(sense.meaning)?))
        });
        let best =
            ours.reduce(|best, next| if (next.0, next.1) > (best.0, best.1) { next } else { best });
        best.map(|(end, _, value)| Parsed::new(value, end))
    }

    /// The token behind the longest phrase that means just this.
    pub(super) fn word(&self, at: usize, meaning: Meaning) -> Option<usize> {
        self.phrase(at, |found| (found == meaning).then_some(())).map(|found| found.end)
    }

    /// The same, or the place itself if there is no such phrase.
    pub(super) fn behind(&self, at: usize, meaning: Meaning) -> usize {
        self.word(at, meaning).unwrap_or(at)
    }

    /// Whether the text ends at a place, or goes on with something that is known: after "at 9" not
    /// with the name of a street.
    pub(super) fn is_known(&self, at: usize) -> bool {
        self.token(at).is_none_or(|token| token.sign().is_some())
            || self.senses(at).any(|(_, ours)| ours)
    }

    /// Everything that phrases at a place mean, with whether their language is one of the hint's.
    pub(super) fn senses(&self, at: usize) -> impl Iterator<Item = (Sense, bool)> {
        let senses = self.senses.get(at).map(Vec::as_slice).unwrap_or_default();
        senses.iter().map(|sense| (*sense, self.languages.contains(&sense.language)))
    }

    /// Whether a value may begin at a piece: not inside `x86`, `2.5`, `3-4`, `covid-19` and `a@3`.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let tied = at.checked_sub(1).filter(|_| self.is_tight(at)).is_some_and(|last| {
            self.is_one_word(last, at)
                || self.sign(last).is_some_and(|sign| self.is_bound(sign, last))
                || self.is_below_zero(last, at)
                || self.is_bounded(last, at)
        });
        !tied
    }

    /// Whether a sign right before figures says that they are not the number: ">5".
    fn is_bounded(&self, last: usize, at: usize) -> bool {
        let bound = self.sign(last).is_some_and(|sign| matches!(sign, '<' | '>' | '≤' | '≥'));
        bound && self.token(at).is_some_and(|token| token.digits().is_some())
    }

    /// Whether a minus stands right before figures or a currency, and nothing before it: "-1h". What
    /// has no negative values must not read it as if it were not there.
    fn is_below_zero(&self, last: usize, at: usize) -> bool {
        let minus = self.sign(last).is_some_and(|sign| matches!(sign, '-' | '\u{2212}'));
        let counts = self.token(at).is_some_and(|token| {
            token.digits().is_some() || token.sign().is_some_and(|sign| !matches!(sign, '+' | '('))
        });
        minus && counts && self.token(last).is_some_and(|minus| minus.gap)
    }

    /// Whether a value may end before a piece: not inside `3rd`, `2.5`, `3-4` and `3@b`.
    pub(super) fn may_end(&self, at: usize) -> bool {
        let tied = at.checked_sub(1).filter(|_| self.is_tight(at)).is_some_and(|last| {
            self.is_one_word(last, at)
                || self.sign(at).is_some_and(|sign| self.binds(sign, at.saturating_add(1)))
        });
        !tied
    }

    /// Whether two neighbours are figures and a word in Latin letters, which make one word.
    fn is_one_word(&self, first: usize, second: usize) -> bool {
        let (Some(first), Some(second)) = (self.token(first), self.token(second)) else {
            return false;
        };
        let word = |figures: &Token, word: &Token| figures.digits().is_some() && word.is_latin();
        word(first, second) || word(second, first)
    }

    /// Whether a sign ties what stands before it to the piece at `next`.
    fn binds(&self, sign: char, next: usize) -> bool {
        let next = self.token(next).filter(|next| !next.gap);
        match sign {
            '@' | '_' => true,
            '+' => next.is_none_or(|next| next.digits().is_some()),
            '-' if next.is_some_and(Token::is_latin) => true,
            _ if is_joint(sign) => next.is_some_and(|next| next.digits().is_some()),
            _ => false,
        }
    }

    /// Whether the sign at a place ties what stands behind it to what stands before it.
    fn is_bound(&self, sign: char, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|last| self.token(last));
        let before = before.filter(|_| self.is_tight(at));
        match sign {
            '@' | '_' => true,
            '-' => before.is_some_and(|before| before.digits().is_some() || before.is_latin()),
            '.' | ',' if !self.is_tight(at) => true,
            _ if is_joint(sign) => before.is_some_and(|before| before.digits().is_some()),
            _ => false,
        }
    }
}

/// Signs that make one thing of the figures on both sides.
fn is_joint(sign: char) -> bool {
    matches!(sign, '.' | ',' | ':' | '/' | '-' | '\'' | '\u{2013}' | '\u{2212}' | '*' | '=' | '^')
        || matches!(sign, '٫' | '٬' | '\u{2010}' | '\\' | '~' | '+')
}

/// The types whose nouns say nothing beside an answer of a type.
pub(super) fn nouns_beside(kind: Type) -> &'static [Type] {
    match kind {
        Type::Integer => &[Type::Integer],
        Type::Number => &[Type::Integer, Type::Money, Type::Duration],
        Type::Money => &[Type::Money],
        Type::Email => &[Type::Email],
        Type::Phone => &[Type::Phone],
        Type::Url => &[Type::Url],
        Type::Date | Type::Time | Type::DateTime => &[Type::DateTime],
        Type::Duration => &[Type::Duration],
        Type::Text | Type::YesNo => &[],
    }
}
