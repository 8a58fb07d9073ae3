//! `bot.yaml`, checked.

use indexmap::IndexMap;

use crate::flow::model::persona::Persona;
use crate::flow::model::slot::Slot;
use crate::pattern::rule::Rule;
use crate::template::batch::TextId;
use crate::time::Millis;
use crate::words::name::{FlowName, Locale, PersonaName, Target, Value};

/// `bot.yaml`, with the defaults of LANGUAGE.md where it is silent.
#[derive(Debug)]
pub struct Settings {
    /// The bot's name, for the page that says it is alive.
    pub name: String,
    /// The bot's languages; the first is the default. Never empty.
    pub locales: Vec<Locale>,
    /// What Get Started does.
    pub start: Option<Target>,
    /// Where menu, ice breakers, commands and lists of replies lead.
    pub offered: Vec<Target>,
    /// Folded cancel words; empty if nothing cancels.
    pub cancel_words: Vec<Rule>,
    /// What is said after a cancel word.
    pub cancel_say: Option<TextId>,
    /// The flow that runs when a step fails and neither step nor flow says otherwise.
    pub on_error: Option<FlowName>,
    /// How long an open question waits.
    pub expires: Millis,
    /// Whether pauses stand between bubbles.
    pub typing: Typing,
    /// Who may speak for the Page.
    pub personas: IndexMap<PersonaName, Persona>,
    /// `user.x` and `chat.x` with a default.
    pub defaults: Vec<(Slot, Value)>,
    /// Old destinations that people may still have on screen, and where they lead now.
    pub moved: Vec<(Target, Target)>,
    /// Steps per message; may only be lower than the engine's own.
    pub steps_max: u32,
    /// Environment variables that flows may read.
    pub env: Vec<String>,
}

/// Pauses between bubbles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// None.
    Off,
    /// 0.4 s and 25 ms a letter, at most 2 s.
    Auto,
    /// So many letters a second.
    Speed(u32),
}
