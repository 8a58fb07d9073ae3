//! A message object as the author wrote it.

use crate::template::batch::TextId;
use crate::words::name::Value;

/// A part of a message object.
#[derive(Clone, Debug)]
pub enum Raw {
    /// A number, or true or false.
    Value(Value),
    /// To be rendered; always a text.
    Text(TextId),
    /// To be rendered; `{{ x }}` alone keeps its type.
    Given(TextId),
    /// A list.
    List(Vec<Self>),
    /// A map, in the author's order.
    Map(Vec<(String, Self)>),
}
