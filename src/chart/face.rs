//! How one operation looks in a graph: its shape, and what it says.

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind};
use crate::chart::Shape;
use crate::flow::model::say::{Bubbles, Say};

/// Letters of a text that a node shows.
const TEXT_MAX: usize = 34;

/// How its node looks.
pub(super) fn shape(op: &Op) -> Shape {
    match &op.kind {
        OpKind::Ask(..) => Shape::Ask,
        OpKind::Unless(..)
        | OpKind::Switch(..)
        | OpKind::OneOf(..)
        | OpKind::Rounds(..)
        | OpKind::Once(_) => Shape::Branch,
        OpKind::Gate(_)
        | OpKind::Say(_)
        | OpKind::Media(_)
        | OpKind::Cards(_)
        | OpKind::Raw(_)
        | OpKind::Form(_)
        | OpKind::Wait
        | OpKind::Set(_)
        | OpKind::Jump(_)
        | OpKind::Again(_)
        | OpKind::Call(_)
        | OpKind::Return(_)
        | OpKind::Forget(_)
        | OpKind::EndAll
        | OpKind::Goto(_)
        | OpKind::Later(..)
        | OpKind::CancelLater(_)
        | OpKind::Pause(_)
        | OpKind::Seen
        | OpKind::React(_)
        | OpKind::Handover(_)
        | OpKind::TakeBack
        | OpKind::Tag(_)
        | OpKind::Language(_)
        | OpKind::Track(_)
        | OpKind::Log(_)
        | OpKind::Notify(_)
        | OpKind::Http(..) => Shape::Step,
    }
}

/// What an operation says, cut to what a node has room for.
pub(super) fn words(bot: &Bot, op: &Op) -> String {
    let of = |say: &Say| match &say.bubbles {
        Bubbles::Texts(texts) => {
            texts.first().map(|id| cut(bot.texts.written(*id))).unwrap_or_default()
        }
        Bubbles::Template { file, .. } => cut(bot.texts.written(*file)),
    };
    match &op.kind {
        OpKind::Say(say) => of(say),
        OpKind::Ask(ask, _) => of(&ask.say),
        OpKind::Cards(cards) => {
            cards.cards.first().map(|card| cut(bot.texts.written(card.title))).unwrap_or_default()
        }
        OpKind::Gate(_)
        | OpKind::Media(_)
        | OpKind::Raw(_)
        | OpKind::Form(_)
        | OpKind::Wait
        | OpKind::Set(_)
        | OpKind::Unless(..)
        | OpKind::Jump(_)
        | OpKind::Switch(..)
        | OpKind::OneOf(..)
        | OpKind::Rounds(..)
        | OpKind::Again(_)
        | OpKind::Once(_)
        | OpKind::Call(_)
        | OpKind::Return(_)
        | OpKind::Forget(_)
        | OpKind::EndAll
        | OpKind::Goto(_)
        | OpKind::Later(..)
        | OpKind::CancelLater(_)
        | OpKind::Pause(_)
        | OpKind::Seen
        | OpKind::React(_)
        | OpKind::Handover(_)
        | OpKind::TakeBack
        | OpKind::Tag(_)
        | OpKind::Language(_)
        | OpKind::Track(_)
        | OpKind::Log(_)
        | OpKind::Notify(_)
        | OpKind::Http(..) => String::new(),
    }
}

/// As much of a text as a node has room for.
pub(super) fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TEXT_MAX {
        return line;
    }
    line.chars().take(TEXT_MAX.saturating_sub(1)).chain(['…']).collect()
}
