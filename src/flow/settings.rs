//! `bot.yaml`: what holds for the whole bot.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::languages;
use crate::flow::model::declared::Declared;
use crate::flow::model::settings::{After24h, Settings, Typing};
use crate::flow::model::slot::Slot;
use crate::limits::{QUESTION_EXPIRES, STEPS_PER_TURN_MAX};
use crate::pattern::rule::Rule;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind};
use crate::time::zone::Zone;
use crate::words::name::{Channel, Locale, Target};

/// What `bot.yaml` may have.
pub(super) const KEYS: &[Key] = &[
    key("name", Shape::Text, "the bot's name"),
    key("locales", Shape::Words, "its languages; the first is the default"),
    key("timezone", Shape::Name, "where it is at home: Europe/Paris; UTC if nothing is said"),
    key("greeting", Shape::Text, "what stands there before the first message"),
    key("start", Shape::Destination, "what the Get Started button does"),
    key("ice_breakers", Shape::Map, "questions to begin with"),
    key("menu", Shape::Buttons, "the persistent menu"),
    key("commands", Shape::Map, "commands, each a flow"),
    key("replies", Shape::Map, "lists of quick replies that steps can name"),
    key("typing", Shape::Name, "auto, off, or 40 chars/s"),
    key("cancel", Shape::Map, "words that drop what is open"),
    key("expires", Shape::Duration, "how long a question waits"),
    key("synonyms", Shape::Map, "words that count as other words"),
    key("personas", Shape::Map, "speakers"),
    key("variables", Shape::Map, "variables with their defaults"),
    key("env", Shape::Words, "environment variables that flows may read"),
    key("secrets", Shape::Words, "secrets for http and notify"),
    key("http", Shape::Map, "what http steps may reach"),
    key("notify", Shape::Map, "webhooks that `notify` may tell"),
    key("hours", Shape::Map, "opening hours, for open_now() and opens_at()"),
    key("calendars", Shape::Map, "further opening hours by name, for open_now(at=…)"),
    key("human", Shape::Map, "who takes over"),
    key("after_24h", Shape::Name, "drop, queue or error"),
    key("on_error", Shape::Name, "the flow that runs when a step fails"),
    key("channels", Shape::Words, "messenger, instagram"),
    key(
        "moved",
        Shape::Map,
        "destinations that are gone, also whole flows, and where they lead now",
    ),
    key("limits", Shape::Map, "lower limits than the engine's own"),
    key("pages", Shape::Map, "several Pages by their ids, each with its token"),
];

/// What `cancel` reads.
pub(super) const CANCEL: &[Key] = &[
    key("words", Shape::Words, "the whole message is one of these"),
    key("say", Shape::Text, "what is said then"),
];

/// What `limits` reads.
pub(super) const LIMITS: &[Key] = &[key("steps_per_message", Shape::Number, "at most 100")];

/// The keys of `bot.yaml`, as written.
pub(super) fn read<'t>(tree: Option<&'t Node>, gate: &mut Gate<'_>) -> Fields<'t> {
    let Some(tree) = tree else { return Fields::default() };
    let NodeKind::Map(entries) = &tree.kind else {
        let headline = "bot.yaml wants keys such as name: and start:";
        gate.tell(Diagnostic::error(Code("K205"), tree.span, headline));
        return Fields::default();
    };
    let known = entries.iter().filter(|entry| !crate::flow::secrets::is_secret_key(entry));
    let owner = Owner { name: "bot.yaml".into(), tables: vec![KEYS] };
    gate.told.fields(known, &owner)
}

impl<'a> Gate<'a> {
    /// The languages, which other checks need first.
    pub(super) fn read_locales(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("locales") else { return };
        let locales = self.texts(field);
        for (item, text) in &locales {
            if let Some(code) = languages::code_of(&text.value) {
                let headline = format!("\"{}\" is written \"{code}\" here", text.value);
                let told = Diagnostic::error(Code("K201"), item.node.span, headline);
                self.tell(told.label("languages are two letters").edit(item.node.span, code));
            }
        }
        let locales = locales.into_iter();
        self.locales = locales.map(|(_, text)| text.value.clone()).collect();
        if let Some(own) = self.locales.first() {
            self.batch.speaks(Locale::new(own.as_str()));
        }
    }

    /// Where the bot answers, which messages of an author's own need first.
    pub(super) fn read_channels(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("channels") else { return };
        let mut channels = Vec::new();
        for (item, text) in self.texts(field) {
            match Channel::parse(&text.value) {
                Some(channel) if channels.contains(&channel) => {}
                Some(channel) => channels.push(channel),
                None => {
                    let headline = format!("\"{}\" is no channel", text.value);
                    let told = Diagnostic::error(Code("K205"), item.node.span, headline);
                    self.tell(told.fix("channels: [messenger, instagram]"));
                }
            }
        }
        if !channels.is_empty() {
            self.channels = channels;
        }
    }

    /// Words that count as other words, which triggers need first.
    pub(super) fn read_synonyms(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("synonyms") else { return };
        for entry in self.entries(field) {
            let words = self.texts(&Field { node: &entry.value, ..*field });
            let words = words.into_iter().map(|(_, text)| text.value.clone()).collect();
            self.synonyms.insert(entry.key.value.clone(), words);
        }
    }

    /// All of `bot.yaml`.
    pub(super) fn settings<'t>(&mut self, fields: &Fields<'t>) -> Settings
    where
        'a: 't,
    {
        let mut on_page = self.on_page(fields);
        self.routes(fields);
        let commands = fields.get("commands").map(|field| self.commands(field));
        let labels = fields.get("commands").map(|field| self.command_labels(field));
        on_page.commands = labels.unwrap_or_default();
        let offered = self.used.iter().map(|(_, target)| target.clone()).collect();
        let name = fields.get("name").and_then(|field| self.plain(field));
        let start = fields.get("start").and_then(|field| self.settings_target(field));
        let (cancel_words, cancel_say) = self.cancel(fields);
        let on_error = fields.get("on_error").and_then(|f| self.flow_name(f, Code("B1001")));
        let expires = fields.get("expires").and_then(|field| self.duration(field));
        let typing = fields.get("typing").and_then(|field| self.typing(field));
        let zone = fields.get("timezone").and_then(|field| self.timezone(field));
        let calendars = self.all_hours(fields.get("hours"), fields.get("calendars"));
        self.batch.calendars(calendars.keys().cloned());
        let after_24h = fields.get("after_24h").and_then(|field| self.after_24h(field));
        self.queues = after_24h == Some(After24h::Queue);
        let (pages, accounts) =
            fields.get("pages").map(|field| self.pages(field)).unwrap_or_default();
        let http = fields.get("http").map(|field| self.http_settings(field)).unwrap_or_default();
        Settings {
            name: name.map_or_else(|| "bot".to_owned(), |text| text.value.clone()),
            zone: zone.unwrap_or_else(Zone::utc),
            calendars: Arc::new(calendars),
            after_24h: after_24h.unwrap_or_default(),
            locales: self.locales.iter().map(|locale| Locale::new(locale.as_str())).collect(),
            start,
            offered,
            commands: commands.unwrap_or_default(),
            on_page,
            human: fields.get("human").map(|field| self.human(field)).unwrap_or_default(),
            cancel_words,
            cancel_say,
            on_error,
            expires: expires.unwrap_or(QUESTION_EXPIRES),
            typing: typing.unwrap_or(Typing::Auto),
            personas: fields.get("personas").map(|f| self.personas(f)).unwrap_or_default(),
            pages,
            channels: self.channels.clone(),
            accounts,
            variables: self.variables(),
            moved: fields.get("moved").map(|field| self.moved(field)).unwrap_or_default(),
            steps_max: self.steps_max(fields),
            own_words: self.own_words(),
            env: self.outside.env.clone(),
            secrets: self.outside.secrets.clone(),
            http,
            notify: fields.get("notify").map(|field| self.webhooks(field)).unwrap_or_default(),
        }
    }

    fn after_24h(&mut self, field: &Field<'_>) -> Option<After24h> {
        let text = self.plain(field)?;
        match text.value.as_str() {
            "drop" => Some(After24h::Drop),
            "queue" => Some(After24h::Queue),
            "error" => Some(After24h::Error),
            _ => {
                let headline = "\"after_24h\" wants drop, queue or error";
                let told = Diagnostic::error(Code("K205"), field.node.span, headline);
                self.tell(told.fix("after_24h: drop"));
                None
            }
        }
    }

    pub(super) fn settings_target(&mut self, field: &Field<'_>) -> Option<Target> {
        let text = self.plain(field)?;
        self.target(text, field.node.span, Code("B1001"))
    }

    /// Destinations of lists of replies.
    fn routes(&mut self, fields: &Fields<'_>) {
        if let Some(field) = fields.get("replies") {
            for entry in self.entries(field) {
                self.own_replies(&Field { node: &entry.value, ..*field });
            }
        }
    }

    fn cancel(
        &mut self,
        fields: &Fields<'_>,
    ) -> (Vec<Rule>, Option<crate::template::batch::TextId>) {
        let Some(field) = fields.get("cancel") else { return (Vec::new(), None) };
        let owner = Owner { name: "cancel".into(), tables: vec![CANCEL] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let texts = fields.get("words").map(|words| self.heard(words)).unwrap_or_default();
        let mut words = Vec::new();
        for (text, span) in texts {
            match Rule::exact(&text.value, &self.synonyms) {
                Ok(rule) => words.push(rule),
                Err(problem) => self.problem(problem, &text, span),
            }
        }
        (words, fields.get("say").and_then(|say| self.text(say)))
    }

    fn typing(&mut self, field: &Field<'_>) -> Option<Typing> {
        let text = self.plain(field)?;
        let speed = text.value.strip_suffix("chars/s").map(str::trim);
        let speed = speed.and_then(|n| n.parse::<u32>().ok()).filter(|n| *n > 0);
        match text.value.as_str() {
            "auto" => Some(Typing::Auto),
            "off" | "no" | "false" => Some(Typing::Off),
            _ if speed.is_some() => speed.map(Typing::Speed),
            _ => {
                let headline = "\"typing\" wants auto, off, or a speed like 40 chars/s";
                self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
                None
            }
        }
    }

    fn variables(&self) -> IndexMap<Slot, Declared> {
        let declared = self.declared.iter();
        declared.map(|(slot, (declared, _))| (slot.clone(), declared.clone())).collect()
    }

    fn steps_max(&mut self, fields: &Fields<'_>) -> u32 {
        let Some(field) = fields.get("limits") else { return STEPS_PER_TURN_MAX };
        let owner = Owner { name: "limits".into(), tables: vec![LIMITS] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let Some(field) = fields.get("steps_per_message") else { return STEPS_PER_TURN_MAX };
        let Some(steps) = self.number::<u32>(field) else { return STEPS_PER_TURN_MAX };
        if !(1..=STEPS_PER_TURN_MAX).contains(&steps) {
            let headline =
                format!("\"steps_per_message\" wants a number from 1 to {STEPS_PER_TURN_MAX}");
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
        }
        steps
    }
}
