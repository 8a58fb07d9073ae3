//! Keys that every step may have.

use crate::flow::key::{Key, Shape, key};

/// Keys that every step may have.
pub(super) const KEYS: &[Key] = &[
    key("id", Shape::Name, "the step's name, for goto and buttons"),
    key("if", Shape::Expression, "the step runs only if this holds"),
    key("note", Shape::Text, "documentation"),
    key("on_error", Shape::Name, "the flow that runs when this step fails"),
    key("persona", Shape::Name, "who speaks, by the name in bot.yaml"),
];
