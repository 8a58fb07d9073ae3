//! `notify`: another system is told, by a webhook that `bot.yaml` names.

use indexmap::IndexMap;

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::http::address::{end_of_server, inside, is_name, next_tag};
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::notify::{Notify, Stretch, Webhook};
use crate::flow::names::check_name;
use crate::flow::suggest::nearest;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind, Text};
use crate::words::address::Origin;
use crate::words::turn::IDEMPOTENCY_KEY;

/// What `notify` reads.
pub(super) const KEYS: &[Key] = &[
    key("notify", Shape::Name, "the name of a webhook of bot.yaml"),
    key("with", Shape::Values, "its values; a webhook gets them as JSON"),
];

/// What a webhook of `bot.yaml` reads.
pub(super) const WEBHOOK: &[Key] = &[
    key(
        "url",
        Shape::Text,
        "its address; `{{ secret.NAME }}` and `{{ env.NAME }}` may stand in it",
    ),
    key("headers", Shape::Map, "headers, each a text; secrets may stand in them, too"),
];

impl Gate<'_> {
    /// The names of all webhooks, which steps need first.
    pub(super) fn read_webhooks(&mut self, fields: &Fields<'_>) {
        let Some(NodeKind::Map(entries)) = fields.get("notify").map(|field| &field.node.kind)
        else {
            return;
        };
        self.outside.webhooks = entries.iter().map(|entry| entry.key.value.clone()).collect();
    }

    /// A `notify`.
    pub(super) fn notify(&mut self, fields: &Fields<'_>) -> Option<Notify> {
        let field = fields.get("notify")?;
        let with = fields.get("with").map(|with| self.named(with)).unwrap_or_default();
        let text = self.plain(field)?;
        let word = text.value.trim();
        if self.outside.webhooks.iter().any(|name| name == word) {
            return Some(Notify { webhook: word.to_owned(), with });
        }
        if !self.names.whole {
            return None;
        }
        let headline = format!("No webhook is called \"{word}\"");
        let told = Diagnostic::error(Code("B1008"), field.node.span, headline);
        let near = nearest(word, self.outside.webhooks.iter().map(String::as_str));
        self.tell(match near.map(str::to_owned) {
            Some(near) => {
                told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
            }
            None => told
                .label("webhooks stand in bot.yaml")
                .fix("notify: {sales: {url: \"{{ secret.SALES_WEBHOOK }}\"}}"),
        });
        None
    }

    /// `notify` of `bot.yaml`.
    pub(super) fn webhooks(&mut self, field: &Field<'_>) -> IndexMap<String, Webhook> {
        let mut webhooks = IndexMap::new();
        for entry in self.entries(field) {
            let good = check_name(&entry.key.value, entry.key_span, "webhook", &mut self.told);
            let webhook = self.webhook(field, entry).filter(|_| good);
            webhooks.extend(webhook.map(|webhook| (entry.key.value.clone(), webhook)));
        }
        webhooks
    }

    fn webhook(&mut self, field: &Field<'_>, entry: &Entry) -> Option<Webhook> {
        let owner = Owner { name: "A webhook".into(), tables: vec![WEBHOOK] };
        let entries = self.entries(&Field { node: &entry.value, ..*field });
        let fields = self.told.fields(entries, &owner);
        let headers = fields.get("headers").map(|field| self.webhook_headers(field));
        let Some(url) = fields.get("url") else {
            if fields.0.len() == entries.len() && matches!(entry.value.kind, NodeKind::Map(_)) {
                let headline = format!("\"{}\" has no address", entry.key.value);
                let told = Diagnostic::error(Code("K204"), entry.key_span, headline);
                self.tell(told.fix(format!(
                    "{}: {{url: \"{{{{ secret.SALES_WEBHOOK }}}}\"}}",
                    entry.key.value
                )));
            }
            return None;
        };
        let text = self.plain(url)?;
        self.can_be_told(text, url.node.span)?;
        let url = self.stretches(text, url.node.span)?;
        Some(Webhook { url, headers: headers.unwrap_or_default() })
    }

    /// Whether an address whose server is written out is one that may be told.
    fn can_be_told(&mut self, text: &Text, span: Span) -> Option<()> {
        let server = text.value.get(..end_of_server(&text.value))?;
        if !is_literal(server) {
            return Some(());
        }
        let Some(origin) = Origin::parse(server) else {
            let headline = format!("This is no address of a server: {}", text.value);
            self.tell(
                Diagnostic::error(Code("M708"), span, headline)
                    .label("https:, the host, and a path; no user, no password")
                    .fix("url: https://crm.example.com/leads"),
            );
            return None;
        };
        if origin.is_local() {
            let headline = format!("Only `saywhen dev` reaches {}; `serve` does not", origin.host);
            self.tell(Diagnostic::warning(Code("B1004"), span, headline));
        } else if origin.is_internal() {
            let headline = format!("notify to {} (an internal address) is blocked", origin.host);
            self.tell(
                Diagnostic::error(Code("B1004"), span, headline)
                    .label("a server that everybody can reach can be told, and no other"),
            );
            return None;
        } else if !origin.secure {
            let headline = format!("This link is not https:  {origin}");
            self.tell(Diagnostic::error(Code("M708"), span, headline));
            return None;
        }
        Some(())
    }

    fn webhook_headers(&mut self, field: &Field<'_>) -> Vec<(String, Vec<Stretch>)> {
        self.header_names(field, &[IDEMPOTENCY_KEY, "Content-Type"]);
        let mut headers = Vec::new();
        for entry in self.entries(field) {
            let value = Field { node: &entry.value, ..*field };
            let Some(text) = self.plain(&value) else { continue };
            let stretches = self.stretches(text, entry.value.span);
            headers.extend(stretches.map(|value| (entry.key.value.clone(), value)));
        }
        headers
    }

    /// A text in stretches; a webhook is the same for everybody.
    fn stretches(&mut self, text: &Text, span: Span) -> Option<Vec<Stretch>> {
        let (mut stretches, mut at) = (Vec::new(), 0);
        while let Some(tag) = next_tag(&text.value, at..text.value.len()) {
            let before = text.value.get(at..tag.start).unwrap_or_default();
            at = tag.end;
            stretches.push(Stretch::Literal(before.to_owned()));
            let name = text.value.get(tag).and_then(inside).and_then(|name| name.split_once('.'));
            stretches.push(match name.filter(|(_, name)| is_name(name)) {
                Some(("secret", name)) => {
                    self.is_listed_secret(name, span);
                    Stretch::Secret(name.to_owned())
                }
                Some(("env", name)) => {
                    self.is_listed_env(name, span)?;
                    Stretch::Env(name.to_owned())
                }
                _ => return self.changes(span),
            });
        }
        let rest = text.value.get(at..).unwrap_or_default();
        if !is_literal(rest) {
            return self.changes(span);
        }
        stretches.push(Stretch::Literal(rest.to_owned()));
        stretches.retain(|stretch| *stretch != Stretch::Literal(String::new()));
        Some(stretches)
    }

    fn changes<T>(&mut self, span: Span) -> Option<T> {
        let headline = "A webhook is the same for everybody";
        self.tell(
            Diagnostic::error(Code("K205"), span, headline)
                .label("only secret.NAME and env.NAME may stand in it; values belong into `with:`")
                .fix("notify: sales\n  with: {name: \"{{ name }}\"}"),
        );
        None
    }
}
