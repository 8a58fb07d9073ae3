//! What nothing leads to: flows (R304), steps after the end (R305); and the missing fallback (W408).

use std::collections::BTreeSet;

use crate::flow::gate::Gate;
use crate::flow::model::Flow;
use crate::flow::model::trigger::TriggerKind;
use crate::flow::outline::{self, Step};
use crate::flow::verb::Verb;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic, Severity};

/// The steps that some destination names, as `flow.step`.
type Reached = BTreeSet<String>;

impl Gate<'_> {
    /// Everything about reach; only asked of a bot without mistakes, so that one cause makes one
    /// message.
    pub(super) fn reach(&mut self, flows: &[Flow], outlines: &[outline::Flow<'_>]) {
        let reached: Reached = self.used.iter().map(|(_, target)| target.to_string()).collect();
        for flow in outlines {
            self.after_the_end(flow.name, &flow.steps, &reached);
        }
        let used = self.used.iter();
        let led: BTreeSet<_> = used
            .filter(|(from, target)| from.as_ref() != Some(&target.flow))
            .map(|(_, target)| target.flow.clone())
            .collect();
        for flow in flows.iter().filter(|flow| !led.contains(&flow.name)) {
            self.nothing_leads_here(flow);
        }
        self.fallback(flows);
    }

    fn nothing_leads_here(&mut self, flow: &Flow) {
        if flow.external || !flow.triggers.is_empty() {
            return;
        }
        let headline = format!("Nothing leads to \"{}\"", flow.name);
        self.tell(
            Diagnostic::warning(Code("R304"), flow.span, headline)
                .label("no trigger, no button, no goto, no menu entry")
                .fix("add a `when:`, link it, or say `external: true` / delete it"),
        );
    }

    /// Steps behind a `goto` or `end` in the same list, up to the next one that something names.
    fn after_the_end(&mut self, flow: &str, steps: &[Step<'_>], reached: &Reached) {
        let mut ended: Option<Span> = None;
        for step in steps {
            let named = names_of(step).any(|name| reached.contains(&format!("{flow}.{name}")));
            if let Some(end) = ended.filter(|_| !named) {
                self.never_runs(step, end);
                break;
            }
            ended = ends(step).then_some(step.span);
            for arm in &step.arms {
                self.after_the_end(flow, &arm.steps, reached);
            }
            self.after_the_end(flow, &step.rest, reached);
        }
    }

    fn never_runs(&mut self, step: &Step<'_>, end: Span) {
        let line = self.place(end).line;
        self.tell(
            Diagnostic::warning(Code("R305"), step.span, "This step can never run")
                .label(format!("the flow always leaves on line {line}"))
                .related(end, "here"),
        );
    }

    /// W408, and two fallbacks that both take everything (W403).
    fn fallback(&mut self, flows: &[Flow]) {
        let mut first: Option<(&Flow, Span)> = None;
        let mut any = false;
        for flow in flows {
            let fallback = flow.triggers.iter().find(|t| matches!(t.kind, TriggerKind::AnyMessage));
            let Some(trigger) = fallback else { continue };
            any = true;
            let depends = flow.condition.is_some() || trigger.condition.is_some();
            if depends || flow.after.is_some() {
                continue;
            }
            match first {
                Some((other, span)) if other.priority == flow.priority => {
                    self.two_fallbacks(flow, trigger.span, span);
                }
                Some(_) => {}
                None => first = Some((flow, trigger.span)),
            }
        }
        if !any {
            let taken = |name: &&&str| flows.iter().any(|flow| flow.name.as_str() == **name);
            let name = FALLBACK_NAMES.iter().find(|name| !taken(name));
            self.tell(no_fallback(name.copied().unwrap_or("nobody_else_answers")));
        }
    }

    fn two_fallbacks(&mut self, flow: &Flow, span: Span, first: Span) {
        let headline =
            format!("\"{}\" is a second fallback, and neither is more specific", flow.name);
        self.tell(
            Diagnostic::error(Code("W403"), span, headline)
                .related(first, "the first one")
                .fix("give all but one an `if:`"),
        );
    }
}

/// What a fallback is called; the first that no flow has.
const FALLBACK_NAMES: [&str; 3] = ["not_understood", "fallback", "anything_else"];

fn no_fallback(name: &str) -> Diagnostic {
    Diagnostic {
        code: Code("W408"),
        severity: Severity::Warning,
        span: None,
        headline: "No flow answers when nothing matches: people would get silence".into(),
        label: String::new(),
        related: Vec::new(),
        note: String::new(),
        fix: format!("{name}:\n  when: any message\n  say: Sorry, I didn't get that."),
        edit: None,
    }
}

/// Whether nothing behind this step runs.
fn ends(step: &Step<'_>) -> bool {
    let leaves = matches!(step.verb, Verb::Goto | Verb::End | Verb::Return | Verb::Restart);
    leaves && step.fields.get("if").is_none()
}

/// Names of a step and of all steps inside it.
fn names_of<'a>(step: &'a Step<'_>) -> impl Iterator<Item = &'a str> {
    let mut names = Vec::new();
    Step::walk(std::slice::from_ref(step), &mut |inner| names.push(inner.name.as_str()));
    names.into_iter()
}
