//! The reference and the schemas say what the parser does: they are printed from its own tables, and
//! held against the files in `docs/`, against their own examples and against the bots of this repository.
//!
//! `UPDATE_GOLDEN=1` writes `docs/language.md` and `docs/schema/` anew; never where `CI` is set.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "tests"
)]

mod changes;
mod chat;
mod examples;
mod golden;
mod schema;
mod tables;
