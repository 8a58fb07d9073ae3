//! The wire to Meta, both ways, against fixtures of its shapes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod answer;
mod arrivals;
mod encode;
mod fields;
mod graph;
mod hostile;
mod message;
mod others;
mod profile;
mod signature;
mod webhook;
mod written;
