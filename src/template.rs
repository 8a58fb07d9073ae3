//! Tera: all of a bot's texts and expressions compiled in one batch, rendered within counted budgets,
//! with every error at the author's own place.

pub mod around;
pub mod batch;
mod chance;
mod collection;
mod compiled;
mod convert;
mod dates;
mod distance;
mod expression;
mod fault;
mod filters;
mod foreign;
mod found;
mod frame;
mod grammar;
mod guard;
mod language;
mod languages;
mod library;
mod links;
mod look;
mod meter;
mod mistake;
mod misuse;
mod money;
mod notes;
mod openings;
mod origin;
mod own;
pub mod pairs;
mod path;
mod phone;
mod pieces;
mod press;
pub mod render;
mod scan;
pub mod sentences;
mod signature;
pub mod tables;
mod token;
pub mod vocabulary;
mod walk;
mod weave;

#[cfg(test)]
mod tests;
