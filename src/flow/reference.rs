//! The reference: every concept of the language, with its tables, its words and flows that show it.
//! The page `docs/language.md` and the schemas are printed from it.
//!
//! The tables are those that the parser reads, and the checker itself is asked what runs already:
//! neither can say more than is true.

pub(super) mod branches;
pub(super) mod cards;
pub(super) mod chance;
pub mod concept;
pub(super) mod flows;
mod forms;
mod outside;
mod page;
mod pauses;
mod people;
pub mod probe;
pub(super) mod questions;
mod rounds;
pub(super) mod say;
pub(super) mod settings;
mod steps;
pub(super) mod taps;
mod templates;
pub(super) mod triggers;
mod values;
mod variables;
mod ways;

use crate::flow::reference::concept::{Chapter, Concept, Table};
use crate::flow::verb::Verb;

/// The whole language.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        title: "Flows and triggers",
        intro: "",
        concepts: &[&flows::FLOW, &triggers::TRIGGER, &forms::VALUES],
    },
    Chapter {
        title: "Steps that say something",
        intro: "",
        concepts: &[
            &say::SAY,
            &taps::TAPS,
            &say::MEDIA,
            &cards::CARDS,
            &templates::TEMPLATES,
            &cards::RAW,
            &pauses::PAUSES,
        ],
    },
    Chapter {
        title: "Steps that ask something",
        intro: "",
        concepts: &[&questions::ASK, &questions::WRONG, &questions::ANSWERS, &questions::CHOICES],
    },
    Chapter {
        title: "Steps that decide what comes next",
        intro: "",
        concepts: &[
            &branches::IF,
            &branches::SWITCH,
            &chance::ONE_OF,
            &chance::ONCE,
            &rounds::REPEAT,
            &ways::GOTO,
            &ways::CALL,
            &pauses::LATER,
        ],
    },
    Chapter {
        title: "Steps that keep or tell something",
        intro: "",
        concepts: &[
            &values::SET,
            &people::VISITOR,
            &people::HANDOVER,
            &outside::HTTP,
            &outside::NOTES,
        ],
    },
    Chapter { title: "Every step", intro: "", concepts: &[&steps::EVERY] },
    Chapter { title: "Variables", intro: "", concepts: &[&variables::NAMES, &variables::LIBRARY] },
    Chapter {
        title: "bot.yaml",
        intro: "What holds for the whole bot. All of it is optional.",
        concepts: &[&settings::SETTINGS],
    },
];

/// Every concept, in the order of the page.
pub fn concepts() -> impl Iterator<Item = &'static Concept> {
    CHAPTERS.iter().flat_map(|chapter| chapter.concepts.iter().copied())
}

/// The concept that a table belongs to.
pub(super) fn concept_of(table: &Table) -> Option<&'static Concept> {
    concepts().find(|concept| concept.tables.iter().any(|one| one.name == table.name))
}

/// The concept that a verb belongs to.
pub(super) fn concept_of_verb(verb: Verb) -> Option<&'static Concept> {
    concepts().find(|concept| concept.verbs.contains(&verb.word()))
}

/// The page; `more` are chapters of others, about conversation tests.
#[must_use]
pub fn page(more: &str) -> String {
    page::print(more)
}
