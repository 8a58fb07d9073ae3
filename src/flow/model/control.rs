//! Steps that decide what runs next: calls, cases, chance, rounds.

use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::flow::model::{Condition, Step};
use crate::source::Span;
use crate::template::batch::ExprId;
use crate::words::name::{ArmKey, FlowName, VarName};

/// A `call`: another flow runs, then this one goes on.
#[derive(Debug)]
pub struct Call {
    /// The other flow.
    pub flow: FlowName,
    /// What it starts with, of its `params`.
    pub with: Vec<(VarName, Given)>,
    /// What takes the value that it returns.
    pub save: Option<Slot>,
}

/// A `switch`.
#[derive(Debug)]
pub struct Switch {
    /// What is compared.
    pub on: ExprId,
    /// Its cases, in order.
    pub cases: Vec<Case>,
    /// `else`.
    pub otherwise: Vec<Step>,
}

/// One case of a `switch`.
#[derive(Debug)]
pub struct Case {
    /// What the value is then.
    pub value: String,
    /// Where that stands.
    pub at: Span,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A `one_of`.
#[derive(Debug)]
pub struct OneOf {
    /// Its arms, in order.
    pub arms: Vec<Arm>,
    /// How an arm is drawn.
    pub draw: Draw,
}

/// One arm of a `one_of`.
#[derive(Debug)]
pub struct Arm {
    /// The digest of its steps, by which it is remembered.
    pub key: ArmKey,
    /// How often it comes, against the others.
    pub weight: u32,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// How an arm is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// Anew each time.
    Free,
    /// Once for each visitor.
    Sticky,
    /// Never the same twice in a row.
    NoRepeat,
}

/// A `repeat`.
#[derive(Debug)]
pub struct Repeat {
    /// What decides how many rounds there are.
    pub rounds: Rounds,
    /// The steps of one round.
    pub steps: Vec<Step>,
}

/// What decides how many rounds a `repeat` has.
#[derive(Clone, Debug)]
pub struct Rounds {
    /// Over what it goes.
    pub over: Over,
    /// At most so many.
    pub max: u32,
}

/// Over what a `repeat` goes.
#[derive(Clone, Debug)]
pub enum Over {
    /// The items of a list, each in a variable.
    Items(VarName, ExprId),
    /// So many rounds.
    Times(ExprId),
    /// As long as a condition holds.
    While(Condition),
}

/// A `once` step.
#[derive(Debug)]
pub struct Once {
    /// Steps of the first time.
    pub steps: Vec<Step>,
    /// Steps of every other time.
    pub otherwise: Vec<Step>,
}
