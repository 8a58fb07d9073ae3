//! `http`, `secrets` and `env` of `bot.yaml`: what flows may have of the world outside.

use crate::flow::fields::{Fields, Owner};
use crate::flow::gate::{Gate, Outside};
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::settings::HttpSettings;
use crate::limits::{FETCH_TIMEOUT, FETCH_TURN_MAX};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;
use crate::words::address::Allowed;

/// What `http` of `bot.yaml` reads.
pub(in crate::flow) const SETTINGS: &[Key] = &[
    key("timeout", Shape::Duration, "how long one try may take; 5s if nothing is said"),
    key("allow", Shape::Words, "the only hosts that may be asked; with a port if it is not 443"),
];

impl Gate<'_> {
    /// What the checks of steps need of it first.
    pub(in crate::flow) fn read_outside(&mut self, fields: &Fields<'_>) {
        let mut names = |key: &str| {
            let texts = fields.get(key).map(|field| self.texts(field)).unwrap_or_default();
            texts.into_iter().map(|(_, text)| text.value.clone()).collect()
        };
        let (secrets, env) = (names("secrets"), names("env"));
        self.outside = Outside { allow: self.allowed(fields), secrets, env, webhooks: Vec::new() };
        self.read_webhooks(fields);
        self.secrets_are_not_read(fields);
    }

    /// Tells a name that is a secret, and in `env` all the same, where every text could show it.
    fn secrets_are_not_read(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("env") else { return };
        for (item, text) in self.texts(field) {
            let name = text.value.as_str();
            if self.outside.secrets.iter().any(|secret| secret == name) {
                let headline = format!("{name} is a secret, which flows may not read from env");
                let told = Diagnostic::error(Code("V607"), item.node.span, headline);
                self.tell(told.fix(format!("take {name} out of env, and write secret.{name}")));
            }
        }
    }

    fn allowed(&mut self, fields: &Fields<'_>) -> Vec<Allowed> {
        let Some(field) = fields.get("http") else { return Vec::new() };
        let NodeKind::Map(entries) = &field.node.kind else { return Vec::new() };
        let Some(entry) = entries.iter().find(|entry| entry.key.value == "allow") else {
            return Vec::new();
        };
        let field = crate::flow::fields::Field { node: &entry.value, ..*field };
        let mut allow = Vec::new();
        for (item, text) in self.texts(&field) {
            if let Some(allowed) = Allowed::parse(&text.value) {
                allow.push(allowed);
            } else {
                let headline = format!("\"{}\" is no host", text.value);
                self.tell(
                    Diagnostic::error(Code("K205"), item.node.span, headline)
                        .label("without https:, without a path")
                        .fix("allow: [shop.example.com]"),
                );
            }
        }
        allow
    }

    /// All of it.
    pub(in crate::flow) fn http_settings(
        &mut self,
        field: &crate::flow::fields::Field<'_>,
    ) -> HttpSettings {
        let owner = Owner { name: "http".into(), tables: vec![SETTINGS] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let timeout = fields.get("timeout").and_then(|field| self.duration(field));
        let timeout = timeout.unwrap_or(FETCH_TIMEOUT).min(FETCH_TURN_MAX);
        HttpSettings { timeout, allow: self.outside.allow.clone() }
    }
}
