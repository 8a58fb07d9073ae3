//! What a message says to an open question: one or several answers, all of it or a part of it.

mod choice;
mod sent;
mod words;

use std::ops::Range;

use crate::flow::model::answer::AnswerKind;
use crate::pattern::answer::{self, Hint, Type};
use crate::pattern::fold::Message;
use crate::pattern::stretch::Stretch;
use crate::words::conversation::Choice;
use crate::words::event::Attachment;
use crate::words::name::Value;
use crate::words::way::Way;

/// An answer: what is saved, what kind of answer that is, and where it leads if a choice says so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Picked {
    pub(super) value: Value,
    pub(super) kind: AnswerKind,
    pub(super) goto: Option<Way>,
}

impl Picked {
    fn new(value: Value, kind: AnswerKind) -> Self {
        Self { value, kind, goto: None }
    }

    fn choice(choice: &Choice) -> Self {
        let (value, goto) = (choice.value.clone(), choice.goto.clone());
        Self { value, kind: AnswerKind::Choice, goto }
    }
}

/// What a question listens for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ear<'a> {
    /// Kinds of answers.
    pub(super) kinds: &'a [AnswerKind],
    /// What finds the answer in the message.
    pub(super) regex: Option<&'a Stretch>,
    /// The choices as they were shown.
    pub(super) choices: &'a [Choice],
    /// Who speaks.
    pub(super) hint: Hint<'a>,
}

impl Ear<'_> {
    /// The whole folded message is a choice's label, value or synonym, or yes or no (5.3.1).
    pub(super) fn exactly(&self, message: &Message) -> Option<Picked> {
        let choice = choice::exactly(self.choices, message).map(Picked::choice);
        choice.or_else(|| self.of_types(|kind| answer::exactly(kind, message, &self.hint)))
    }

    /// The message is nothing but an answer and words that say nothing (5.3.4). Free text is none
    /// here unless the `regex` finds it.
    pub(super) fn whole(&self, message: &Message) -> Option<Picked> {
        if let Some(choice) = choice::whole(self.choices, message, &self.hint) {
            return Some(Picked::choice(choice));
        }
        let Some(regex) = self.regex else { return self.typed_whole(message) };
        let found = regex.find(&message.typed)?;
        let around = words::without(&message.typed, &found.whole);
        self.stretch(message, found.saved).filter(|_| self.says_nothing(&around))
    }

    /// Exactly one answer is contained in the message (5.3.7).
    pub(super) fn contained(&self, message: &Message) -> Option<Picked> {
        let choice = choice::contained(self.choices, message, &self.hint).map(Picked::choice);
        choice.or_else(|| match self.regex {
            Some(regex) => self.stretch(message, regex.find(&message.typed)?.saved),
            None => self.of_types(|kind| {
                let mut all = answer::all(kind, message, &self.hint).into_iter();
                all.next().filter(|_| all.next().is_none()).map(|found| found.value)
            }),
        })
    }

    /// All answers in the message that do not overlap, with their places in what was typed.
    pub(super) fn all(&self, message: &Message) -> Vec<(Range<usize>, Picked)> {
        let choices = choice::all(self.choices, message, &self.hint).into_iter();
        let choices = choices.map(|(at, choice)| (at, Picked::choice(choice)));
        let typed = self.types().flat_map(|kind| {
            let all = answer::all(kind, message, &self.hint).into_iter();
            all.map(move |found| (found.at, Picked::new(found.value, AnswerKind::Said(kind))))
        });
        let mut found: Vec<(Range<usize>, Picked)> = Vec::new();
        for (at, picked) in choices.chain(typed) {
            if !found.iter().any(|(other, _)| overlap(other, &at)) {
                found.push((at, picked));
            }
        }
        found.sort_by_key(|(at, _)| at.start);
        found
    }

    /// The items that the message is nothing but: one, several, or one in each of its parts.
    pub(super) fn items(&self, message: &Message) -> Option<Vec<Picked>> {
        if let Some(one) = self.whole(message) {
            return Some(vec![one]);
        }
        let all = self.all(message);
        let rest =
            all.iter().rev().fold(message.typed.clone(), |rest, (at, _)| words::without(&rest, at));
        if !all.is_empty() && self.says_nothing(&rest) {
            return Some(all.into_iter().map(|(_, picked)| picked).collect());
        }
        if let Some(choices) = choice::positions(self.choices, message, &self.hint) {
            return Some(choices.into_iter().map(Picked::choice).collect());
        }
        let parts = message.parts();
        let parts = parts.iter().map(|part| self.whole(&Message::new(part)));
        parts.collect::<Option<Vec<_>>>().filter(|items| !items.is_empty())
    }

    /// A text of the visitor's own; one that is a choice or of another type counts as that.
    pub(super) fn text(&self, text: String) -> Picked {
        let message = Message::new(&text);
        let known = self.exactly(&message).or_else(|| self.whole(&message));
        known.unwrap_or_else(|| Picked::new(Value::from(text), AnswerKind::TEXT))
    }

    /// The attachments that are answers.
    pub(super) fn sent(&self, attachments: &[Attachment]) -> Vec<Picked> {
        let one = |attachment| {
            let mut kinds = self.kinds.iter();
            kinds.find_map(|kind| Some(Picked::new(sent::value(*kind, attachment)?, *kind)))
        };
        attachments.iter().filter_map(one).collect()
    }

    /// The answer that a tap on one of the choices is, or on yes or no.
    pub(super) fn tapped(&self, value: &Value) -> Option<Picked> {
        let choice = self.choices.iter().find(|choice| &choice.value == value);
        choice.map(Picked::choice).or_else(|| {
            let yes_no = AnswerKind::Said(Type::YesNo);
            let agreed = self.kinds.contains(&yes_no) && value.is_boolean();
            agreed.then(|| Picked::new(value.clone(), yes_no))
        })
    }

    fn typed_whole(&self, message: &Message) -> Option<Picked> {
        self.of_types(|kind| answer::whole(kind, message, &self.hint))
    }

    /// What the `regex` found, as an answer of one of the types.
    fn stretch(&self, message: &Message, at: Range<usize>) -> Option<Picked> {
        let text = message.typed.get(at)?.trim();
        let typed = self.typed_whole(&Message::new(text));
        let free = self.kinds.contains(&AnswerKind::TEXT);
        typed.or_else(|| free.then(|| Picked::new(Value::from(text), AnswerKind::TEXT)))
    }

    /// The first of the types that understands something.
    fn of_types(&self, hear: impl Fn(Type) -> Option<Value>) -> Option<Picked> {
        self.types().find_map(|kind| Some(Picked::new(hear(kind)?, AnswerKind::Said(kind))))
    }

    /// Types that are told from what is no answer by their words.
    fn types(&self) -> impl Iterator<Item = Type> {
        self.kinds.iter().filter_map(|kind| kind.typed())
    }

    /// Whether a text is nothing but words that say nothing.
    fn says_nothing(&self, text: &str) -> bool {
        answer::telling(text, &self.hint).is_empty()
    }
}

/// Whether two stretches share a letter.
pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
