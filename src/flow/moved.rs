//! `moved` of `bot.yaml`: old destinations, and where they lead now.

use std::collections::BTreeMap;

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::names::Names;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::words::name::Target;

/// What is written, by its left side.
type Lines<'t> = BTreeMap<&'t str, &'t Entry>;

impl Gate<'_> {
    /// Every old destination with the one that it leads to in the end: what was moved twice has two
    /// lines, each as it was written at its time.
    pub(super) fn moved(&mut self, field: &Field<'_>) -> Vec<(Target, Target)> {
        let entries = self.entries(field);
        let lines: Lines<'_> =
            entries.iter().map(|entry| (entry.key.value.as_str(), entry)).collect();
        let mut moved = Vec::new();
        for entry in entries {
            let old = target(&entry.key.value);
            if is_there(self.names, &old) {
                // Led to itself it stays open for buttons that the bot does not show any more.
                if matches!(&entry.value.kind, NodeKind::Text(to) if to.value == entry.key.value) {
                    moved.push((old.clone(), old));
                } else {
                    self.still_there(entry);
                }
                continue;
            }
            match last(&lines, entry, self.names) {
                Some(last) => {
                    let to = self.settings_target(&Field { node: &last.value, ..*field });
                    // The line that it leads to in the end tells what is wrong there.
                    moved.extend(to.map(|to| (old, to)));
                }
                None => self.round(entry),
            }
        }
        moved
    }

    fn still_there(&mut self, entry: &Entry) {
        let headline = format!("\"{}\" is still there, so it leads there", entry.key.value);
        let told = Diagnostic::warning(Code("B1009"), entry.key_span, headline);
        self.tell(told.fix("leave this line out, or rename what has this name"));
    }

    fn round(&mut self, entry: &Entry) {
        let headline = format!("\"{}\" leads back to itself", entry.key.value);
        let told = Diagnostic::error(Code("B1009"), entry.key_span, headline);
        self.tell(told.fix(format!("{}: a flow or step that is there", entry.key.value)));
    }
}

/// The line at the end of a chain; none if there is no end.
fn last<'t>(lines: &Lines<'t>, first: &'t Entry, names: &Names<'_>) -> Option<&'t Entry> {
    let mut at = first;
    for _ in 0..lines.len() {
        let NodeKind::Text(to) = &at.value.kind else { return Some(at) };
        if is_there(names, &target(&to.value)) {
            return Some(at);
        }
        match lines.get(to.value.as_str()) {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

fn target(written: &str) -> Target {
    let (flow, step) =
        written.split_once('.').map_or((written, None), |(flow, step)| (flow, Some(step)));
    Target { flow: flow.into(), step: step.map(Into::into) }
}

fn is_there(names: &Names<'_>, target: &Target) -> bool {
    let flow = names.flows.get(target.flow.as_str());
    let step = |step: &str| flow.is_some_and(|flow| flow.steps.contains_key(step));
    target.step.as_ref().map_or(flow.is_some(), |name| step(name.as_str()))
}
