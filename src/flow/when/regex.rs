//! Triggers that are regular expressions.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::pattern::rule::Rule;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;
use crate::words::name::VarName;

impl Gate<'_> {
    /// `{regex: 'order #?(?<id>\d+)', numbers: [id]}`
    pub(super) fn by_regex(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let numbers = fields.get("numbers").map(|field| self.numbers(field)).unwrap_or_default();
        for (locale, texts) in self.groups(fields, "regex") {
            for (item, text) in texts {
                let trigger = self.expression(text, item.node.span, &numbers);
                let in_language = |trigger| Trigger { locale: locale.clone(), ..trigger };
                triggers.extend(trigger.map(in_language));
            }
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
