//! The pure middle: `turn(bot, conversation, input, moment)` is a value, and the same arguments give
//! the same value. It reads no clock, rolls no dice of its own and calls nobody.

mod answer;
mod breaker;
mod contest;
mod dice;
mod each;
mod exec;
mod failure;
mod notes;
mod open;
mod payload;
mod question;
mod reload;
mod render;
mod reply;
mod route;
mod run;
mod scope;
mod stack;
mod step;
mod tap;
mod text;
mod timer;
mod undo;
mod variables;
mod visitor;
mod ways;

use crate::bot::Bot;
use crate::engine::run::Run;
use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::turn::{Moment, Turn};

/// Gives one input to one conversation.
#[must_use]
pub fn turn(bot: &Bot, before: &Conversation, input: &Input, at: &Moment) -> Turn {
    let mut run = Run::new(bot, before, input, at);
    let outcome = route::input(&mut run, &input.kind);
    run.finish(outcome, before)
}
