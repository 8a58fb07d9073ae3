//! Buttons of Messenger's own that others take the place of: the menu (M712), Get Started (M711).

use crate::flow::fields::Fields;
use crate::flow::gate::Gate;
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::settings::Settings;
use crate::flow::model::{Flow, StepKind};
use crate::flow::parts::{self, Part};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::way::Way;

impl Gate<'_> {
    /// Tells what people will not see; only asked of a bot without mistakes.
    pub(super) fn hidden(&mut self, fields: &Fields<'_>, settings: &Settings, flows: &[Flow]) {
        if let Some(commands) = fields.get("commands").filter(|_| settings.start.is_none()) {
            let headline = "`commands` take the place of the menu, and a menu needs `start:`";
            self.tell(
                Diagnostic::warning(Code("M712"), commands.span, headline)
                    .label("people who open the chat have no button to begin with")
                    .fix("start: welcome"),
            );
        }
        let (Some(asks), Some(start)) = (fields.get("ice_breakers"), &settings.start) else {
            return;
        };
        let starts = flows.iter().find(|flow| flow.name == start.flow);
        let begun = starts.is_some_and(|flow| !flow.triggers.is_empty() || flow.external);
        let led = || {
            let offered = settings.offered.iter().filter(|to| to.flow == start.flow);
            let others = self.used.iter().filter(|(from, to)| {
                to.flow == start.flow && from.as_ref().is_some_and(|from| *from != start.flow)
            });
            offered.count() > 0 || others.count() > 0 || restarts(flows)
        };
        if !begun && !led() {
            let headline = "ice_breakers hide the Get Started button (Messenger shows only one)";
            let told = Diagnostic::warning(Code("M711"), asks.span, headline);
            let told = told.label(format!("and nothing else leads to \"{}\"", start.flow));
            self.tell(told.fix(format!(
                "let an ice breaker or the menu lead to {0}, or give {0} a `when:`",
                start.flow
            )));
        }
    }
}

/// Whether a button or a step leads to the beginning of everything.
fn restarts(flows: &[Flow]) -> bool {
    let mut found = false;
    for flow in flows {
        parts::walk(&flow.steps, &mut |part| {
            found |= match part {
                Part::Button(Button { tap: Tap::Go { to: Way::Restart, .. }, .. }) => true,
                Part::Step(step) => {
                    matches!(&step.kind, StepKind::Goto(goto) if goto.to == Way::Restart)
                }
                _ => false,
            };
        });
    }
    found
}
