//! `when`: what starts a flow.

use crate::flow::fields::{Field, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key, later};
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::names::check_name;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::{Problem, Rule};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind, Style, Text};
use crate::words::name::VarName;

/// What a trigger reads.
pub(super) const TRIGGER: &[Key] = &[
    key("exact", Shape::Words, "the whole message"),
    key("regex", Shape::Words, "a regular expression"),
    key("numbers", Shape::Words, "named groups that are numbers"),
    key("payload", Shape::Words, "the payload of a tap"),
    key("event", Shape::Name, "something that is not a message"),
    later("starts", "the message begins with these words"),
    later("all", "all the words, in any order"),
    later("any", "any of the words"),
    later("like", "the same words with typos"),
    later("typos", "how many"),
    later("referral", "the reference of a link or an ad"),
    later("intent", "Messenger's own language understanding"),
    later("min", "how sure it must be"),
    later("entities", "what it found"),
    later("if", "a condition of this trigger"),
    later("emoji", "which reaction"),
    later("type", "which kind of referral"),
    later("source", "where a referral came from"),
];

/// Events that do not start flows yet.
const LATER_EVENTS: &[&str] = &[
    "attachment",
    "image",
    "video",
    "audio",
    "file",
    "sticker",
    "location",
    "reaction",
    "unreaction",
    "optin",
    "referral",
    "read",
    "delivered",
    "edited",
    "account_linked",
    "account_unlinked",
    "handover",
    "human_done",
    "comment",
    "post",
    "feedback",
    "order",
    "unknown_button",
    "question_expired",
    "bot_updated",
    "unsupported",
    "deleted",
];

/// Words so common that they catch a lot.
const COMMON: &[&str] = &[
    "no", "yes", "ok", "okay", "and", "or", "the", "a", "an", "i", "you", "it", "is", "to", "in",
    "on", "of", "not", "me", "my", "we", "what", "how", "do", "for", "that", "this",
];

/// Words that hardly anybody wants as a trigger, but that stand after commas.
const AFTER_COMMA: &[&str] =
    &["please", "there", "then", "too", "also", "sir", "madam", "mate", "everyone", "folks"];

impl Gate<'_> {
    /// All triggers of a `when`.
    pub(super) fn triggers(&mut self, field: &Field<'_>) -> Vec<Trigger> {
        let before = self.told.diagnostics.len();
        let mut triggers = Vec::new();
        match &field.node.kind {
            NodeKind::List(items) => {
                for (index, node) in items.iter().enumerate() {
                    self.trigger(&Field { node, ..*field }, index, &mut triggers);
                }
            }
            NodeKind::Text(_) | NodeKind::Map(_) => self.trigger(field, 0, &mut triggers),
        }
        if self.told.diagnostics.len() > before {
            self.told.doubt(field.node);
        }
        triggers
    }

    fn trigger(&mut self, field: &Field<'_>, index: usize, triggers: &mut Vec<Trigger>) {
        let span = field.node.span;
        match &field.node.kind {
            NodeKind::Text(text) if is_any_message(text) => {
                triggers.push(self.at(span, TriggerKind::AnyMessage));
            }
            NodeKind::Text(text) => {
                self.common_word(text, span, index);
                let rule = Rule::words(&text.value, &self.synonyms);
                triggers.extend(self.rule(rule, text, span));
            }
            NodeKind::Map(entries) if self.per_language(entries) => {
                self.told.not_yet("triggers per language", span);
            }
            NodeKind::Map(entries) => self.typed(field, entries, triggers),
            NodeKind::List(_) => self.tell(wrong_shape(field)),
        }
    }

    fn at(&self, span: Span, kind: TriggerKind) -> Trigger {
        Trigger { span, place: self.place(span), kind }
    }

    fn typed(&mut self, field: &Field<'_>, entries: &[Entry], triggers: &mut Vec<Trigger>) {
        let owner = Owner { name: "A trigger".into(), tables: vec![TRIGGER] };
        let fields = self.told.fields(entries, &owner);
        let before = triggers.len();
        if let Some(field) = fields.get("exact") {
            for (item, text) in self.texts(field) {
                let rule = Rule::exact(&text.value, &self.synonyms);
                triggers.extend(self.rule(rule, text, item.node.span));
            }
        }
        if let Some(field) = fields.get("regex") {
            let numbers = fields.get("numbers").map(|field| self.numbers(field));
            let numbers = numbers.unwrap_or_default();
            for (item, text) in self.texts(field) {
                let rule = Rule::regex(&text.value, &numbers);
                triggers.extend(self.rule(rule, text, item.node.span));
            }
        }
        if let Some(field) = fields.get("payload") {
            for (item, text) in self.texts(field) {
                triggers.extend(self.payload_trigger(text, item.node.span));
            }
        }
        if let Some(field) = fields.get("event") {
            triggers.extend(self.event(field));
        }
        let unread = entries.len() == fields.0.len() && triggers.len() == before;
        let only_numbers = fields.0.iter().all(|field| field.key.name == "numbers");
        if unread && only_numbers {
            let headline = "This trigger says nothing to look for";
            let told = Diagnostic::error(Code("K204"), field.node.span, headline);
            self.tell(told.fix("when: {regex: 'order (?<id>\\d+)', numbers: [id]}"));
        }
    }

    fn numbers(&mut self, field: &Field<'_>) -> Vec<VarName> {
        let names = self.texts(field).into_iter();
        names.map(|(_, text)| VarName::new(text.value.as_str())).collect()
    }

    fn rule(&mut self, rule: Result<Rule, Problem>, text: &Text, span: Span) -> Option<Trigger> {
        let rule = match rule {
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
        Some(self.at(span, TriggerKind::Text(rule)))
    }

    fn payload_trigger(&mut self, text: &Text, span: Span) -> Option<Trigger> {
        let pattern = match PayloadPattern::parse(&text.value) {
            Ok(pattern) => pattern,
            Err(problem) => {
                self.problem(problem, text, span);
                return None;
            }
        };
        self.captures(&pattern.captures(), span);
        self.answered.push(text.value.clone());
        Some(self.at(span, TriggerKind::Payload(pattern)))
    }

    fn captures(&mut self, names: &[VarName], span: Span) {
        for name in names {
            check_name(name.as_str(), span, "variable", &mut self.told);
        }
    }

    /// A pattern that is none, with the exact part under the caret.
    pub(super) fn problem(&mut self, problem: Problem, text: &Text, span: Span) {
        let at = self.part(span, text, problem.at);
        let told = Diagnostic::error(Code(problem.code), at, problem.headline);
        self.tell(told.fix(problem.fix));
    }

    fn common_word(&mut self, text: &Text, span: Span, index: usize) {
        let word = text.value.trim().to_lowercase();
        if index > 0 && text.style == Style::Plain && AFTER_COMMA.contains(&word.as_str()) {
            let headline = format!("The comma made \"{}\" a trigger of its own", text.value);
            self.tell(
                Diagnostic::warning(Code("W411"), span, headline)
                    .note(format!(
                        "Every message with \"{}\" in it would start this flow.",
                        text.value
                    ))
                    .fix("put the whole text in quotes: \"…, …\""),
            );
        } else if COMMON.contains(&word.as_str()) {
            let exact = format!("{{exact: {}}}", text.value);
            self.tell(
                Diagnostic::warning(Code("W406"), span, "A single common word catches a lot")
                    .label(format!("also starts this flow for every message with \"{word}\" in it"))
                    .fix(format!("when: {exact}"))
                    .edit(span, exact),
            );
        }
    }

    fn event(&mut self, field: &Field<'_>) -> Option<Trigger> {
        let text = self.plain(field)?;
        let (word, span) = (text.value.as_str(), field.node.span);
        if word == "get_started" {
            return Some(self.at(span, TriggerKind::GetStarted));
        }
        if LATER_EVENTS.contains(&word) || word.starts_with("app.") {
            self.told.not_yet(word, span);
            return None;
        }
        let known = LATER_EVENTS.iter().copied().chain(["get_started"]);
        let near = crate::flow::suggest::nearest(word, known);
        let headline = format!("I don't know the event \"{word}\"");
        let told = Diagnostic::error(Code("K201"), span, headline)
            .label(crate::flow::suggest::did_you_mean(near));
        self.tell(match near {
            Some(near) => told.edit(span, near),
            None => told,
        });
        None
    }
}

fn is_any_message(text: &Text) -> bool {
    text.style == Style::Plain && text.value == "any message"
}
