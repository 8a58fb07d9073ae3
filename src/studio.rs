//! The `dev` page: talk to the bot through the real webhook, engine, store and outbox, against a
//! Messenger of our own.

pub mod dev;
mod learn;
mod lock;
mod map;
mod routes;
