//! The source model: flows and steps as written, with their keys known and their places kept.
//! Leaves are still the author's; names exist once this stands.

use crate::flow::fields::{Field, Fields};
use crate::flow::verb::Verb;
use crate::source::Span;
use crate::source::yaml::{Node, Text};
use crate::words::name::StepName;

/// A flow as written.
#[derive(Debug)]
pub(super) struct Flow<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where its name stands.
    pub span: Span,
    /// Its own keys.
    pub fields: Fields<'t>,
    /// Its steps.
    pub steps: Vec<Step<'t>>,
}

/// A step as written.
#[derive(Debug)]
pub(super) struct Step<'t> {
    /// Its verb, or all of a bare text.
    pub span: Span,
    /// What it does.
    pub verb: Verb,
    /// Its keys.
    pub fields: Fields<'t>,
    /// `then` and every `elif`; the cases of a `switch`; the arms of a `one_of`; what a `nudge` says.
    pub arms: Vec<Arm<'t>>,
    /// `else`, the steps of a `repeat` or `once`, the `give_up` steps of an `ask`.
    pub rest: Vec<Self>,
    /// Its name within the flow (MODEL 2.2), given once the flow is read.
    pub name: StepName,
}

/// Steps that run in one of several cases.
#[derive(Debug)]
pub(super) struct Arm<'t> {
    /// Which case.
    pub head: Head<'t>,
    /// Its steps.
    pub steps: Vec<Step<'t>>,
}

/// Which case an arm is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Head<'t> {
    /// A condition holds.
    Condition(&'t Node),
    /// A key of the author's: a case, a length of time.
    Key(&'t Text, Span),
    /// Nothing but its place among the others.
    Item,
}

impl<'t> Step<'t> {
    /// The author's own name for it.
    pub(super) fn id(&self) -> Option<&Field<'t>> {
        self.fields.get("id")
    }

    /// Calls `see` for every step, a step before those inside it.
    pub(super) fn walk<'a>(steps: &'a [Self], see: &mut impl FnMut(&'a Self)) {
        for step in steps {
            see(step);
            for arm in &step.arms {
                Self::walk(&arm.steps, see);
            }
            Self::walk(&step.rest, see);
        }
    }

    /// The same, to change them.
    pub(super) fn walk_mut(steps: &mut [Self], see: &mut impl FnMut(&mut Self)) {
        for step in steps {
            see(step);
            step.arms.iter_mut().for_each(|arm| Self::walk_mut(&mut arm.steps, see));
            Self::walk_mut(&mut step.rest, see);
        }
    }

    /// As [`Step::walk`], with the names of the repeats around each step.
    pub(super) fn walk_in<'a>(
        steps: &'a [Self],
        loops: &mut Vec<StepName>,
        see: &mut impl FnMut(&'a Self, &[StepName]),
    ) {
        for step in steps {
            see(step, loops);
            for arm in &step.arms {
                Self::walk_in(&arm.steps, loops, see);
            }
            let round = step.verb == Verb::Repeat;
            loops.extend(round.then(|| step.name.clone()));
            Self::walk_in(&step.rest, loops, see);
            if round {
                loops.pop();
            }
        }
    }
}
