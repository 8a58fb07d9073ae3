//! `bot.yaml`, checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::flow::model::declared::Declared;
use crate::flow::model::notify::Webhook;
use crate::flow::model::on_page::OnPage;
use crate::flow::model::own_word::OwnWords;
use crate::flow::model::persona::Persona;
use crate::flow::model::slot::Slot;
use crate::limits::{FETCH_TIMEOUT, MUTE_ON_ECHO};
use crate::pattern::rule::Rule;
use crate::template::batch::TextId;
use crate::time::Millis;
use crate::time::calendar::Calendars;
use crate::time::zone::Zone;
use crate::words::address::Allowed;
use crate::words::name::{Channel, FlowName, Locale, PageId, PersonaName, Target};
use crate::words::way::Way;

/// `bot.yaml`, with the defaults of LANGUAGE.md where it is silent.
#[derive(Debug)]
pub struct Settings {
    /// The bot's name, for the page that says it is alive.
    pub name: String,
    /// The clock where the bot is at home; opening hours are told by it.
    pub zone: Zone,
    /// When which place is open; the bot's own hours have no name.
    pub calendars: Arc<Calendars>,
    /// The bot's languages; the first is the default. Never empty.
    pub locales: Vec<Locale>,
    /// What Get Started does.
    pub start: Option<Target>,
    /// Where menu, ice breakers, commands and lists of replies lead.
    pub offered: Vec<Target>,
    /// Commands by name, and where they lead.
    pub commands: Vec<(String, Way)>,
    /// What stands on the Page itself.
    pub on_page: OnPage,
    /// People who take over.
    pub human: Human,
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
    /// The Pages, each with the environment variable that its token is in; empty where there is one
    /// Page and nobody has to name it.
    pub pages: IndexMap<PageId, String>,
    /// Where it answers. Never empty.
    pub channels: Vec<Channel>,
    /// Instagram accounts by their own ids, and the Pages that speak for them; empty where there is
    /// one Page and nobody has to name it.
    pub accounts: BTreeMap<PageId, PageId>,
    /// `user.x` and `chat.x` that are declared.
    pub variables: IndexMap<Slot, Declared>,
    /// Old destinations that people may still have on screen, and where they lead now.
    pub moved: Vec<(Target, Target)>,
    /// What becomes of a `later` that is due when Messenger takes nothing any more.
    pub after_24h: After24h,
    /// Steps per message; may only be lower than the engine's own.
    pub steps_max: u32,
    /// What the engine says in words of its own.
    pub own_words: OwnWords,
    /// Environment variables that flows may read.
    pub env: Vec<String>,
    /// Secrets that `http` and `notify` may send.
    pub secrets: Vec<String>,
    /// What `http` steps may reach.
    pub http: HttpSettings,
    /// Webhooks that `notify` may tell, by name.
    pub notify: IndexMap<String, Webhook>,
}

/// What `http` steps may reach, and how long they wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSettings {
    /// The end of waiting for one try, where a step says nothing else.
    pub timeout: Millis,
    /// The only hosts.
    pub allow: Vec<Allowed>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self { timeout: FETCH_TIMEOUT, allow: Vec::new() }
    }
}

/// People who take over from the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Human {
    /// Who gets the thread: `page_inbox` or an app's number.
    pub to: String,
    /// When the bot speaks again though nobody gave the thread back; none is never.
    pub back_after: Option<Millis>,
    /// How long the bot is silent after something that a person said; 0 is not at all.
    pub mute_on_echo: Millis,
}

impl Default for Human {
    fn default() -> Self {
        Self { to: "page_inbox".to_owned(), back_after: None, mute_on_echo: MUTE_ON_ECHO }
    }
}

/// What becomes of a `later` whose time comes after the 24 hours in which Messenger takes messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum After24h {
    /// It does not run.
    #[default]
    Drop,
    /// It runs when the visitor writes again, before what they wrote.
    Queue,
    /// It does not run, and the log says so as of a failed step.
    Error,
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
