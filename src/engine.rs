//! The pure middle: `turn(bot, conversation, input, moment)` is a value, and the same arguments give
//! the same value. It reads no clock, rolls no dice of its own and calls nobody.

mod answer;
mod breaker;
mod contest;
mod dice;
mod each;
mod event;
mod exec;
mod failure;
mod fetched;
mod held;
mod human;
mod later;
mod locale;
mod notes;
mod often;
pub mod on_page;
mod open;
mod payload;
mod permit;
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
use crate::engine::dice::Cup;
use crate::engine::run::Run;
use crate::engine::scope::View;
use crate::engine::scope::event::About;
use crate::template::render::Scope;
use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::input::Input;
use crate::words::name::{Value, Vars};
use crate::words::turn::{Moment, Turn};

/// Gives one input to one conversation.
#[must_use]
pub fn turn(bot: &Bot, before: &Conversation, input: &Input, at: &Moment) -> Turn {
    let mut run = Run::new(bot, before, input, at);
    let outcome = route::input(&mut run, &input.kind);
    run.finish(outcome, before)
}

/// What the texts of a conversation read now under a name that is no plain variable: `user`, `chat`,
/// `flow` …
#[must_use]
pub fn look(bot: &Bot, state: &Conversation, now: Timestamp, root: &str) -> Option<Value> {
    let items = &Vars::new();
    let (about, cup) = (About::Nothing, Cup::idle());
    View { bot, state, run: None, about, spoken: None, now, with: None, items, cup }.get(root)
}
