//! `ask`: a question that waits for its answer.

mod bounds;
mod habits;
mod kinds;
mod nudges;
pub(super) mod retry;
mod skips;

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::ask::{Ask, Choices, Detours};
use crate::flow::outline::Step;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `ask` reads.
pub(super) const KEYS: &[Key] = &[
    key("ask", Shape::Bubbles, "the question"),
    key("save", Shape::Name, "the variable that keeps the answer"),
    key(
        "type",
        Shape::Types,
        "what counts as an answer: text, integer, date …, or a list of these",
    ),
    key("choices", Shape::Choices, "what can be chosen: by tap, name, number, or with typos"),
    key("regex", Shape::Regex, "finds the answer in the message; its first group is saved"),
    key("must", Shape::Expression, "what must hold of the answer, which is called value here"),
    key("min", Shape::Bound, "the least answer; the letters of a text, the items of a list"),
    key("max", Shape::Bound, "the greatest answer; the letters of a text, the items of a list"),
    key("retry", Shape::Retry, "what is said after a wrong answer, perhaps by what is wrong"),
    key("tries", Shape::Number, "wrong answers until it gives up"),
    key("give_up", Shape::DestinationOrSteps, "what happens then"),
    key("skip_words", Shape::Words, "words that leave the answer out: none is saved"),
    key("default", Shape::Bound, "what is saved when nobody answers in time"),
    key("expires", Shape::Duration, "how long it waits"),
    key("nudge", Shape::Nudges, "what is said or done while the visitor is silent"),
    key(
        "detours",
        Shape::Detours,
        "whether other flows may come between; leave drops the question",
    ),
    key("cancel", Shape::YesNo, "whether a cancel word drops it"),
    key("if_known", Shape::Skip, "skip: not asked if its variable has a value already"),
    key("confirm", Shape::Text, "asks yes or no about value before it counts"),
    key("shown", Shape::YesNo, "whether choices are shown"),
    key("buttons", Shape::Buttons, "at most three, under the last bubble"),
    key("replies", Shape::Replies, "quick replies beside the choices"),
];

impl Gate<'_> {
    /// An `ask`.
    pub(super) fn ask(&mut self, step: &Step<'_>) -> Option<Ask> {
        let fields = &step.fields;
        let say = fields.get("ask").and_then(|verb| self.say(verb, fields));
        let save = fields.get("save").and_then(|field| self.slot(field));
        let choices = fields.get("choices").map(|field| self.choices(field));
        let choices = choices.unwrap_or_else(|| Choices::Written(Vec::new()));
        let takes = self.takes(fields, &choices);
        let holds = takes.as_ref().map(|takes| self.holds(fields, takes)).unwrap_or_default();
        let default = takes.as_ref().and_then(|takes| self.default_answer(fields, takes));
        let retry = fields.get("retry").map(|field| self.retry(field)).unwrap_or_default();
        let yes_no = |gate: &mut Self, name| fields.get(name).and_then(|field| gate.yes_no(field));
        let shown = yes_no(self, "shown").unwrap_or(true);
        let cancel = yes_no(self, "cancel").unwrap_or(true);
        let tries = fields.get("tries").and_then(|field| self.tries(field));
        let give_up = fields.get("give_up").and_then(|field| self.give_up(step, field));
        let nudges = fields.get("nudge").map(|field| self.nudges(step, field)).unwrap_or_default();
        let expires = fields.get("expires").and_then(|field| self.duration(field));
        let skip_words = self.skip_words(fields);
        let confirm = fields.get("confirm").and_then(|field| self.text(field));
        let detours = fields.get("detours").and_then(|field| self.detours(field));
        let skip_known = self.if_known(fields);
        let says = ["type", "choices", "regex", "must", "min", "max"]
            .iter()
            .any(|key| fields.get(key).is_some());
        let untyped = fields.get("save").map(|field| field.span).filter(|_| !says);
        let takes = takes?;
        self.habits(step, &takes, &choices);
        let (say, detours) = (say?, detours.unwrap_or_default());
        let ask = Ask {
            say,
            save,
            untyped,
            takes,
            choices,
            shown,
            holds,
            retry,
            tries,
            give_up,
            skip_words,
            default,
            expires,
            nudges,
            detours,
            cancel,
            skip_known,
            confirm,
        };
        self.answers_fit(&ask, fields);
        Some(ask)
    }

    fn detours(&mut self, field: &Field<'_>) -> Option<Detours> {
        match self.plain(field)?.value.to_lowercase().as_str() {
            "yes" | "true" => Some(Detours::Yes),
            "no" | "false" => Some(Detours::No),
            "leave" => Some(Detours::Leave),
            _ => {
                self.tell(crate::flow::fields::wrong_shape(field).fix("detours: no"));
                None
            }
        }
    }

    /// Whether it is not asked when its variable has a value.
    fn if_known(&mut self, fields: &Fields<'_>) -> bool {
        let Some(field) = fields.get("if_known") else { return false };
        let Some(text) = self.plain(field) else { return false };
        if text.value != "skip" {
            self.tell(crate::flow::fields::wrong_shape(field).fix("if_known: skip"));
        } else if fields.get("save").is_none() {
            let headline = "\"if_known\" needs a variable that may be known";
            let told = Diagnostic::error(Code("K204"), field.span, headline);
            self.tell(told.fix("save: size"));
        }
        text.value == "skip"
    }
}
