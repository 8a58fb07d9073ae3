//! Payloads that buttons send, against those that triggers take (R303).

use crate::flow::gate::Gate;
use crate::flow::labels::is_literal;
use crate::flow::model::Flow;
use crate::flow::model::trigger::TriggerKind;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};

/// The payload of Messenger's Get Started button.
const GET_STARTED: &str = "GET_STARTED";
/// How the payloads begin that saywhen makes itself.
const OWN: &[&str] = &["go:", "answer:"];

impl Gate<'_> {
    /// Tells payloads that no trigger takes; only where that is certain.
    pub(super) fn unanswered_payloads(&mut self, flows: &[Flow]) {
        for (text, span) in std::mem::take(&mut self.payloads) {
            let payload = text.value.as_str();
            if OWN.iter().any(|own| payload.starts_with(own)) {
                self.own_payload(payload, span);
            } else if payload != GET_STARTED && !self.answered(payload, flows) {
                self.nobody_answers(payload, span);
            }
        }
    }

    fn answered(&self, payload: &str, flows: &[Flow]) -> bool {
        if !is_literal(payload) {
            let fixed = payload.split("{{").next().unwrap_or("");
            let fixed = fixed.split("{%").next().unwrap_or("");
            return self.answered.iter().any(|pattern| may_meet(fixed, pattern));
        }
        let triggers = flows.iter().flat_map(|flow| &flow.triggers);
        triggers.into_iter().any(|trigger| match &trigger.kind {
            TriggerKind::Payload(pattern) => pattern.matches(payload).is_some(),
            TriggerKind::Text(_)
            | TriggerKind::Referral(_)
            | TriggerKind::Event(_)
            | TriggerKind::Intent(_)
            | TriggerKind::AnyMessage => false,
        })
    }

    fn own_payload(&mut self, payload: &str, span: Span) {
        let headline = format!("Nobody answers the payload {payload}");
        self.tell(
            Diagnostic::error(Code("R303"), span, headline)
                .label("payloads that start with go: or answer: are saywhen's own")
                .fix("goto: flow"),
        );
    }

    fn nobody_answers(&mut self, payload: &str, span: Span) {
        let headline = format!("Nobody answers the payload {payload}");
        self.tell(
            Diagnostic::error(Code("R303"), span, headline)
                .label("people would tap it and see nothing")
                .fix(format!("add a flow with   when: {{payload: {}}}", as_pattern(payload))),
        );
    }
}

/// Whether a payload that begins with `fixed` may match a pattern: as far as both are literal,
/// they agree.
fn may_meet(fixed: &str, pattern: &str) -> bool {
    let literal = pattern.split('<').next().unwrap_or("");
    let open = literal.len() < pattern.len();
    fixed.starts_with(literal) && open || literal.starts_with(fixed)
}

/// `BUY/{{ p.id }}` → `BUY/<id>`.
fn as_pattern(payload: &str) -> String {
    let mut pattern = String::new();
    let mut rest = payload;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, end) = after.split_once("}}").unwrap_or((after, ""));
        let words = inside.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let name = inside.split('|').next().unwrap_or("").trim();
        let name = name.rsplit('.').next().filter(|name| crate::flow::names::is_name(name));
        let name = name.or_else(|| words.into_iter().find(|w| crate::flow::names::is_name(w)));
        pattern.extend([before, "<", name.unwrap_or("id"), ">"]);
        rest = end;
    }
    pattern + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_beginnings_are_compared() {
        assert!(may_meet("BUY/", "BUY/<id>"));
        assert!(may_meet("", "BUY/<id>"));
        assert!(may_meet("BUY/x", "BUY/<id>"));
        assert!(may_meet("BUY/", "BUY/1"));
        assert!(!may_meet("BUY/", "ORDER/<id>"));
        assert!(!may_meet("BUY/x", "BUY/"));
    }

    #[test]
    fn the_fix_names_the_values() {
        assert_eq!(as_pattern("BUY/{{ p.id }}"), "BUY/<id>");
        assert_eq!(as_pattern("A/{{ x | upper }}/b"), "A/<x>/b");
    }
}
