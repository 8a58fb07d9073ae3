//! `errors` of an `http` step: what goes wrong, and the steps for it.

use std::collections::BTreeMap;

use crate::flow::fields::wrong_shape;
use crate::flow::gate::Gate;
use crate::flow::model::Step;
use crate::flow::model::http::Failing;
use crate::flow::outline::{self, Head};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

impl Gate<'_> {
    /// The arms of a call.
    pub(super) fn failing(&mut self, step: &outline::Step<'_>) -> Vec<(Failing, Vec<Step>)> {
        let errors = step.fields.get("errors");
        if let Some(field) = errors.filter(|field| !matches!(field.node.kind, NodeKind::Map(_))) {
            self.tell(wrong_shape(field).fix("errors: {any: …}"));
        }
        let mut seen: BTreeMap<Failing, Span> = BTreeMap::new();
        let mut arms = Vec::with_capacity(step.arms.len());
        for arm in &step.arms {
            let steps = self.steps(&arm.steps);
            let Head::Key(text, span) = arm.head else { continue };
            let Some(failing) = parse(&text.value) else {
                let headline = format!("\"{}\" is nothing that can go wrong", text.value);
                let told = Diagnostic::error(Code("K205"), span, headline);
                self.tell(told.label("a status like 404, a class like 5xx, timeout, or any"));
                continue;
            };
            if let Some(first) = seen.insert(failing, span) {
                let headline = format!("The case \"{}\" is here twice", text.value);
                let told = Diagnostic::error(Code("F814"), span, headline);
                self.tell(told.related(first, "the first one").label("only one can ever run"));
            }
            arms.push((failing, steps));
        }
        let rescued = step.fields.get("on_error").is_some();
        let wrong = self.has_errors_in(step.span.source);
        if !seen.contains_key(&Failing::Any) && !rescued && !wrong {
            let headline = "http without `errors: {any: …}`: if that server is down, people only \
                            get an apology";
            let told = Diagnostic::warning(Code("F805"), step.span, headline);
            self.tell(told.fix("errors: {any: We cannot look that up just now.}"));
        }
        arms
    }
}

fn parse(word: &str) -> Option<Failing> {
    match word {
        "any" => return Some(Failing::Any),
        "timeout" => return Some(Failing::Timeout),
        _ => {}
    }
    if let Some(class) = word.strip_suffix("xx") {
        return class.parse().ok().filter(|class| (3..=5).contains(class)).map(Failing::Class);
    }
    word.parse().ok().filter(|status| (300..600).contains(status)).map(Failing::Status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_has_a_word() {
        assert_eq!(parse("404"), Some(Failing::Status(404)));
        assert_eq!(parse("5xx"), Some(Failing::Class(5)));
        assert_eq!(parse("timeout"), Some(Failing::Timeout));
        assert_eq!(parse("any"), Some(Failing::Any));
        for word in ["200", "2xx", "6xx", "time-out", "", "4XX", "600"] {
            assert_eq!(parse(word), None, "{word}");
        }
    }
}
