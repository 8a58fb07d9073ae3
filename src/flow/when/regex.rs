//! Triggers that are regular expressions.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::suggest::{did_you_mean, nearest};
use crate::pattern::rule::{Rule, Taken};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;
use crate::words::name::VarName;

impl Gate<'_> {
    /// `{regex: 'order #?(?<id>\d+)', numbers: [id]}`
    pub(super) fn by_regex(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let numbers = fields.get("numbers").map(|field| self.numbers(field)).unwrap_or_default();
        let before = triggers.len();
        for (locale, texts) in self.groups(fields, "regex") {
            for (item, text) in texts {
                let trigger = self.expression(text, item.node.span, &numbers);
                let in_language = |trigger| Trigger { locale: locale.clone(), ..trigger };
                triggers.extend(trigger.map(in_language));
            }
        }
        if let Some(field) = fields.get("numbers") {
            let taken = triggers.iter().skip(before).filter_map(|trigger| match &trigger.kind {
                TriggerKind::Text(rule) => Some(rule.groups()),
                TriggerKind::Payload(_)
                | TriggerKind::Referral(_)
                | TriggerKind::Event(_)
                | TriggerKind::Intent(_)
                | TriggerKind::AnyMessage => None,
            });
            self.no_numbers(field, &taken.flatten().collect::<Vec<_>>());
        }
    }

    /// Tells `numbers` that name no group, or one in which no digit can be.
    fn no_numbers(&mut self, field: &Field<'_>, taken: &[Taken]) {
        for (item, text) in self.texts(field) {
            let name = text.value.as_str();
            let mut named = taken.iter().filter(|taken| taken.name.as_str() == name).peekable();
            let told = if named.peek().is_none() {
                let headline = format!("This regex has no group \"{name}\"");
                let told = Diagnostic::error(Code("V604"), item.node.span, headline);
                match nearest(name, taken.iter().map(|taken| taken.name.as_str())) {
                    Some(near) => told.label(did_you_mean(Some(near))).edit(item.node.span, near),
                    None => told.fix(format!("(?<{name}>\\d+)")),
                }
            } else if named.all(|taken| !taken.digits) {
                let headline = format!("\"{name}\" can never be a number");
                Diagnostic::error(Code("V604"), item.node.span, headline)
                    .label("no digit can stand in its group, so that it is never set")
                    .fix(format!("(?<{name}>\\d+)   or leave it out of numbers"))
            } else {
                continue;
            };
            self.tell(told);
        }
    }

    fn numbers(&mut self, field: &Field<'_>) -> Vec<VarName> {
        let names = self.texts(field).into_iter();
        names.map(|(_, text)| VarName::new(text.value.as_str())).collect()
    }

    fn expression(&mut self, text: &Text, span: Span, numbers: &[VarName]) -> Option<Trigger> {
        let rule = match Rule::regex(&text.value, numbers) {
            Ok(rule) => rule,
            Err(problem) => {
                self.problem(problem, text, span);
                return None;
            }
        };
        if rule.matches_everything() {
            let headline = "This regex matches every message, even an empty one";
            let told = Diagnostic::warning(Code("W405"), span, headline);
            self.tell(told.fix("if you want a fallback:  when: any message"));
        }
        self.captures(&rule.captures(), span);
        let alike = format!("regex {}", text.value);
        Some(self.at(span, TriggerKind::Text(rule), Some(alike)))
    }
}
