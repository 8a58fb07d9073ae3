//! Personas: who speaks for the Page.

use indexmap::IndexMap;

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::persona::Persona;
use crate::flow::names::check_name;
use crate::flow::suggest::nearest;
use crate::flow::wording::Wording;
use crate::limits::{FETCHED_IMAGE_BYTES_MAX, PERSONA_NAME_UNITS_MAX, units};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::words::name::PersonaName;

/// What a persona reads.
pub(super) const PERSONA: &[Key] = &[
    key("name", Shape::Text, "the name that people read"),
    key("picture", Shape::File, "the picture beside it: a path in media/ or an address"),
];

impl Gate<'_> {
    /// The names of all personas, which other checks need first.
    pub(super) fn read_personas(&mut self, fields: &Fields<'_>) {
        let Some(NodeKind::Map(entries)) = fields.get("personas").map(|field| &field.node.kind)
        else {
            return;
        };
        self.personas = entries.iter().map(|entry| entry.key.value.clone()).collect();
    }

    /// `personas` of `bot.yaml`.
    pub(super) fn personas(&mut self, field: &Field<'_>) -> IndexMap<PersonaName, Persona> {
        let mut personas = IndexMap::new();
        for entry in self.entries(field) {
            let good = check_name(&entry.key.value, entry.key_span, "persona", &mut self.told);
            let persona = self.persona_of(field, entry).filter(|_| good);
            personas.extend(
                persona.map(|persona| (PersonaName::new(entry.key.value.as_str()), persona)),
            );
        }
        personas
    }

    fn persona_of(&mut self, field: &Field<'_>, entry: &Entry) -> Option<Persona> {
        let owner = Owner { name: "A persona".into(), tables: vec![PERSONA] };
        let entries = self.entries(&Field { node: &entry.value, ..*field });
        let fields = self.told.fields(entries, &owner);
        let picture = fields.get("picture").and_then(|field| self.picture(field));
        let Some(name) = fields.get("name") else {
            if fields.0.len() == entries.len() && matches!(entry.value.kind, NodeKind::Map(_)) {
                let headline = format!("\"{}\" has no name that people can read", entry.key.value);
                let told = Diagnostic::error(Code("K204"), entry.key_span, headline);
                self.tell(told.fix(format!("{}: {{name: Ana}}", entry.key.value)));
            }
            return None;
        };
        let wording = self.wording(name)?;
        self.persona_name(&wording);
        let own = wording.0.first().map(|version| version.text.value.clone());
        Some(Persona { name: own.unwrap_or_default(), text: self.take(&wording), picture })
    }

    /// A persona is made once and for all: its name is the same for everybody of a language.
    fn persona_name(&mut self, wording: &Wording<'_>) {
        for version in &wording.0 {
            let (text, length) = (&version.text.value, units::len(&version.text.value));
            if !is_literal(text) || text.trim().is_empty() {
                let headline = "A persona has one name, the same in every conversation";
                let told = Diagnostic::error(Code("K205"), version.span, headline);
                self.tell(told.fix("name: Ana"));
            } else if length > PERSONA_NAME_UNITS_MAX {
                let headline = format!(
                    "This name has {length} letters; Messenger takes {PERSONA_NAME_UNITS_MAX}"
                );
                let told = Diagnostic::error(Code("M718"), version.span, headline);
                self.tell(version.weighed(told));
            }
        }
    }

    fn picture(&mut self, field: &Field<'_>) -> Option<String> {
        let text = self.plain(field)?;
        if text.value.starts_with("http:") {
            let headline = format!("This link is not https:  {}", text.value);
            self.tell(Diagnostic::error(Code("M708"), field.node.span, headline));
        }
        self.fits(&text.value, field.node.span, FETCHED_IMAGE_BYTES_MAX);
        Some(text.value.clone())
    }

    /// A field that names a persona.
    pub(super) fn persona(&mut self, field: &Field<'_>) -> Option<PersonaName> {
        let text = self.plain(field)?;
        let word = text.value.as_str();
        if self.personas.iter().any(|name| name == word) {
            return Some(PersonaName::new(word));
        }
        if !self.names.whole {
            return None;
        }
        let headline = format!("No persona is called \"{word}\"");
        let told = Diagnostic::error(Code("K222"), field.node.span, headline);
        let near = nearest(word, self.personas.iter().map(String::as_str)).map(str::to_owned);
        self.tell(match near {
            Some(near) => {
                told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
            }
            None => told
                .label("personas stand in bot.yaml")
                .fix(format!("personas: {{{word}: {{name: …}}}}")),
        });
        None
    }
}
