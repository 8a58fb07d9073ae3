//! Tera: all of a bot's texts and expressions compiled in one batch, rendered within counted budgets,
//! with every error at the author's own place.

pub mod batch;
mod guard;
mod library;
mod meter;
mod mistake;
mod origin;
pub mod render;
mod scan;
mod token;

#[cfg(test)]
mod tests;
