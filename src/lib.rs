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
// Floor 6
pub mod store;
