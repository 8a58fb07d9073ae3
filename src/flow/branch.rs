//! `if` as a block: `then`, `elif`, `else`.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::branch::If;
use crate::flow::outline::{Head, Step};

const IF: Key = key("if", Shape::Expression, "the condition");

/// What an `if` block reads.
pub(super) const KEYS: &[Key] = &[
    IF,
    key("then", Shape::Steps, "steps if it holds"),
    key("elif", Shape::Elifs, "further conditions, each with its steps"),
    key("else", Shape::Steps, "steps if none holds"),
];

/// What one item of `elif` reads.
pub(super) const ELIF: &[Key] = &[IF, key("then", Shape::Steps, "steps if it holds")];

impl Gate<'_> {
    /// An `if` block.
    pub(super) fn branch(&mut self, step: &Step<'_>) -> Option<StepKind> {
        let arms = step.arms.iter().map(|arm| {
            let condition = match arm.head {
                Head::Condition(node) => self.condition(&Field { key: &IF, span: node.span, node }),
                Head::Key(..) | Head::Item => None,
            };
            let steps = self.steps(&arm.steps);
            condition.map(|condition| (condition, steps))
        });
        let arms: Vec<_> = arms.collect();
        let otherwise = self.steps(&step.rest);
        let arms = arms.into_iter().collect::<Option<Vec<_>>>()?;
        Some(StepKind::If(If { arms, otherwise }))
    }
}
