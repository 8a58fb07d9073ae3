//! Values that are set.

use crate::flow::model::slot::Slot;
use crate::template::batch::{ExprId, TextId};
use crate::words::name::Value;

/// A value in a map of the author's: a plain number, or a text (`{{ x }}` alone keeps its type).
#[derive(Clone, Debug)]
pub enum Given {
    /// As it stands there.
    Value(Value),
    /// To be rendered.
    Text(TextId),
}

/// One assignment.
#[derive(Clone, Debug)]
pub struct Assign {
    /// What is set.
    pub slot: Slot,
    /// To what.
    pub value: Assigned,
}

/// The right side of an assignment.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// A bare expression: `set: total = count * price`.
    Expr(ExprId),
    /// A value of a map: `set: {city: Paris}`.
    Given(Given),
    /// Added to what is there: `set: cart += item`.
    Added(ExprId),
}
