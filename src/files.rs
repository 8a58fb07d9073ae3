//! A bot's folder on disk: reading it, noticing that it has changed, and changing its files.

pub mod media;
pub mod read;
pub mod rewrite;
pub mod watch;
