//! Matching: what a message says, compared with what triggers ask for. Linear time throughout.

pub mod answer;
pub mod fold;
pub mod moment;
pub mod payload;
pub mod payloads;
pub mod prefilter;
pub mod rule;
pub mod stretch;
pub mod synonyms;

mod blame;
mod case;
mod clue;
mod demand;
mod edits;
mod expression;
mod lean;
mod letters;
mod like;
mod lists;
mod literals;
mod near;
mod number;
mod phrase;
mod rest;
mod symbols;
mod within;
mod witness;
