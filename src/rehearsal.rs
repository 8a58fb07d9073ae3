//! Conversations without a world: the real engine, with inputs, clock and dice in the hand. `test`
//! runs on it, and so do our own goldens.

mod bubble;
mod claim;
pub mod run;
pub mod stage;
mod told;
pub mod update;
