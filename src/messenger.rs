//! The wire to Meta: its requests become arrivals, our replies become calls of its Send API, its
//! answers become verdicts.
//!
//! This is the only module that knows Meta's JSON. Everything in it is pure, except the client in
//! [`graph`].

pub mod answer;
pub mod encode;
pub mod graph;
pub mod handshake;
pub mod hints;
pub mod message;
pub mod profile;
pub mod signature;
pub mod webhook;

mod codes;
mod inbox;
mod sent;
