//! `when`: what starts a flow. One file for each kind of trigger.

mod event;
mod heads;
mod intent;
mod payload;
mod regex;
mod words;

use crate::flow::fields::{Field, Fields, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::names::check_name;
use crate::pattern::rule::Problem;
use crate::pattern::rule::Rule;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind, Style, Text};
use crate::words::name::{Locale, VarName};

/// What a trigger reads.
pub(super) const TRIGGER: &[Key] = &[
    key("exact", Shape::Words, "the whole message"),
    key("starts", Shape::Words, "the message begins with these words"),
    key("all", Shape::Words, "all of these, in any order and place"),
    key("any", Shape::Words, "any of these"),
    key("like", Shape::Words, "the same words with typos"),
    key("typos", Shape::Number, "how many letters may be wrong in a word"),
    key("regex", Shape::Words, "a regular expression; its named groups become variables"),
    key("numbers", Shape::Words, "named groups of the regex that are numbers"),
    key("payload", Shape::Words, "the payload of a tap, or of an opt-in: ORDER/<id>"),
    key("referral", Shape::Words, "the reference of a link, an ad or a plugin: spring-<who>"),
    key("type", Shape::Name, "what kind of referral, such as OPEN_THREAD"),
    key("source", Shape::Name, "where a referral comes from, such as ADS"),
    key("event", Shape::Words, "something that is not a message, such as reaction"),
    key("emoji", Shape::Words, "which reaction"),
    key("intent", Shape::Words, "an intent, entity or trait of Messenger's own understanding"),
    key("min", Shape::Share, "how sure it must be; 0.8 if not given"),
    key("entities", Shape::Entities, "variables, and the entities that they take"),
    key("if", Shape::Expression, "a condition of this trigger; sees what it captures"),
];

/// A list as written, or its languages, each with its own.
pub(super) type Groups<'t> = Vec<(Option<Locale>, Vec<(Field<'t>, &'t Text)>)>;

/// What takes whatever nobody else takes.
const ANY_MESSAGE: &str = "any message";

impl Gate<'_> {
    /// All triggers of a `when`.
    pub(super) fn triggers(&mut self, field: &Field<'_>) -> Vec<Trigger> {
        let before = self.told.diagnostics.len();
        let mut triggers = Vec::new();
        self.one_or_more(field, &mut triggers);
        if self.told.diagnostics.len() > before {
            self.told.doubt(field.node);
        }
        triggers
    }

    /// One trigger, or a list of them.
    fn one_or_more(&mut self, field: &Field<'_>, triggers: &mut Vec<Trigger>) {
        match &field.node.kind {
            NodeKind::List(items) => {
                for (index, node) in items.iter().enumerate() {
                    self.trigger(&Field { node, ..*field }, index, triggers);
                }
            }
            NodeKind::Text(_) | NodeKind::Map(_) => self.trigger(field, 0, triggers),
        }
    }

    fn trigger(&mut self, field: &Field<'_>, index: usize, triggers: &mut Vec<Trigger>) {
        let span = field.node.span;
        match &field.node.kind {
            NodeKind::Text(text) if is_any_message(text) => {
                triggers.push(self.at(span, TriggerKind::AnyMessage, None));
            }
            NodeKind::Text(text) => {
                triggers.extend(self.bare_words(text, span, index));
                self.elsewhere((text, span), "words", Rule::words, triggers);
            }
            NodeKind::Map(entries) if self.per_language(entries) => {
                self.languages(field, entries, triggers);
            }
            NodeKind::Map(entries) if self.foreign_languages(entries) => {}
            NodeKind::Map(entries) => self.typed(field, entries, triggers),
            NodeKind::List(_) => self.tell(wrong_shape(field)),
        }
    }

    /// `{en: [hello], fr: [bonjour]}`
    fn languages(&mut self, field: &Field<'_>, entries: &[Entry], triggers: &mut Vec<Trigger>) {
        for entry in entries {
            let before = triggers.len();
            self.translations.in_a_language = true;
            self.one_or_more(&Field { node: &entry.value, ..*field }, triggers);
            self.translations.in_a_language = false;
            let locale = Locale::new(entry.key.value.as_str());
            for trigger in triggers.iter_mut().skip(before) {
                trigger.locale.get_or_insert_with(|| locale.clone());
            }
        }
    }

    /// A trigger with keys.
    fn typed(&mut self, field: &Field<'_>, entries: &[Entry], triggers: &mut Vec<Trigger>) {
        let owner = Owner { name: "A trigger".into(), tables: vec![TRIGGER] };
        let fields = self.told.fields(entries, &owner);
        if !self.one_thing(field, &fields, entries.len()) {
            return;
        }
        let before = triggers.len();
        self.by_words(&fields, triggers);
        self.by_regex(&fields, triggers);
        self.by_payload(&fields, triggers);
        self.by_referral(&fields, triggers);
        self.by_event(&fields, triggers);
        self.by_intent(&fields, triggers);
        let condition = fields.get("if").and_then(|field| self.condition(field));
        for trigger in triggers.iter_mut().skip(before) {
            trigger.condition.clone_from(&condition);
        }
    }

    fn at(&self, span: Span, kind: TriggerKind, alike: Option<String>) -> Trigger {
        Trigger { span, place: self.place(span), kind, condition: None, locale: None, alike }
    }

    /// The texts of a field, whether all languages share them or each has its own.
    fn groups<'t>(&mut self, fields: &Fields<'t>, name: &str) -> Groups<'t> {
        let Some(field) = fields.get(name) else { return Vec::new() };
        match &field.node.kind {
            NodeKind::Map(entries) if self.per_language(entries) => {
                let mut groups = Vec::new();
                for entry in entries {
                    let texts = self.texts(&Field { node: &entry.value, ..*field });
                    groups.push((Some(Locale::new(entry.key.value.as_str())), texts));
                }
                groups
            }
            NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Text(_) => {
                vec![(None, self.texts(field))]
            }
        }
    }

    fn captures(&mut self, names: &[VarName], span: Span) {
        for name in names {
            check_name(name.as_str(), span, "variable", &mut self.told);
        }
    }

    /// A pattern that is none, with the exact part under the caret.
    ///
    /// Nothing behind a colon is a mistake of its own, which has been told.
    pub(super) fn problem(&mut self, problem: Problem, text: &Text, span: Span) {
        if text.value.is_empty() && text.style == Style::Plain {
            return;
        }
        let at = self.part(span, text, problem.at);
        let told = Diagnostic::error(Code(problem.code), at, problem.headline);
        self.tell(told.fix(problem.fix));
    }
}

fn is_any_message(text: &Text) -> bool {
    text.style == Style::Plain && text.value == ANY_MESSAGE
}
