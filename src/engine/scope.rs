//! What templates see: variables of the run, and the roots that stand for something larger.

pub(super) mod event;

use std::rc::Rc;

use serde_json::{Map, json};

use crate::bot::Bot;
use crate::engine::dice::Cup;
use crate::engine::scope::event::About;
use crate::engine::{locale, visitor};
use crate::flow::model::persona::Persona;
use crate::flow::model::slot::Life;
use crate::limits::TEMPLATE_TICKS_MAX;
use crate::template::around::{Clocks, Die};
use crate::template::render::{Budget, Scope};
use crate::template::tables::Tables;
use crate::time::Timestamp;
use crate::time::zone::Zone;
use crate::words::conversation::{Conversation, Frame, PROFILE_FIELDS, Profile};
use crate::words::name::{Channel, Locale, Value, Vars};

/// Everything that a text of the top run may read.
pub(super) struct View<'a> {
    pub(super) bot: &'a Bot,
    pub(super) channel: Channel,
    pub(super) state: &'a Conversation,
    /// The run whose plain variables are read; none for the conditions of triggers, whose run has
    /// not begun.
    pub(super) run: Option<&'a Frame>,
    pub(super) about: About<'a>,
    /// The language of this turn, while nobody knows the visitor's.
    pub(super) spoken: Option<&'a Locale>,
    pub(super) now: Timestamp,
    /// A template's own variables, before all others.
    pub(super) with: Option<&'a Vars>,
    /// Items of lists that something is made for just now, before all but those.
    pub(super) items: &'a Vars,
    /// What `pick` rolls.
    pub(super) cup: Rc<Cup>,
}

impl Scope for View<'_> {
    fn get(&self, root: &str) -> Option<Value> {
        let own = || self.with.and_then(|with| with.get(root)).cloned();
        let run = || self.run.and_then(|frame| frame.vars.get(root)).cloned();
        own().or_else(|| self.items.get(root).cloned()).or_else(run).or_else(|| self.root(root))
    }

    fn locale(&self) -> Option<&str> {
        locale::known(self.state).or(self.spoken.map(Locale::as_str))
    }

    fn tables(&self) -> Option<&Tables> {
        Some(&self.bot.data)
    }

    fn clocks(&self) -> Clocks {
        let settings = &self.bot.settings;
        let (home, calendars) = (settings.zone.clone(), settings.calendars.clone());
        Clocks { now: self.now, visitor: self.zone(), home, calendars }
    }

    fn die(&self) -> Option<Rc<dyn Die>> {
        Some(self.cup.clone())
    }
}

impl View<'_> {
    fn root(&self, root: &str) -> Option<Value> {
        match root {
            "chat" => Some(self.chat()),
            "user" => Some(self.user()),
            "event" => Some(event::view(self.about, self.now)),
            "flow" => Some(self.flow()),
            "env" => Some(self.env()),
            "persona" => Some(json!({"name": self.speaker()})),
            "bot" => Some(json!({"name": self.bot.settings.name, "link": ""})),
            "now" => Some(Value::from(self.zone().written(self.now))),
            "today" => Some(Value::from(self.zone().local(self.now).date().to_string())),
            _ => None,
        }
    }

    fn zone(&self) -> Zone {
        visitor::zone(self.bot, self.state, self.now)
    }

    fn env(&self) -> Value {
        let mut env = Map::new();
        extend(&mut env, &self.bot.env);
        Value::Object(env)
    }

    fn defaults(&self, life: Life) -> Map<String, Value> {
        let of_life = self.bot.settings.variables.iter().filter(|(slot, _)| slot.life == life);
        of_life.map(|(slot, it)| (slot.name.to_string(), it.default.clone())).collect()
    }

    fn chat(&self) -> Value {
        let mut chat = self.defaults(Life::Chat);
        extend(&mut chat, &self.state.chat);
        let open = self.state.window_until.is_some_and(|until| until > self.now);
        chat.insert("misses".into(), self.state.misses.into());
        chat.insert("window_open".into(), open.into());
        chat.insert("channel".into(), self.channel.as_str().into());
        Value::Object(chat)
    }

    fn user(&self) -> Value {
        let mut user: Map<String, Value> =
            PROFILE_FIELDS.iter().map(|&field| (field.to_owned(), Value::from(""))).collect();
        user.insert("tags".into(), Value::Array(Vec::new()));
        user.append(&mut self.defaults(Life::User));
        match &self.state.profile {
            // What Meta did not tell leaves the author's own default in its place.
            Profile::Known { fields, .. } => user.extend(
                fields
                    .iter()
                    .filter(|(_, value)| value.as_str() != Some(""))
                    .map(|(name, value)| (name.to_string(), value.clone())),
            ),
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

    /// The name of who speaks in the step that runs; empty where that is the Page itself.
    fn speaker(&self) -> String {
        let persona = self.state.stack.last().and_then(|frame| {
            let op = self.bot.op(&frame.flow, self.bot.find(&frame.at)?)?;
            op.persona.as_ref().or(self.bot.flows.get(&frame.flow)?.persona.as_ref())
        });
        let persona = persona.and_then(|name| self.bot.settings.personas.get(name));
        let name = |persona: &Persona| {
            self.bot.texts.render(persona.text, self, &mut Budget { ticks: TEMPLATE_TICKS_MAX })
        };
        persona.and_then(|persona| name(persona).ok()).unwrap_or_default()
    }
}

fn extend(map: &mut Map<String, Value>, vars: &Vars) {
    map.extend(vars.iter().map(|(name, value)| (name.to_string(), value.clone())));
}
