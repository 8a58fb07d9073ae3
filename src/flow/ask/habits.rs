//! Questions that work, but probably not as the author thinks.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Choices, Takes};
use crate::flow::outline::Step;
use crate::pattern::answer::Type;
use crate::source::SourceId;
use crate::source::diagnostic::{Code, Diagnostic};

impl Gate<'_> {
    /// Tells them.
    pub(super) fn habits(&mut self, step: &Step<'_>, takes: &Takes, choices: &Choices) {
        let fields = &step.fields;
        if self.has_errors_in(step.span.source) {
            return;
        }
        if let Some(tries) = fields.get("tries").filter(|_| fields.get("give_up").is_none()) {
            self.tries_without_give_up(tries);
        }
        let typed = takes.kinds.iter().find_map(|kind| wrong(*kind));
        if let Some(wrong) = typed.filter(|_| choices.is_empty() && fields.get("retry").is_none()) {
            let headline =
                format!("No `retry:` text; after a wrong {wrong} people see the stock sentence");
            let told = Diagnostic::warning(Code("F806"), step.span, headline);
            self.tell(
                told.fix(format!("retry: That is not {}. Please try again.", article(wrong))),
            );
        }
    }

    /// Whether something is wrong in a file: it may be the cause, and comes first.
    pub(in crate::flow) fn has_errors_in(&mut self, file: SourceId) -> bool {
        self.told.has_errors_in(file)
    }

    fn tries_without_give_up(&mut self, field: &Field<'_>) {
        let tries = self.plain(field).map(|text| text.value.clone()).unwrap_or_default();
        let headline = format!(
            "`tries: {tries}` but no `give_up:`; after {tries} wrong answers the question is dropped"
        );
        self.tell(
            Diagnostic::warning(Code("F804"), field.span, headline)
                .fix("give_up: Sorry, let's try this another time."),
        );
    }
}

/// What a wrong answer of this kind is called; none where every answer is right, or where the stock
/// sentence says all there is to say.
fn wrong(kind: AnswerKind) -> Option<&'static str> {
    match kind {
        AnswerKind::Said(Type::Text | Type::YesNo) | AnswerKind::Choice => None,
        AnswerKind::Said(Type::Integer | Type::Number) => Some("number"),
        AnswerKind::Said(Type::Money) => Some("amount"),
        AnswerKind::Said(Type::Email) => Some("e-mail"),
        AnswerKind::Said(Type::Phone) => Some("phone number"),
        AnswerKind::Said(Type::Url) => Some("link"),
        AnswerKind::Said(Type::Date | Type::DateTime) => Some("date"),
        AnswerKind::Said(Type::Time) => Some("time"),
        AnswerKind::Said(Type::Duration) => Some("length of time"),
        AnswerKind::Location => Some("place"),
        AnswerKind::Image => Some("picture"),
        AnswerKind::File => Some("file"),
    }
}

fn article(wrong: &str) -> String {
    let vowel = wrong.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {wrong}", if vowel { "an" } else { "a" })
}
