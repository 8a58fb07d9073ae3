//! `repeat` and `while`: the same steps in several rounds.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::control::{Over, Repeat, Rounds};
use crate::flow::model::{Step, StepKind};
use crate::flow::outline;
use crate::flow::parts::{self, Part};
use crate::limits::{FETCHES_IN_A_ROW_MAX, LOOP_ITEMS_MAX, LOOP_NESTING_MAX, LOOP_ROUNDS};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{NodeKind, Text};

/// What `repeat` reads.
pub(super) const KEYS: &[Key] = &[
    key("repeat", Shape::Expression, "item in a list, or how many times"),
    key("while", Shape::Expression, "as long as this holds; needs a question inside"),
    key("steps", Shape::Steps, "the steps of one round"),
    key("max", Shape::Number, "rounds at most; 50 if nothing is said"),
];

impl Gate<'_> {
    /// A `repeat` or `while`.
    pub(super) fn repeat(&mut self, step: &outline::Step<'_>) -> Option<StepKind> {
        let over = self.over(step);
        let max = step.fields.get("max").map(|field| self.max_rounds(field));
        self.loops.push(step.name.clone());
        let steps = self.steps(&step.rest);
        self.too_deep(step);
        self.loops.pop();
        if step.rest.is_empty() {
            let headline = "This repeat has no steps";
            let told = Diagnostic::error(Code("K204"), step.span, headline);
            self.tell(told.fix("steps: [{ask: …, save: …}]"));
            return None;
        }
        self.too_many_calls(step, &steps);
        let over = over?;
        if matches!(over, Over::While(_)) && !waits(&steps) {
            let headline = "This `while` never asks anything, so its condition can't change";
            self.tell(
                Diagnostic::error(Code("F803"), step.span, headline)
                    .fix("ask something in its steps"),
            );
        }
        let max = max.unwrap_or(Some(LOOP_ROUNDS))?;
        Some(StepKind::Repeat(Repeat { rounds: Rounds { over, max }, steps }))
    }

    fn over(&mut self, step: &outline::Step<'_>) -> Option<Over> {
        if let (Some(_), Some(second)) = (step.fields.get("repeat"), step.fields.get("while")) {
            let headline = "This step does two things at once: repeat and while";
            let told = Diagnostic::error(Code("K203"), second.span, headline);
            self.tell(told.label("one step, one verb"));
            return None;
        }
        if let Some(field) = step.fields.get("while") {
            return self.condition(field).map(Over::While);
        }
        let field = step.fields.get("repeat")?;
        let text = self.plain(field)?;
        match text.value.split_once(" in ") {
            Some((name, _)) => self.items(field, text, name),
            None => self.condition(field).map(|times| Over::Times(times.expr)),
        }
    }

    /// `item in cart`.
    fn items(&mut self, field: &Field<'_>, text: &Text, name: &str) -> Option<Over> {
        let span = field.node.span;
        let at = self.part(span, text, 0..name.trim_end().len());
        let item = self.run_variable(name.trim(), at);
        let from = name.len().saturating_add(" in ".len());
        let list = self.batch.expr(text, span, from..text.value.len());
        Some(Over::Items(item?, list))
    }

    fn max_rounds(&mut self, field: &Field<'_>) -> Option<u32> {
        let max = self.number::<u32>(field)?;
        let most = u32::try_from(LOOP_ITEMS_MAX).unwrap_or(u32::MAX);
        if !(1..=most).contains(&max) {
            let headline = format!("\"max\" wants a number from 1 to {most}");
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
            return None;
        }
        Some(max)
    }

    /// Tells a repeat of a written number of rounds, each with a call and none with a question, that
    /// asks other servers more often than one message may.
    fn too_many_calls(&mut self, step: &outline::Step<'_>, steps: &[Step]) {
        let number = |key| match &step.fields.get(key)?.node.kind {
            NodeKind::Text(text) => text.value.trim().parse::<u32>().ok(),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        };
        let (times, max) = (number("repeat"), number("max"));
        let rounds = times.unwrap_or(0).min(max.unwrap_or(LOOP_ROUNDS));
        let calls = steps.iter().filter(|step| step.condition.is_none() && is_call(step)).count();
        let calls = u32::try_from(calls).unwrap_or(u32::MAX).saturating_mul(rounds);
        let leaves = steps.iter().any(|step| !is_call(step) && leaves(step));
        if calls <= u32::from(FETCHES_IN_A_ROW_MAX) || leaves || waits(steps) {
            return;
        }
        let headline = format!(
            "This repeat asks other servers {calls} times; one message may do so \
             {FETCHES_IN_A_ROW_MAX} times"
        );
        let told = Diagnostic::error(Code("F820"), step.span, headline);
        self.tell(told.fix("ask that server once, for all of it"));
    }

    fn too_deep(&mut self, step: &outline::Step<'_>) {
        if self.loops.len() == LOOP_NESTING_MAX.saturating_add(1) {
            let headline = format!("More than {LOOP_NESTING_MAX} repeats lie inside one another");
            let told = Diagnostic::error(Code("F815"), step.span, headline);
            self.tell(told.fix("put the inner one into a flow of its own, and `call` it"));
        }
    }
}

fn is_call(step: &Step) -> bool {
    matches!(step.kind, StepKind::Http(_))
}

/// Whether a step may end the rounds.
fn leaves(step: &Step) -> bool {
    let mut found = false;
    parts::walk(std::slice::from_ref(step), &mut |part| {
        if let Part::Step(step) = part {
            found |= matches!(
                step.kind,
                StepKind::Goto(_) | StepKind::Return(_) | StepKind::EndAll | StepKind::Handover(_)
            );
        }
    });
    found
}

/// Whether a round waits for the visitor, here or in a flow that it calls.
fn waits(steps: &[Step]) -> bool {
    let mut found = false;
    parts::walk(steps, &mut |part| {
        if let Part::Step(step) = part {
            found |= matches!(step.kind, StepKind::Ask(_) | StepKind::Call(_));
        }
    });
    found
}
