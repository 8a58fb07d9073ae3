//! A bot's folder on disk: reading it, and noticing that it has changed.

pub mod media;
pub mod read;
pub mod watch;
