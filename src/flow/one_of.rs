//! `one_of`: chance decides which steps run.

use crate::flow::digest;
use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::control::{Arm, Draw, OneOf};
use crate::flow::outline::Step;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

/// What `one_of` reads.
pub(super) const KEYS: &[Key] = &[
    key("one_of", Shape::Arms, "a list of steps, or of lists of steps; chance takes one"),
    key("weights", Shape::Numbers, "how often each comes, such as [70, 30]"),
    key("sticky", Shape::YesNo, "the same one for a visitor each time; needs an id"),
    key("no_repeat", Shape::YesNo, "never the same one twice in a row"),
];

impl Gate<'_> {
    /// A `one_of`.
    pub(super) fn one_of(&mut self, step: &Step<'_>) -> Option<StepKind> {
        let verb = step.fields.get("one_of")?;
        if step.arms.is_empty() {
            self.tell(wrong_shape(verb).fix("one_of: [Hi!, Hello!]"));
            return None;
        }
        let weights = step.fields.get("weights").map(|field| self.weights(field, step.arms.len()));
        let weights = weights.unwrap_or_else(|| vec![1; step.arms.len()]);
        let keys = digest::arms(&step.arms);
        let arms = step.arms.iter().zip(keys).zip(weights);
        let arms =
            arms.map(|((arm, key), weight)| Arm { key, weight, steps: self.steps(&arm.steps) });
        let arms = arms.collect();
        Some(StepKind::OneOf(OneOf { arms, draw: self.draw(step) }))
    }

    fn draw(&mut self, step: &Step<'_>) -> Draw {
        let yes = |gate: &mut Self, key| {
            step.fields.get(key).and_then(|field| gate.yes_no(field)).unwrap_or(false)
        };
        let (sticky, no_repeat) = (yes(self, "sticky"), yes(self, "no_repeat"));
        if let Some(field) = step.fields.get("sticky").filter(|_| sticky) {
            self.needs_id(step, field, "sticky");
        }
        match (sticky, no_repeat) {
            (true, _) => Draw::Sticky,
            (false, true) => Draw::NoRepeat,
            (false, false) => Draw::Free,
        }
    }

    /// What is remembered by a step's name needs one that edits leave alone.
    pub(super) fn needs_id(&mut self, step: &Step<'_>, field: &Field<'_>, word: &str) {
        if step.id().is_none() {
            let headline =
                format!("\"{word}\" needs an `id`, or an edit would make saywhen forget it");
            let told = Diagnostic::error(Code("K211"), field.span, headline);
            self.tell(told.fix("id: greeting"));
        }
    }

    /// One whole number for each arm, not all of them nothing.
    fn weights(&mut self, field: &Field<'_>, arms: usize) -> Vec<u32> {
        let NodeKind::List(items) = &field.node.kind else {
            self.tell(wrong_shape(field).fix("weights: [70, 30]"));
            return Vec::new();
        };
        let each = items.iter().map(|node| self.number::<u16>(&Field { node, ..*field }));
        let each: Vec<Option<u16>> = each.collect();
        let weights: Vec<u32> = each.iter().flatten().map(|weight| u32::from(*weight)).collect();
        if weights.len() == each.len() && (weights.len() != arms || weights.iter().all(|w| *w == 0))
        {
            let headline = format!("\"weights\" wants {arms} numbers, one for each of the list");
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
        }
        weights
    }
}
