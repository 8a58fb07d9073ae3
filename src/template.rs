//! Tera: all of a bot's texts and expressions compiled in one batch, rendered within counted budgets,
//! with every error at the author's own place.

pub mod batch;
pub mod render;
