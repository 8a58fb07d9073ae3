//! What LANGUAGE says about triggers and folding, sentence by sentence, and what holds for any text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

mod agreement;
mod answers;
mod folding;
mod hostile;
mod naive;
mod payloads;
mod properties;
mod regexes;
mod rules;
