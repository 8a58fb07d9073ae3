//! What checks want to know of compiled texts: what they read, compare and translate.

use crate::source::Span;
use crate::template::batch::{ExprId, TextId};
use crate::template::compiled::{self, Compiled, alone, find, reads};
use crate::template::pairs::Pair;
use crate::template::pieces::Variable;
use crate::template::render::{Read, Templates};

impl Templates {
    /// What a text reads from outside itself, in its order.
    #[must_use]
    pub fn text_reads(&self, id: TextId) -> &[Read] {
        reads(find(&self.texts, id.0))
    }

    /// What an expression reads, in its order.
    #[must_use]
    pub fn expr_reads(&self, id: ExprId) -> &[Read] {
        reads(find(&self.exprs, id.0))
    }

    /// What all texts and expressions read, some of it more than once.
    pub fn all_reads(&self) -> impl Iterator<Item = &Read> {
        self.texts.iter().chain(&self.exprs).flat_map(reads)
    }

    /// Values in a text with an operator between them.
    #[must_use]
    pub fn text_pairs(&self, id: TextId) -> Vec<&Pair<Span>> {
        match find(&self.texts, id.0) {
            Compiled::Languages { versions, .. } => {
                let versions = versions.iter().map(|(_, id)| find(&self.texts, id.0));
                versions.flat_map(compiled::pairs).collect()
            }
            compiled => compiled::pairs(compiled).iter().collect(),
        }
    }

    /// Values in an expression with an operator between them.
    #[must_use]
    pub fn expr_pairs(&self, id: ExprId) -> &[Pair<Span>] {
        compiled::pairs(find(&self.exprs, id.0))
    }

    /// Fields of the rows of tables that loops of texts go through, each with its table.
    pub fn row_reads(&self) -> impl Iterator<Item = (&str, &Read)> {
        let items = self.texts.iter().chain(&self.exprs).flat_map(compiled::items);
        items.map(|(table, read)| (table.as_str(), read))
    }

    /// The variable that is all of an expression, with its dots.
    #[must_use]
    pub fn variable(&self, id: ExprId) -> Option<String> {
        match find(&self.exprs, id.0) {
            Compiled::Pieces { pieces, .. } => alone(pieces).map(Variable::path),
            Compiled::Literal(_) | Compiled::Template { .. } | Compiled::Languages { .. } => None,
        }
    }

    /// Sentences that stand in `tr(text="…")`, and where.
    #[must_use]
    pub fn translated(&self) -> Vec<(&str, Span)> {
        self.origins.handed("tr", "text")
    }
}
