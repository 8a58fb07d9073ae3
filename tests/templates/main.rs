//! Templates from outside: what they promise, what hostile ones may cost, and that no text whatever
//! makes them panic.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod bombs;
mod cases;
mod files;
mod functions;
mod meaning;
mod mistakes;
mod quoting;
mod soup;
mod stage;
mod tables;
