//! What templates see: variables of the run, and the roots that stand for something larger.

use std::rc::Rc;

use serde_json::{Map, json};

use crate::bot::Bot;
use crate::engine::dice::Cup;
use crate::flow::model::slot::Life;
use crate::template::around::Die;
use crate::template::render::Scope;
use crate::template::tables::Tables;
use crate::time::Timestamp;
use crate::words::conversation::{Conversation, Frame, PROFILE_FIELDS, Profile};
use crate::words::event::{Event, EventKind};
use crate::words::name::{Locale, Value, Vars};

/// Everything that a text of the top run may read.
pub(super) struct View<'a> {
    pub(super) bot: &'a Bot,
    pub(super) state: &'a Conversation,
    /// The run whose plain variables are read; none for the conditions of triggers, whose run has
    /// not begun.
    pub(super) run: Option<&'a Frame>,
    pub(super) event: Option<&'a Event>,
    pub(super) now: Timestamp,
    /// A template's own variables, before all others.
    pub(super) with: Option<&'a Vars>,
    /// What `pick` rolls.
    pub(super) cup: Rc<Cup>,
}

impl Scope for View<'_> {
    fn get(&self, root: &str) -> Option<Value> {
        let own = || self.with.and_then(|with| with.get(root)).cloned();
        let run = || self.run.and_then(|frame| frame.vars.get(root)).cloned();
        own().or_else(run).or_else(|| self.root(root))
    }

    fn tables(&self) -> Option<&Tables> {
        Some(&self.bot.data)
    }

    fn die(&self) -> Option<Rc<dyn Die>> {
        Some(self.cup.clone())
    }

    fn locale(&self) -> Option<Locale> {
        self.bot.settings.locales.first().cloned()
    }
}

impl View<'_> {
    fn root(&self, root: &str) -> Option<Value> {
        match root {
            "chat" => Some(self.chat()),
            "user" => Some(self.user()),
            "event" => Some(self.event()),
            "flow" => Some(self.flow()),
            "bot" => Some(json!({"name": self.bot.settings.name, "link": ""})),
            "now" => Some(Value::from(self.now.to_string())),
            "today" => Some(Value::from(self.now.to_string().chars().take(10).collect::<String>())),
            _ => None,
        }
    }

    fn defaults(&self, life: Life) -> Map<String, Value> {
        let of_life = self.bot.settings.defaults.iter().filter(|(slot, _)| slot.life == life);
        of_life.map(|(slot, value)| (slot.name.to_string(), value.clone())).collect()
    }

    fn chat(&self) -> Value {
        let mut chat = self.defaults(Life::Chat);
        extend(&mut chat, &self.state.chat);
        let open = self.state.window_until.is_some_and(|until| until > self.now);
        chat.insert("misses".into(), self.state.misses.into());
        chat.insert("window_open".into(), open.into());
        Value::Object(chat)
    }

    fn user(&self) -> Value {
        let mut user: Map<String, Value> =
            PROFILE_FIELDS.iter().map(|&field| (field.to_owned(), Value::from(""))).collect();
        user.insert("tags".into(), Value::Array(Vec::new()));
        user.append(&mut self.defaults(Life::User));
        match &self.state.profile {
            Profile::Known { fields, .. } => extend(&mut user, fields),
            Profile::Unknown | Profile::Silent { .. } => {}
        }
        extend(&mut user, &self.state.user);
        Value::Object(user)
    }

    fn flow(&self) -> Value {
        let frame = self.state.stack.last();
        json!({
            "name": frame.map_or("", |frame| frame.flow.as_str()),
            "step": frame.map_or("", |frame| frame.at.step.as_str()),
            "previous": self.state.previous.as_ref().map_or("", |flow| flow.as_str()),
        })
    }

    fn event(&self) -> Value {
        let mut seen = json!({
            "text": "", "payload": "", "attachments": [], "nlp": {}, "referral": {},
            "optin": {}, "comment": {}, "time": "", "kind": "", "emoji": "", "raw": {},
        });
        let (Some(event), Some(fields)) = (self.event, seen.as_object_mut()) else { return seen };
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        let json = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
        put("raw", event.raw.clone());
        put("time", event.sent_at.unwrap_or(self.now).to_string().into());
        if let Some(referral) = &event.referral {
            put("referral", json(serde_json::to_value(referral)));
        }
        match &event.kind {
            EventKind::Text(text) => {
                put("kind", "text".into());
                put("text", text.text.clone().into());
                put("attachments", json(serde_json::to_value(&text.attachments)));
            }
            EventKind::Tap(tap) => {
                put("kind", "tap".into());
                put("text", tap.label.clone().unwrap_or_default().into());
                put("payload", tap.payload.clone().unwrap_or_default().into());
            }
            EventKind::Attachments(attachments) => {
                put("kind", "attachment".into());
                put("attachments", json(serde_json::to_value(attachments)));
            }
            EventKind::Reaction(_)
            | EventKind::Referral
            | EventKind::Optin(_)
            | EventKind::Read { .. }
            | EventKind::Delivered { .. }
            | EventKind::Edited { .. }
            | EventKind::Deleted
            | EventKind::AccountLink { .. }
            | EventKind::Thread(_)
            | EventKind::HumanEcho(_)
            | EventKind::Comment(_)
            | EventKind::Post(_)
            | EventKind::Feedback { .. }
            | EventKind::Order { .. }
            | EventKind::Command { .. }
            | EventKind::Unsupported
            | EventKind::Policy { .. }
            | EventKind::Unknown { .. } => {}
        }
        seen
    }
}

fn extend(map: &mut Map<String, Value>, vars: &Vars) {
    map.extend(vars.iter().map(|(name, value)| (name.to_string(), value.clone())));
}
