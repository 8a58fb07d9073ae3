//! What a message says to the open question: an answer, several, that there is none, that this was
//! all, yes or no to an answer.

use crate::engine::answer::{Ear, Picked};
use crate::engine::open::{self, Asked};
use crate::engine::question::notes::{self, Notes};
use crate::engine::run::Run;
use crate::engine::visitor::Visitor;
use crate::flow::model::answer::AnswerKind;
use crate::pattern::answer::{self, Type};
use crate::pattern::fold::Message;
use crate::words::conversation::{Frame, Question};
use crate::words::event::Attachment;
use crate::words::name::Value;

/// What was understood.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) enum Heard {
    /// The question is skipped.
    Skipped,
    /// The answer that was asked back is right, or is not.
    Agreed(bool),
    /// The list is complete.
    Done,
    /// An answer, or items of a list.
    Answers(Vec<Picked>),
}

/// The whole message is a choice, a word that skips, yes or no, or the end of a list (5.3.1).
pub(in crate::engine) fn exactly(run: &Run<'_>, message: &Message) -> Option<Heard> {
    let open = Open::on_top(run)?;
    if open.asked.ask.skip_words.iter().any(|word| word.find(message).is_some()) {
        return Some(Heard::Skipped);
    }
    let agreed = open.confirms().and_then(|ear| ear.exactly(message));
    let picked = || open.ear().exactly(message).map(one);
    let done = || {
        (open.is_list() && answer::is_done(message, &open.visitor.hint())).then_some(Heard::Done)
    };
    agreed.as_ref().and_then(agreement).or_else(picked).or_else(done)
}

/// The message is nothing but an answer (5.3.4). Text is one where a `must` says which.
pub(in crate::engine) fn whole(run: &Run<'_>, message: &Message) -> Option<Heard> {
    let open = Open::on_top(run)?;
    if let Some(agreed) = open.confirms().and_then(|ear| ear.whole(message)) {
        return agreement(&agreed);
    }
    let understood = if open.is_list() {
        open.ear().items(message).map(Heard::Answers)
    } else {
        open.ear().whole(message).map(one)
    };
    understood.or_else(|| open.text(message).filter(|_| open.asked.ask.holds.must.is_some()))
}

/// The question takes any text (5.3.5).
pub(in crate::engine) fn free(run: &Run<'_>, message: &Message) -> Option<Heard> {
    let open = Open::on_top(run)?;
    open.text(message).filter(|_| open.asked.ask.holds.must.is_none())
}

/// Exactly one answer is in the message (5.3.7); of a list's items, some.
pub(in crate::engine) fn contained(run: &Run<'_>, message: &Message) -> Option<Heard> {
    let open = Open::on_top(run)?;
    if let Some(agreed) = open.confirms().and_then(|ear| ear.contained(message)) {
        return agreement(&agreed);
    }
    if !open.is_list() {
        return open.ear().contained(message).map(one);
    }
    let all: Vec<Picked> = open.ear().all(message).into_iter().map(|(_, picked)| picked).collect();
    (!all.is_empty()).then_some(Heard::Answers(all))
}

/// Attachments that are answers; the first, unless a list wants them all.
pub(in crate::engine) fn sent(run: &Run<'_>, attachments: &[Attachment]) -> Option<Heard> {
    let open = Open::on_top(run)?;
    let mut all = open.ear().sent(attachments);
    all.truncate(if open.is_list() { all.len() } else { 1 });
    (!all.is_empty()).then_some(Heard::Answers(all))
}

/// A tap on what the question of a run offers.
pub(in crate::engine) fn tapped(run: &Run<'_>, frame: &Frame, value: &Value) -> Option<Heard> {
    let open = Open::of(run, frame)?;
    let agreed = open.confirms().and_then(|ear| ear.tapped(value));
    let picked = || open.ear().tapped(value).map(one);
    let done = || (open.is_list() && value.is_null()).then_some(Heard::Done);
    agreed.as_ref().and_then(agreement).or_else(picked).or_else(done)
}

fn one(picked: Picked) -> Heard {
    Heard::Answers(vec![picked])
}

fn agreement(picked: &Picked) -> Option<Heard> {
    picked.value.as_bool().map(Heard::Agreed)
}

/// The open question of a run, ready to listen.
struct Open<'a> {
    asked: Asked<'a>,
    question: &'a Question,
    notes: Notes,
    visitor: Visitor,
}

impl<'a> Open<'a> {
    fn on_top(run: &'a Run<'_>) -> Option<Self> {
        Self::of(run, run.top()?)
    }

    fn of(run: &'a Run<'_>, frame: &'a Frame) -> Option<Self> {
        let asked = open::asked(run.bot, frame)?;
        let question = frame.open.as_ref()?;
        let (notes, visitor) = (notes::of(frame, &frame.at), Visitor::of(run));
        Some(Self { asked, question, notes, visitor })
    }

    fn ear(&self) -> Ear<'_> {
        let ask = self.asked.ask;
        let (regex, choices) = (ask.holds.regex.as_ref(), &self.question.choices);
        Ear { kinds: &ask.takes.kinds, regex, choices, hint: self.visitor.hint() }
    }

    /// What to listen to for a yes or no while an answer is to be confirmed.
    fn confirms(&self) -> Option<Ear<'_>> {
        const YES_NO: &[AnswerKind] = &[AnswerKind::Said(Type::YesNo)];
        let hint = self.visitor.hint();
        self.notes.kept.as_ref().map(|_| Ear { kinds: YES_NO, regex: None, choices: &[], hint })
    }

    fn is_list(&self) -> bool {
        self.asked.ask.takes.list
    }

    /// The message as it is, if the question takes text and nothing says what is in it.
    fn text(&self, message: &Message) -> Option<Heard> {
        let ask = self.asked.ask;
        let takes = ask.takes.takes(AnswerKind::TEXT) && ask.holds.regex.is_none();
        if !takes || self.notes.kept.is_some() {
            return None;
        }
        let texts = if self.is_list() { message.parts() } else { vec![message.typed.clone()] };
        let picked = texts.into_iter().map(|text| self.ear().text(text));
        let picked: Vec<Picked> = picked.collect();
        (!picked.is_empty()).then_some(Heard::Answers(picked))
    }
}
