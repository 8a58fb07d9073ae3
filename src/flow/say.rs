//! `say`: words, with buttons and quick replies under the last bubble.

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, find, key};
use crate::flow::labels::is_literal;
use crate::flow::languages;
use crate::flow::model::button::Button;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::paste;
use crate::flow::suggest::{self, nearest};
use crate::flow::wording::{Version, with_context};
use crate::limits::{BUTTON_TEXT_UNITS_MAX, TEXT_UNITS_MAX, units};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};

/// What `say` reads.
pub(super) const KEYS: &[Key] = &[
    key("say", Shape::Bubbles, "what the bot says: a text, or a list with one bubble each"),
    key("buttons", Shape::Buttons, "at most three, under the last bubble"),
    key("replies", Shape::Replies, "quick replies, at most thirteen"),
];

/// What `say: {template: …}` reads.
pub(super) const TEMPLATE: &[Key] = &[
    key("template", Shape::Name, "a file of templates/, without folder and ending"),
    key("with", Shape::Values, "the template's own variables"),
];

impl Gate<'_> {
    /// The words of a `say` or `ask`, with what hangs on them.
    pub(super) fn say(&mut self, verb: &Field<'_>, fields: &Fields<'_>) -> Option<Say> {
        let buttons = self.buttons(fields);
        let replies = self.replies(fields);
        let bubbles = self.bubbles(verb, &buttons)?;
        Some(Say { bubbles, buttons, replies })
    }

    fn bubbles(&mut self, field: &Field<'_>, buttons: &[Button]) -> Option<Bubbles> {
        if let NodeKind::Map(entries) = &field.node.kind
            && !self.per_language(entries)
            && with_context(entries).is_none()
        {
            if self.foreign_languages(entries) || self.is_no_template(field, entries) {
                return None;
            }
            return self.template(field);
        }
        if self.maps_for_bubbles(field) {
            return None;
        }
        let wordings = self.wordings(field);
        let last = wordings.len().saturating_sub(1);
        let ids = wordings.iter().enumerate().map(|(at, wording)| {
            for version in &wording.0 {
                self.length(version, !buttons.is_empty() && at == last);
            }
            self.take(wording)
        });
        let ids: Vec<_> = ids.collect();
        (!ids.is_empty()).then_some(Bubbles::Texts(ids))
    }

    /// Tells a map that is neither a template nor one text for each language.
    fn is_no_template(&mut self, field: &Field<'_>, entries: &[Entry]) -> bool {
        let key = |entry: &Entry| find(&[TEMPLATE], &entry.key.value).is_some();
        let word = |entry: &Entry| nearest(&entry.key.value, ["template"]).is_some();
        let Some(first) = entries.first().filter(|_| !entries.iter().any(|e| key(e) || word(e)))
        else {
            return false;
        };
        let named = |entry: &Entry| languages::code_of(&entry.key.value).is_some();
        let verb = field.key.name;
        let headline = if entries.iter().all(named) {
            "Languages are written as two letters, and listed in bot.yaml".to_owned()
        } else {
            format!("\"{}\" cannot stand inside \"{verb}\"", first.key.value)
        };
        let told = Diagnostic::error(Code("K205"), first.key_span, headline);
        let lines: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| {
                let word = entry.key.value.as_str();
                if let Some(code) = languages::code_of(word) {
                    return paste::line(code, &entry.value);
                }
                let own = at == 0 && suggest::elsewhere(word).any(|ours| ours == "say");
                paste::line(if own { verb } else { word }, &entry.value)
            })
            .collect();
        self.tell(if entries.iter().all(named) {
            let codes: Vec<_> =
                entries.iter().filter_map(|e| languages::code_of(&e.key.value)).collect();
            told.note(format!("In bot.yaml: locales: [{}]", codes.join(", ")))
                .fix(format!("{verb}: {{{}}}", lines.join(", ")))
        } else {
            told.label(format!("behind \"{verb}:\" stands a text; all else stands beside it"))
                .fix(lines.join("\n"))
        });
        self.told.doubt(field.node);
        true
    }

    /// Tells a literal text that Messenger would not take as it is.
    fn length(&mut self, version: &Version<'_>, with_buttons: bool) {
        let (text, span) = (version.text, version.span);
        let units = units::len(&text.value);
        if !is_literal(&text.value) {
            return;
        }
        if with_buttons && units > BUTTON_TEXT_UNITS_MAX {
            let headline = format!(
                "With buttons, a message may have {BUTTON_TEXT_UNITS_MAX} characters; this one has {units}"
            );
            self.tell(
                version.weighed(
                    Diagnostic::error(Code("M705"), span, headline)
                        .fix("say the long part first, then a short line with the buttons"),
                ),
            );
        } else if units > TEXT_UNITS_MAX {
            let headline = format!(
                "This message is {units} characters long; Messenger takes {TEXT_UNITS_MAX}"
            );
            let bubbles = units.div_ceil(TEXT_UNITS_MAX);
            self.tell(
                Diagnostic::warning(Code("M704"), span, headline)
                    .note(format!("It will be split into {bubbles} bubbles at a sentence end.")),
            );
        }
    }

    fn template(&mut self, field: &Field<'_>) -> Option<Bubbles> {
        let owner = Owner { name: "A say with a template".into(), tables: vec![TEMPLATE] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let with = fields.get("with").map(|with| self.with(with)).unwrap_or_default();
        let Some(name) = fields.get("template") else {
            if fields.0.len() == entries.len() {
                self.tell(crate::flow::fields::wrong_shape(field));
            }
            return None;
        };
        let text = self.plain(name)?;
        if let Some(file) = self.templates.get(&text.value) {
            return Some(Bubbles::Template { file: *file, with });
        }
        self.no_template(name, &text.value);
        None
    }

    fn no_template(&mut self, field: &Field<'_>, name: &str) {
        let headline = format!("There is no template \"{name}\"");
        let told = Diagnostic::error(Code("T503"), field.node.span, headline);
        let near = nearest(name, self.templates.keys().map(String::as_str)).map(str::to_owned);
        self.tell(match near {
            Some(near) => {
                told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
            }
            None => told.fix(format!("write templates/{name}.tera")),
        });
    }
}
