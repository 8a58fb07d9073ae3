//! Triggers of what is not a message.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::model::event::EventName;
use crate::flow::model::trigger::{Event, Only, Trigger, TriggerKind};
use crate::flow::names::check_name;
use crate::flow::suggest::{did_you_mean, meant};
use crate::pattern::payload::PayloadPattern;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;

/// Which events of a name, and how that was written.
type Written = (Only, String);

impl Gate<'_> {
    /// `{event: reaction, emoji: 👍}`
    pub(super) fn by_event(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let Some(field) = fields.get("event") else { return };
        for (item, text) in self.texts(field) {
            let span = item.node.span;
            let Some(name) = self.event_name(text, span) else { continue };
            for (only, written) in self.only(&name, fields) {
                let alike = format!("event {name} {written}");
                let event = Event { name: name.clone(), only };
                triggers.push(self.at(span, TriggerKind::Event(event), Some(alike)));
            }
        }
    }

    fn event_name(&mut self, text: &Text, span: Span) -> Option<EventName> {
        let word = text.value.as_str();
        match EventName::parse(word) {
            Some(EventName::App(name)) => {
                let at = self.part(span, text, word.len().saturating_sub(name.len())..word.len());
                check_name(&name, at, "event", &mut self.told).then_some(EventName::App(name))
            }
            Some(name) => Some(name),
            None => {
                self.no_event(word, span);
                None
            }
        }
    }

    fn no_event(&mut self, word: &str, span: Span) {
        let words: Vec<_> = EventName::words().collect();
        let near = meant(word, &words);
        let headline = format!("I don't know the event \"{word}\"");
        let told = Diagnostic::error(Code("K201"), span, headline);
        self.tell(match near {
            Some(word) => told.label(did_you_mean(near)).edit(span, word),
            None => told.note(format!("An event can be: {}, app.NAME", words.join(", "))),
        });
    }

    /// Which events of a name the other keys mean; each makes a trigger of its own.
    fn only(&mut self, name: &EventName, fields: &Fields<'_>) -> Vec<Written> {
        if let Some(emoji) = fields.get("emoji") {
            return self.reactions(name, emoji);
        }
        if let Some(payload) = fields.get("payload") {
            return self.payloads_of(payload);
        }
        let from = self.origin(fields);
        if !from.is_narrow() {
            return vec![(Only::All, String::new())];
        }
        if *name != EventName::Referral {
            if let Some(field) = fields.get("type").or(fields.get("source")) {
                self.belongs(field, "referral");
            }
            return Vec::new();
        }
        let written = format!("{from:?}");
        vec![(Only::From(from), written)]
    }

    fn reactions(&mut self, name: &EventName, emoji: &Field<'_>) -> Vec<Written> {
        if !matches!(name, EventName::Reaction | EventName::Unreaction) {
            self.belongs(emoji, "{event: reaction}");
            return Vec::new();
        }
        let emoji = self.texts(emoji).into_iter().map(|(_, text)| text.value.trim().to_owned());
        emoji.map(|emoji| (Only::Emoji(emoji.clone()), emoji)).collect()
    }

    fn payloads_of(&mut self, payload: &Field<'_>) -> Vec<Written> {
        let mut written = Vec::new();
        for (item, text) in self.texts(payload) {
            let pattern = PayloadPattern::parse(&text.value);
            let pattern = self.pattern(pattern, text, item.node.span);
            written.extend(pattern.map(|pattern| (Only::Payload(pattern), text.value.clone())));
        }
        written
    }
}
