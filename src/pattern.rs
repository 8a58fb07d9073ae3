//! Matching: what a message says, compared with what triggers ask for. Linear time throughout.

pub mod answer;
pub mod fold;
pub mod payload;
pub mod rule;
pub mod stretch;

mod blame;
mod expression;
mod letters;
mod number;
mod phrase;
mod symbols;
