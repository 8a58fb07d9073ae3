//! The gate between source model and checked model: what the checks of all concepts share.

use indexmap::IndexMap;

use crate::flow::declared::Declarations;
use crate::flow::duration;
use crate::flow::fields::{Field, Told, wrong_shape};
use crate::flow::model::Condition;
use crate::flow::names::Names;
use crate::flow::single_braces::Braced;
use crate::flow::translations::Translations;
use crate::pattern::synonyms::Synonyms;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{self, Entry, Node, NodeKind, Text};
use crate::source::{Place, Sources, Span};
use crate::template::batch::{Batch, TextId};
use crate::time::Millis;
use crate::words::address::Allowed;
use crate::words::name::{Channel, FlowName, StepName, Target};

/// What checks share while a bot crosses.
pub(super) struct Gate<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// Texts and expressions on their way to Tera.
    pub batch: &'a mut Batch,
    /// Where destinations can lead.
    pub names: &'a Names<'a>,
    /// The bot's languages.
    pub locales: Vec<String>,
    /// Where it answers.
    pub channels: Vec<Channel>,
    /// Templates by name.
    pub templates: IndexMap<String, TextId>,
    /// Variables that `bot.yaml` declares.
    pub declared: Declarations,
    /// Who may speak for the Page.
    pub personas: Vec<String>,
    /// `replies` of `bot.yaml` by name.
    pub lists: IndexMap<&'a str, &'a Node>,
    /// Words that count as other words.
    pub synonyms: Synonyms,
    /// What `bot.yaml` lists of the world outside.
    pub outside: Outside,
    /// Payloads that triggers take, as written.
    pub answered: Vec<String>,
    /// What is wrong.
    pub told: Told,
    /// The flow that is being checked; none in `bot.yaml`.
    pub flow: Option<FlowName>,
    /// Repeats around the step that is being checked, outermost first.
    pub loops: Vec<StepName>,
    /// Every destination, and which flow leads there.
    pub used: Vec<(Option<FlowName>, Target)>,
    /// Whether what comes after the 24 hours waits for the visitor's next message.
    pub queues: bool,
    /// Sentences, and what catalogues make of them.
    pub translations: Translations<'a>,
    /// Sites that links open with Messenger's extensions.
    pub sites: Vec<String>,
    /// Names in single braces.
    pub braced: Vec<Braced>,
    /// Every payload that a button sends.
    pub payloads: Vec<(Text, Span)>,
}

/// What `bot.yaml` lists of the world outside.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// Hosts that `http` may reach.
    pub allow: Vec<Allowed>,
    /// Secrets that `http` and `notify` may send.
    pub secrets: Vec<String>,
    /// Environment variables that flows may read.
    pub env: Vec<String>,
    /// Webhooks that `notify` may tell.
    pub webhooks: Vec<String>,
}

impl Gate<'_> {
    /// Tells a mistake.
    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        self.told.tell(diagnostic);
    }

    /// A span for people.
    pub(super) fn place(&self, span: Span) -> Place {
        self.sources.place(span)
    }

    /// The part of a text's value in its file.
    pub(super) fn part(&self, span: Span, text: &Text, part: std::ops::Range<usize>) -> Span {
        yaml::locate(self.sources, span, text, part)
    }

    /// A field that must be a text, the same for everybody.
    pub(super) fn plain<'t>(&mut self, field: &Field<'t>) -> Option<&'t Text> {
        match &field.node.kind {
            NodeKind::Text(text) => Some(text),
            NodeKind::Map(_) | NodeKind::List(_) => {
                self.tell(wrong_shape(field));
                None
            }
        }
    }

    /// Whether a map is a text in several languages.
    pub(super) fn per_language(&self, entries: &[Entry]) -> bool {
        !entries.is_empty() && entries.iter().all(|entry| self.locales.contains(&entry.key.value))
    }

    /// A field that is a text or a list of texts: each of them as a field.
    pub(super) fn texts<'t>(&mut self, field: &Field<'t>) -> Vec<(Field<'t>, &'t Text)> {
        let items: Vec<_> = match &field.node.kind {
            NodeKind::List(items) => items.iter().map(|node| Field { node, ..*field }).collect(),
            NodeKind::Text(_) | NodeKind::Map(_) => vec![*field],
        };
        items.into_iter().filter_map(|item| Some((item, self.plain(&item)?))).collect()
    }

    /// A bare expression as a condition; braces around it are told and left out.
    pub(super) fn condition(&mut self, field: &Field<'_>) -> Option<Condition> {
        let text = self.plain(field)?;
        let span = field.node.span;
        let part = without_braces(&text.value).unwrap_or(0..text.value.len());
        let bare = text.value.get(part.clone()).unwrap_or("").to_owned();
        if part.start > 0 {
            let headline = format!("You don't need {{{{ }}}} after {}", field.key.name);
            let told = Diagnostic::warning(Code("T509"), span, headline);
            let told = told.fix(format!("{}: {bare}", field.key.name));
            let fits = !bare.contains(['"', '\'', ':', '#']);
            self.tell(if fits { told.edit(span, bare.clone()) } else { told });
        }
        let expr = self.batch.expr(text, span, part);
        Some(Condition { expr, text: bare })
    }

    /// A whole number.
    pub(super) fn number<N: std::str::FromStr>(&mut self, field: &Field<'_>) -> Option<N> {
        let text = self.plain(field)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            let fix = format!("{}: 3", field.key.name);
            self.tell(wrong_shape(field).fix(fix));
        }
        number
    }

    /// A length of time.
    pub(super) fn duration(&mut self, field: &Field<'_>) -> Option<Millis> {
        let text = self.plain(field)?;
        let span = duration::parse(&text.value);
        if span.is_none() {
            let headline = format!("\"{}\" wants a duration", field.key.name);
            self.tell(
                Diagnostic::error(Code("K206"), field.node.span, headline)
                    .label("like 30s, 15m, 2h, 1d")
                    .fix(format!(
                        "{}: {}",
                        field.key.name,
                        duration::meant(&text.value, 'm').unwrap_or_else(|| "30m".to_owned())
                    )),
            );
        }
        span
    }

    /// Yes or no.
    pub(super) fn yes_no(&mut self, field: &Field<'_>) -> Option<bool> {
        let text = self.plain(field)?;
        match text.value.to_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => {
                let headline = format!("\"{}\" is either yes or no", field.key.name);
                self.tell(
                    Diagnostic::error(Code("K207"), field.node.span, headline)
                        .label("true, false, yes and no are all understood here")
                        .fix(format!("{}: {}", field.key.name, no_or_yes(&text.value))),
                );
                None
            }
        }
    }
}

/// Where the expression stands in a text that is nothing but `{{ expression }}`.
pub(super) fn without_braces(text: &str) -> Option<std::ops::Range<usize>> {
    let inside = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let bare = inside.trim();
    if bare.is_empty() || inside.contains("{{") {
        return None;
    }
    let start = text.find(bare)?;
    Some(start..start.saturating_add(bare.len()))
}

/// What somebody means who writes neither.
fn no_or_yes(word: &str) -> &'static str {
    let no = ["off", "never", "none", "0", "nein", "non", "disabled", "n"];
    if no.contains(&word.to_lowercase().as_str()) { "no" } else { "yes" }
}
