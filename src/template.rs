//! Tera: all of a bot's texts and expressions compiled in one batch, rendered within counted budgets,
//! with every error at the author's own place.

pub mod batch;
mod collection;
mod convert;
mod expression;
mod fault;
mod filters;
mod frame;
mod guard;
mod languages;
mod library;
mod links;
mod meter;
mod mistake;
mod notes;
mod origin;
mod path;
mod pieces;
pub mod render;
mod scan;
mod signature;
mod token;
mod walk;
mod weave;

#[cfg(test)]
mod tests;
