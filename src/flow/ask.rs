//! `ask`: a question that waits for its answer.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key, later};
use crate::flow::model::ask::{AnswerKind, Ask, Choice};
use crate::flow::outline::Step;
use crate::flow::suggest::nearest;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

/// What `ask` reads.
pub(super) const KEYS: &[Key] = &[
    key("ask", Shape::Bubbles, "the question"),
    key("save", Shape::Name, "the variable that keeps the answer"),
    key("type", Shape::Name, "text, integer, email or yes_no"),
    key("choices", Shape::Choices, "what can be chosen"),
    later("regex", "what the answer must match"),
    later("must", "what must hold of the answer"),
    later("min", "the smallest answer"),
    later("max", "the largest answer"),
    key("retry", Shape::Words, "what is said after a wrong answer"),
    key("tries", Shape::Number, "wrong answers until it gives up"),
    key("give_up", Shape::DestinationOrSteps, "what happens then"),
    later("skip_words", "words that skip the question"),
    later("default", "what is stored when nobody answers"),
    key("expires", Shape::Duration, "how long it waits"),
    later("nudge", "speaks up if the visitor is silent"),
    later("detours", "whether other flows may come between"),
    later("cancel", "whether a cancel word drops it"),
    later("if_known", "what happens if the answer is known"),
    later("confirm", "asks whether the answer is right"),
    key("shown", Shape::YesNo, "whether choices are shown"),
    key("buttons", Shape::Buttons, "at most three, under the last bubble"),
    key("replies", Shape::Replies, "quick replies beside the choices"),
];

/// Types of the language that do not run yet.
const LATER_TYPES: &[&str] = &[
    "number", "money", "phone", "url", "date", "time", "datetime", "duration", "location", "image",
    "file", "choice", "list",
];

/// Types that run.
const TYPES: &[AnswerKind] =
    &[AnswerKind::Text, AnswerKind::Integer, AnswerKind::Email, AnswerKind::YesNo];

impl Gate<'_> {
    /// An `ask`.
    pub(super) fn ask(&mut self, step: &Step<'_>) -> Option<Ask> {
        let fields = &step.fields;
        let say = fields.get("ask").and_then(|verb| self.say(verb, fields));
        let save = fields.get("save").and_then(|field| self.slot(field));
        let kind = fields.get("type").map(|field| self.answer_kind(field));
        let choices = fields.get("choices").map(|field| self.choices(field)).unwrap_or_default();
        let kind = kind.unwrap_or(Some(AnswerKind::Text))?;
        let shown = fields.get("shown").and_then(|field| self.yes_no(field)).unwrap_or(true);
        let retry = fields.get("retry").map(|field| self.retry(field)).unwrap_or_default();
        let tries = fields.get("tries").and_then(|field| self.tries(field));
        let give_up = fields.get("give_up").and_then(|field| self.give_up(step, field));
        let expires = fields.get("expires").and_then(|field| self.duration(field));
        self.habits(step, kind, &choices);
        Some(Ask { say: say?, save, kind, choices, shown, retry, tries, give_up, expires })
    }

    fn answer_kind(&mut self, field: &Field<'_>) -> Option<AnswerKind> {
        if matches!(field.node.kind, NodeKind::List(_)) {
            self.told.not_yet("a list of types", field.node.span);
            return None;
        }
        let text = self.plain(field)?;
        let word = text.value.as_str();
        if LATER_TYPES.contains(&word) {
            self.told.not_yet(word, field.node.span);
            return None;
        }
        let found = TYPES.iter().copied().find(|kind| kind.as_str() == word);
        if found.is_none() {
            let known = TYPES.iter().map(|kind| kind.as_str()).chain(LATER_TYPES.iter().copied());
            let near = nearest(word, known);
            let headline = format!("I don't know the type \"{word}\"");
            let told = Diagnostic::error(Code("K201"), field.node.span, headline)
                .label(crate::flow::suggest::did_you_mean(near))
                .note("A type can be: text, integer, email, yes_no");
            self.tell(match near {
                Some(near) => told.edit(field.node.span, near),
                None => told,
            });
        }
        found
    }

    fn retry(&mut self, field: &Field<'_>) -> Vec<crate::template::batch::TextId> {
        if let NodeKind::Map(entries) = &field.node.kind
            && !self.per_language(entries)
        {
            self.told.not_yet("retry by reason", field.node.span);
            return Vec::new();
        }
        let texts = self.texts(field);
        texts.iter().map(|(item, text)| self.batch.text(text, item.node.span)).collect()
    }

    fn tries(&mut self, field: &Field<'_>) -> Option<u16> {
        let tries = self.number::<u16>(field)?;
        if tries == 0 {
            let headline = "\"tries\" wants a number from 1";
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline).fix("tries: 2"));
            return None;
        }
        Some(tries)
    }

    /// What works, but probably not as the author thinks.
    fn habits(&mut self, step: &Step<'_>, kind: AnswerKind, choices: &[Choice]) {
        let fields = &step.fields;
        if let Some(tries) = fields.get("tries").filter(|_| fields.get("give_up").is_none()) {
            self.tries_without_give_up(tries);
        }
        let wrong = match kind {
            AnswerKind::Integer => "number",
            AnswerKind::Email => "e-mail",
            AnswerKind::Text | AnswerKind::YesNo => return,
        };
        if choices.is_empty() && fields.get("retry").is_none() {
            let headline =
                format!("No `retry:` text; after a wrong {wrong} people see the stock sentence");
            let told = Diagnostic::warning(Code("F806"), step.span, headline);
            self.tell(told.fix(format!("retry: That is not {} …", article(wrong))));
        }
    }

    fn tries_without_give_up(&mut self, field: &Field<'_>) {
        let tries = self.plain(field).map(|text| text.value.clone()).unwrap_or_default();
        let headline = format!(
            "`tries: {tries}` but no `give_up:`; after {tries} wrong answers the question is dropped"
        );
        self.tell(Diagnostic::warning(Code("F804"), field.span, headline).fix("give_up: human"));
    }
}

fn article(wrong: &str) -> String {
    if wrong.starts_with('e') { format!("an {wrong}") } else { format!("a {wrong}") }
}
