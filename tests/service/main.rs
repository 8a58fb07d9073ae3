//! The running service at its rim: webhook requests in over HTTP, calls of the Send API out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::as_conversions,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod accounts;
mod app;
mod apps;
mod bots;
mod events;
mod faulty;
mod http;
mod instagram;
mod instagram_events;
mod logs;
mod media;
mod order;
mod pages;
mod profile;
mod rough;
mod saves;
mod secrets;
mod sendapi_cases;
mod shop;
mod shown;
mod timers;
mod tutorial;
mod verdicts;
mod webhook_cases;
mod webhooks;
mod wire;
