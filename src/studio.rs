//! The `dev` page: talk to the bot through the real webhook, engine, store and outbox, against a
//! Messenger of our own.

mod ahead;
mod assets;
mod backward;
mod deed;
mod desk;
pub mod dev;
mod did;
mod forward;
mod learn;
mod live;
mod lock;
mod map;
mod offer;
pub mod past;
mod routes;
mod stay;
mod tape;
mod travel;
mod view;
mod why;
