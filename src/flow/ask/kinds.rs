//! `type`: what counts as an answer.

use crate::flow::fields::{Field, Fields, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Choices, Takes};
use crate::flow::suggest::{did_you_mean, meant};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

/// The word for several answers.
const LIST: &str = "list";

/// A word after `type`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Several answers.
    List,
    /// A kind of answers.
    Kind(AnswerKind),
}

impl Word {
    fn kind(self) -> Option<AnswerKind> {
        match self {
            Self::List => None,
            Self::Kind(kind) => Some(kind),
        }
    }
}

impl Gate<'_> {
    /// What counts as an answer; none if that has been told.
    ///
    /// Choices without a type, or with `text` alone, are all that counts; beside other types they
    /// count as well, and beside `text` if `choice` says so.
    pub(super) fn takes(&mut self, fields: &Fields<'_>, choices: &Choices) -> Option<Takes> {
        let written = match fields.get("type") {
            Some(field) => self.kinds(field)?,
            None => Vec::new(),
        };
        let list = written.contains(&Word::List);
        let mut kinds: Vec<AnswerKind> = written.into_iter().filter_map(Word::kind).collect();
        if let Some(field) = fields.get("type")
            && kinds.contains(&AnswerKind::Choice)
            && fields.get("choices").is_none()
        {
            let headline = "This question has no \"choices\" to choose from";
            let told = Diagnostic::error(Code("K204"), field.node.span, headline);
            self.tell(told.fix("choices: [Small, Large]"));
            return None;
        }
        let choosing = kinds.contains(&AnswerKind::Choice);
        if !choices.is_empty() && !choosing {
            kinds.retain(|kind| *kind != AnswerKind::TEXT);
            kinds.push(AnswerKind::Choice);
        }
        if kinds.is_empty() {
            kinds.push(AnswerKind::TEXT);
        }
        Some(Takes { kinds, list })
    }

    /// The types as written; nothing if one of them is none.
    fn kinds(&mut self, field: &Field<'_>) -> Option<Vec<Word>> {
        let items = self.texts(field);
        let count = if let NodeKind::List(items) = &field.node.kind { items.len() } else { 1 };
        if count == 0 {
            self.tell(wrong_shape(field).fix("type: integer"));
            return None;
        }
        let mut kinds = Vec::new();
        for (item, text) in &items {
            kinds.extend(self.kind_of(item, &text.value));
        }
        (kinds.len() == count).then_some(kinds)
    }

    fn kind_of(&mut self, field: &Field<'_>, word: &str) -> Option<Word> {
        if word == LIST {
            return Some(Word::List);
        }
        let found = AnswerKind::ALL.iter().copied().find(|kind| kind.as_str() == word);
        if found.is_none() {
            let known: Vec<_> =
                AnswerKind::ALL.iter().map(|kind| kind.as_str()).chain([LIST]).collect();
            let near = meant(word, &known);
            let headline = format!("I don't know the type \"{word}\"");
            let told = Diagnostic::error(Code("K201"), field.node.span, headline);
            self.tell(match near {
                Some(word) => told.label(did_you_mean(near)).edit(field.node.span, word),
                None => told.note(format!("A type can be: {}", known.join(", "))),
            });
        }
        found.map(Word::Kind)
    }
}
