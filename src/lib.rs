//! saywhen: a declarative conversation engine for Facebook Messenger.
//!
//! A bot is a folder of YAML flows and Tera templates. `ARCHITECTURE.md` shows the floors that the
//! modules below are stacked in; a module names only modules of lower floors.

// Floor 0
pub mod limits;
pub mod secret;
pub mod source;
pub mod time;
// Floor 1
pub mod words;
// Floor 2
pub mod pattern;
pub mod template;
// Floor 3
pub mod flow;
pub mod script;
// Floor 4
pub mod bot;
// Floor 5
pub mod chart;
pub mod engine;
pub mod proof;
// Floor 6
pub mod fetch;
pub mod files;
pub mod messenger;
pub mod store;
// Floor 7
pub mod fake;
pub mod outbox;
// Floor 8
pub mod rehearsal;
pub mod service;
// Floor 9
pub mod studio;
// Floor 10
pub mod cli;
