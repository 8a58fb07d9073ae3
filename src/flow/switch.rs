//! `switch`: one value, several cases.

use std::collections::BTreeMap;

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::control::{Case, Switch};
use crate::flow::outline::{Head, Step};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `switch` reads.
pub(super) const KEYS: &[Key] = &[
    key("switch", Shape::Expression, "the value that is compared"),
    key("cases", Shape::Cases, "steps for each value; yes and no are truth"),
    key("else", Shape::Steps, "steps if no case fits"),
];

impl Gate<'_> {
    /// A `switch`.
    pub(super) fn switch(&mut self, step: &Step<'_>) -> Option<StepKind> {
        let verb = step.fields.get("switch")?;
        let on = self.condition(verb).map(|value| value.expr);
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut cases = Vec::with_capacity(step.arms.len());
        for arm in &step.arms {
            let steps = self.steps(&arm.steps);
            let Head::Key(text, span) = arm.head else { continue };
            let value = as_compared(&text.value);
            if let Some(first) = seen.insert(value.clone(), span) {
                let headline = format!("The case \"{}\" is here twice", text.value);
                let told = Diagnostic::error(Code("F814"), span, headline);
                self.tell(told.related(first, "the first one").label("only one can ever run"));
            }
            cases.push(Case { value, at: span, steps });
        }
        let otherwise = self.steps(&step.rest);
        let unread = |field: &Field<'_>| {
            self.told.diagnostics.iter().any(|one| {
                one.code == Code("K201")
                    && one.span.is_some_and(|span| span.source == field.span.source)
            })
        };
        if cases.is_empty() && unread(verb) {
            return None;
        }
        if cases.is_empty() {
            let field = step.fields.get("cases").unwrap_or(verb);
            let told = Diagnostic::error(Code("K204"), field.span, "This switch has no cases");
            self.tell(told.fix("cases: {Large: …, Small: …}"));
            return None;
        }
        Some(StepKind::Switch(Switch { on: on?, cases, otherwise }))
    }
}

/// A case as values are compared with it: yes and no are true and false.
fn as_compared(case: &str) -> String {
    match case.to_lowercase().as_str() {
        "yes" | "true" => "true".to_owned(),
        "no" | "false" => "false".to_owned(),
        _ => case.to_owned(),
    }
}
