//! `{ask_for: phone}` and `{ask_for: email}`: a tap sends what Messenger knows of the visitor, and
//! that is an answer (MODEL 3).

use crate::engine::open::{self, Asked};
use crate::engine::question::hear;
use crate::engine::question::take::{Sure, take};
use crate::engine::question::wrong::{self, Miss};
use crate::engine::run::Run;
use crate::engine::visitor::Visitor;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::button::{Contact, Tap};
use crate::pattern::answer::{self, Type};
use crate::pattern::fold::Message;
use crate::words::event;
use crate::words::turn::Took;

/// Takes a tap whose payload is its own text as an answer, if the question on top asks for such a
/// number or address.
pub(in crate::engine) fn told(run: &mut Run<'_>, tap: &event::Tap) -> Option<Took> {
    let payload = tap.payload.as_ref().filter(|payload| tap.label.as_ref() == Some(*payload))?;
    let key = run.top().filter(|frame| frame.open.is_some())?.at.clone();
    let asked = open::question(run.bot, &key)?;
    let (message, visitor) = (Message::new(payload), Visitor::of(run));
    let hint = visitor.hint();
    if !wanted(&asked).any(|kind| answer::whole(kind, &message, &hint).is_some()) {
        return None;
    }
    let mut miss = Miss::of(payload);
    let heard = hear::whole(run, &message).or_else(|| hear::free(run, &message));
    let took = take(run, heard, Sure::Yes, &mut miss);
    Some(took.unwrap_or_else(|| wrong::told(run, key, &miss)))
}

/// What the question asks for, by its type or by a quick reply.
fn wanted<'a>(asked: &Asked<'a>) -> impl Iterator<Item = Type> + 'a {
    let by_reply = asked.ask.say.replies.iter().filter_map(|reply| match reply.tap {
        Tap::AskFor(Contact::Phone) => Some(Type::Phone),
        Tap::AskFor(Contact::Email) => Some(Type::Email),
        Tap::Go { .. }
        | Tap::Payload(_)
        | Tap::Link { .. }
        | Tap::Phone(_)
        | Tap::Login(_)
        | Tap::Logout => None,
    });
    let own = [Type::Phone, Type::Email].into_iter();
    let ask = asked.ask;
    by_reply.chain(own.filter(|kind| ask.takes.takes(AnswerKind::Said(*kind))))
}
