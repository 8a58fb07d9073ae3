//! The real binary: what it takes, what it says, how it ends. `tests/cases/cli.json` holds the cases.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod against;
mod cases;
mod chat;
mod dev;
mod env;
mod explain;
mod explore;
mod fix;
mod fmt;
mod formats;
mod graph;
mod help;
mod life;
mod new;
mod pages;
mod profile;
mod replay;
mod schema;
mod stage;
mod stop;
mod tests;
mod token;
mod translate;
mod tutorial;
