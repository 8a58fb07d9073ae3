//! Every type that is stored or sent: what Meta told, where a conversation stands, what a turn
//! decided. No bot, engine or store in here; all of it is serde and canonical.

pub mod address;
pub mod arrival;
pub mod aside;
pub mod channel;
pub mod conversation;
pub mod event;
pub mod input;
pub mod merged;
pub mod name;
pub mod person;
pub mod profile;
pub mod quoted;
pub mod recorded;
pub mod reply;
pub mod trace;
pub mod turn;
pub mod wall;
pub mod way;
pub mod window;
