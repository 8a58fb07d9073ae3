//! The way out: claim → send → settle, one reply of a conversation after the other (MODEL 9).

pub mod backoff;
pub mod bucket;
pub mod fate;
pub mod pace;
pub mod pump;
pub mod throttle;
pub mod wardrobe;
