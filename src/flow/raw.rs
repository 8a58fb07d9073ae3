//! `raw`: a message object of the Send API, for what the language has no word for.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::raw::Raw;
use crate::flow::send_api::{ATTACHMENTS, CONTENT, INSTAGRAMS, Level, OURS, is_text};
use crate::flow::suggest::{did_you_mean, nearest};
use crate::limits::QUICK_REPLIES_MAX;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind, Style, Text};
use crate::words::name::{Channel, Value};

/// What `raw` reads.
pub(super) const KEYS: &[Key] =
    &[key("raw", Shape::Message, "a message object of the Send API, with {{ }} in its texts")];

impl Gate<'_> {
    /// A `raw`.
    pub(super) fn raw(&mut self, field: &Field<'_>) -> Option<Raw> {
        let NodeKind::Map(entries) = &field.node.kind else {
            self.tell(wrong_shape(field).fix("raw: {attachment: {type: …, payload: {…}}}"));
            return None;
        };
        if let Some(entry) = entries.iter().find(|entry| entry.key.value == "message") {
            let headline = "\"raw\" is what stands in \"message\" of a request";
            let told = Diagnostic::error(Code("K205"), entry.key_span, headline);
            self.tell(told.label("leave this word out"));
            return None;
        }
        let ours: Vec<_> =
            entries.iter().filter(|entry| OURS.contains(&entry.key.value.as_str())).collect();
        for entry in &ours {
            let headline = format!("\"{}\" is written by saywhen itself", entry.key.value);
            self.tell(
                Diagnostic::error(Code("K220"), entry.key_span, headline)
                    .label("leave it out of `raw`"),
            );
        }
        if ours.is_empty() {
            self.content(field, entries);
        }
        Some(self.raw_map(field, entries, Level::Message))
    }

    fn raw_node(&mut self, field: &Field<'_>, level: Level, key: &str) -> Raw {
        match &field.node.kind {
            NodeKind::List(items) => {
                let item = |node| self.raw_node(&Field { node, ..*field }, level, key);
                Raw::List(items.iter().map(item).collect())
            }
            NodeKind::Map(entries) if self.per_language(entries) => {
                self.text(field).map_or(Raw::Value(Value::Null), Raw::Text)
            }
            NodeKind::Map(entries) => self.raw_map(field, entries, level),
            NodeKind::Text(text) => {
                if let Some(value) = typed(text).filter(|_| !is_text(key)) {
                    return Raw::Value(value);
                }
                if is_text(key) {
                    let wording = self.sentence(text, field.node.span);
                    return Raw::Text(self.take(&wording));
                }
                Raw::Given(self.batch.text(text, field.node.span))
            }
        }
    }

    /// A map of a message, in the author's order.
    pub(super) fn raw_map(&mut self, field: &Field<'_>, entries: &[Entry], level: Level) -> Raw {
        self.sends_payload(entries, level);
        let mut map = Vec::with_capacity(entries.len());
        for entry in entries {
            let key = entry.key.value.as_str();
            self.unknown_to_send_api(entry, level);
            let node = Field { node: &entry.value, ..*field };
            map.push((key.to_owned(), self.raw_node(&node, level.below(key), key)));
        }
        Raw::Map(map)
    }

    fn unknown_to_send_api(&mut self, entry: &Entry, level: Level) {
        let (key, known) = (entry.key.value.as_str(), level.keys());
        let ours = level == Level::Message && OURS.contains(&key);
        if known.is_empty() || known.contains(&key) || ours {
            return;
        }
        let near = nearest(key, known.iter().copied());
        let headline = format!("I don't know \"{key}\" in this part of the Send API");
        let told = Diagnostic::warning(Code("K221"), entry.key_span, headline)
            .label(did_you_mean(near))
            .note("It is sent as it stands; Messenger may refuse the message.");
        self.tell(match near {
            Some(near) => told.edit(entry.key_span, near),
            None => told,
        });
    }

    /// Remembers what taps send, so that somebody answers it.
    fn sends_payload(&mut self, entries: &[Entry], level: Level) {
        let find = |key: &str| entries.iter().find(|entry| entry.key.value == key);
        let kind = find("type").or_else(|| find("content_type")).and_then(|kind| text(&kind.value));
        let taps = match level {
            Level::Button => kind.is_some_and(|kind| kind.value == "postback"),
            Level::QuickReply => kind.is_some_and(|kind| kind.value == "text"),
            Level::Message
            | Level::Attachment
            | Level::Payload
            | Level::Element
            | Level::Other
            | Level::Form => false,
        };
        let payload = find("payload").filter(|_| taps);
        if let Some((payload, text)) = payload.and_then(|p| Some((p, text(&p.value)?))) {
            self.payloads.push((text.clone(), payload.value.span));
        }
    }

    /// A message is one thing, and its attachment of a kind that Messenger knows.
    fn content(&mut self, field: &Field<'_>, entries: &[Entry]) {
        let has = |entry: &&Entry| CONTENT.contains(&entry.key.value.as_str());
        let contents: Vec<_> = entries.iter().filter(has).collect();
        if let [one] = contents.as_slice() {
            self.attachment_of(&one.key, &one.value);
        } else {
            let names: Vec<_> = contents.iter().map(|entry| entry.key.value.as_str()).collect();
            let none = names.is_empty();
            let what = if none { "none of them".to_owned() } else { names.join(" and ") };
            let span = contents.get(1).map_or(field.span, |entry| entry.key_span);
            let headline = format!("A message has one of {}", CONTENT.join(", "));
            let told = Diagnostic::error(Code("M721"), span, headline);
            self.tell(told.label(format!("this one has {what}")));
        }
        let replies = entries.iter().find(|entry| entry.key.value == "quick_replies");
        if let Some(NodeKind::List(items)) = replies.map(|entry| &entry.value.kind)
            && let Some(first) = items.get(QUICK_REPLIES_MAX)
        {
            self.too_many_replies(items.len(), first.span);
        }
    }

    fn attachment_of(&mut self, key: &Text, node: &Node) {
        if key.value != "attachment" {
            return;
        }
        let NodeKind::Map(entries) = &node.kind else {
            return self.no_attachment(node.span, "an attachment is {type: …, payload: {…}}");
        };
        let kind = entries.iter().find(|entry| entry.key.value == "type");
        match kind.map(|kind| (kind.value.span, text(&kind.value))) {
            None => self.no_attachment(node.span, "it has no type"),
            Some((span, Some(kind)))
                if is_literal(&kind.value)
                    && !self.attachments().contains(&kind.value.as_str()) =>
            {
                let known = self.attachments().join(", ");
                self.no_attachment(span, &format!("a type is one of {known}"));
            }
            Some((span, None)) => self.no_attachment(span, "a type is a text"),
            Some((_, Some(_))) => self.grid(entries),
        }
    }

    /// What an attachment can be where this bot answers.
    fn attachments(&self) -> Vec<&'static str> {
        let instagram = self.channels.contains(&Channel::Instagram);
        let more = INSTAGRAMS.into_iter().filter(|_| instagram);
        ATTACHMENTS.into_iter().chain(more).collect()
    }

    fn no_attachment(&mut self, span: Span, why: &str) {
        let headline = "Messenger does not know such an attachment";
        self.tell(Diagnostic::error(Code("M722"), span, headline).label(why));
    }
}

fn text(node: &Node) -> Option<&Text> {
    match &node.kind {
        NodeKind::Text(text) => Some(text),
        NodeKind::List(_) | NodeKind::Map(_) => None,
    }
}

/// A number, true or false, where it is written without quotes as JSON would have it.
pub(super) fn typed(text: &Text) -> Option<Value> {
    let json = serde_json::from_str::<Value>(&text.value).ok();
    json.filter(|json| text.style == Style::Plain && (json.is_number() || json.is_boolean()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_truths_are_told_from_texts() {
        let plain = |value: &str| typed(&Text { value: value.into(), style: Style::Plain });
        assert_eq!(plain("24.0"), Some(Value::from(24.0)));
        assert_eq!(plain("-3"), Some(Value::from(-3)));
        assert_eq!(plain("true"), Some(Value::from(true)));
        for text in ["yes", "007", "null", "~", "[1]", "{}", "1.2.3", ""] {
            assert_eq!(plain(text), None, "{text}");
        }
        assert_eq!(typed(&Text { value: "3".into(), style: Style::Double }), None);
    }
}
