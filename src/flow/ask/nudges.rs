//! `nudge`: what is said or done while the visitor is silent.

use crate::flow::duration;
use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::ask::Nudge;
use crate::flow::outline::{Head, Step};
use crate::flow::verb::Verb;
use crate::limits::NUDGES_MAX;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

impl Gate<'_> {
    /// A map from length of time to steps, sorted by time.
    pub(super) fn nudges(&mut self, step: &Step<'_>, field: &Field<'_>) -> Vec<Nudge> {
        if !matches!(field.node.kind, NodeKind::Map(_)) {
            self.tell(wrong_shape(field).fix("nudge: {15m: Are you still there?}"));
            return Vec::new();
        }
        if step.arms.len() > NUDGES_MAX {
            let headline = format!("A question may nudge {NUDGES_MAX} times at most");
            self.tell(Diagnostic::error(Code("K205"), field.span, headline));
        }
        let mut nudges = Vec::new();
        for arm in &step.arms {
            let Head::Key(text, span) = arm.head else { continue };
            let steps = self.steps(&arm.steps);
            self.nudge_asks_nobody(&arm.steps);
            let Some(after) = duration::parse(&text.value) else {
                let headline = "\"nudge\" wants a duration";
                self.tell(
                    Diagnostic::error(Code("K206"), span, headline)
                        .label("like 30s, 15m, 2h, 1d")
                        .fix("nudge: {15m: Are you still there?}"),
                );
                continue;
            };
            nudges.push(Nudge { after, steps });
        }
        nudges.sort_by_key(|nudge| nudge.after);
        nudges
    }

    /// A question that is still open cannot wait for another server; what runs later can.
    fn nudge_asks_nobody(&mut self, steps: &[Step<'_>]) {
        for step in steps.iter().filter(|step| step.verb != Verb::Later) {
            if step.verb == Verb::Http {
                let headline = "A nudge cannot ask another server: its question is still open";
                self.tell(
                    Diagnostic::error(Code("F819"), step.span, headline)
                        .label("ask it before the question, or in steps of a `later`")
                        .fix("- later: 1s\n  steps: [{http: …}, …]"),
                );
            }
            step.arms.iter().for_each(|arm| self.nudge_asks_nobody(&arm.steps));
            self.nudge_asks_nobody(&step.rest);
        }
    }
}
