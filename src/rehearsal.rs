//! Conversations without a world: the real engine, with inputs, clock and dice in the hand. `test`
//! runs on it, and so do our own goldens.

mod asked;
mod bubble;
mod claim;
mod event;
mod expand;
mod given;
mod player;
mod said;
mod screen;
mod thread;
mod told;
mod written;

pub mod run;
pub mod stage;
pub mod update;
