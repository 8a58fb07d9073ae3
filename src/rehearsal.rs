//! Conversations without a world: the real engine, with inputs, clock and dice in the hand. `test`,
//! `chat` and `explain` run on it, and so do our own goldens.

mod act;
pub mod again;
pub mod apart;
mod asked;
mod bubble;
pub mod chats;
mod claim;
pub mod contest;
pub mod coverage;
pub mod deploy;
mod differ;
mod event;
mod expand;
pub mod explore;
mod given;
mod player;
mod profile;
mod screen;
mod thread;
mod told;

pub mod replay;
pub mod retold;
pub mod run;
pub mod said;
pub mod stage;
pub mod suite;
pub mod talk;
pub mod title;
pub mod update;
pub mod watched;
pub mod written;
