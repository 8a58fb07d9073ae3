//! The pure middle: `turn(bot, conversation, input, moment)` is a value, and the same arguments give
//! the same value. It reads no clock, rolls no dice of its own and calls nobody.

mod answer;
mod breaker;
mod contest;
mod dice;
mod each;
pub mod edited;
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
mod profile;
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
use crate::words::name::{Channel, Value, Vars};
use crate::words::turn::{Moment, TimerChange, Turn};

/// Gives one input to one conversation. If the turn reads what Meta has to tell of the visitor, and
/// nobody has asked yet, the turn is to ask, and the input is worked on when the answer is there.
#[must_use]
pub fn turn(bot: &Bot, before: &Conversation, input: &Input, at: &Moment) -> Turn {
    if let Some(told) = profile::told(before, input, at.now) {
        let (mut turn, _) = work(bot, &told.before, &told.input, at);
        turn.timers.insert(0, TimerChange::Drop(fetched::deadline(&told.fetch)));
        return turn;
    }
    let (turn, lacks) = work(bot, before, input, at);
    let wait = || profile::wait(bot, before, input, at);
    lacks.then(wait).flatten().unwrap_or(turn)
}

/// Works a turn out with what is known; whether it has read of the profile what is not.
fn work(bot: &Bot, before: &Conversation, input: &Input, at: &Moment) -> (Turn, bool) {
    let mut run = Run::new(bot, before, input, at);
    let outcome = route::input(&mut run, &input.kind);
    let lacks = run.lacks.get();
    (run.finish(outcome, before), lacks)
}

/// A conversation after an input that could not be worked on: what waited for a profile waits no
/// more.
#[must_use]
pub fn given_up(before: &Conversation, input: &Input) -> Conversation {
    profile::told(before, input, input.at).map_or_else(|| before.clone(), |told| told.before)
}

/// What the texts of a conversation read now under a name that is no plain variable: `user`, `chat`,
/// `flow` …
#[must_use]
pub fn look(
    bot: &Bot,
    (channel, state): (Channel, &Conversation),
    now: Timestamp,
    root: &str,
) -> Option<Value> {
    let items = &Vars::new();
    let (about, cup) = (About::Nothing, Cup::idle());
    let (run, spoken, with) = (None, None, None);
    View { bot, channel, state, run, about, spoken, now, with, items, cup }.get(root)
}
