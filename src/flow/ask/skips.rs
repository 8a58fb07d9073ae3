//! `skip_words`: words that leave the answer out.

use crate::flow::choices::{sound, sounds};
use crate::flow::fields::Fields;
use crate::flow::gate::Gate;
use crate::pattern::rule::Rule;
use crate::source::diagnostic::{Code, Diagnostic};

impl Gate<'_> {
    /// The words, each as the whole message.
    pub(super) fn skip_words(&mut self, fields: &Fields<'_>) -> Vec<Rule> {
        let Some(field) = fields.get("skip_words") else { return Vec::new() };
        let texts = self.heard(field);
        let choices = fields.get("choices").map(|field| sounds(field.node)).unwrap_or_default();
        let mut rules = Vec::new();
        for (text, span) in texts {
            if let Some(choice) = choices.get(&sound(&text.value)) {
                let headline = format!(
                    "This question's skip word \"{}\" is also one of its choices",
                    text.value
                );
                let told = Diagnostic::error(Code("F810"), span, headline);
                self.tell(told.related(*choice, "the choice").fix("leave out one of the two"));
            }
            match Rule::exact(&text.value, &self.synonyms) {
                Ok(rule) => rules.push(rule),
                Err(problem) => self.problem(problem, &text, span),
            }
        }
        rules
    }
}
