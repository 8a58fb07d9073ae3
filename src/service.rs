//! The running thing: a web server that takes events, workers that turn them into replies, a bot
//! that is swapped when its files change.

mod acquaint;
pub mod app;
mod calls;
mod desk;
mod errands;
pub mod gate;
mod heads;
pub mod intake;
mod linked;
pub mod live;
mod media;
mod page;
mod quiet;
mod renewed;
mod routes;
pub mod seen;
mod stale;
mod timers;
mod wanted;
mod worker;
