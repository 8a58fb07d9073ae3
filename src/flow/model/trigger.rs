//! What starts a flow.

use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::Rule;
use crate::source::{Place, Span};

/// One trigger of a flow.
#[derive(Debug)]
pub struct Trigger {
    /// Where it stands.
    pub span: Span,
    /// The same for people.
    pub place: Place,
    /// What it takes.
    pub kind: TriggerKind,
}

/// What a trigger takes.
#[derive(Debug)]
pub enum TriggerKind {
    /// A message's text.
    Text(Rule),
    /// A payload.
    Payload(PayloadPattern),
    /// `{event: get_started}`.
    GetStarted,
    /// `any message`.
    AnyMessage,
}
