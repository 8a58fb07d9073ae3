//! Texts of words and plain variables, the most common ones: they need no Tera.

use crate::template::found::Found;
use crate::template::render::{Read, Scope};
use crate::template::scan::{Kind, Tag};
use crate::template::tables;
use crate::template::token::Token;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it stands.
    Words(String),
    /// A variable.
    Variable(Variable),
}

/// `root.field.field`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) root: String,
    pub(super) fields: Vec<String>,
}

impl Variable {
    /// A variable that is all of some words.
    pub(super) fn of(tokens: &[Token<'_>]) -> Option<Self> {
        let (root, rest) = tokens.split_first()?;
        let pairs = rest.chunks(2).map(|pair| match pair {
            [dot, field] if dot.is(".") && field.text.starts_with(is_letter) => {
                Some(field.text.to_owned())
            }
            _ => None,
        });
        let fields = pairs.collect::<Option<Vec<_>>>()?;
        root.is_name().then(|| Self { root: root.text.to_owned(), fields })
    }

    /// A variable by its path.
    pub(super) fn read(path: &str) -> Self {
        let mut names = path.split('.').map(str::to_owned);
        Self { root: names.next().unwrap_or_default(), fields: names.collect() }
    }

    /// As it is written.
    pub(super) fn path(&self) -> String {
        let fields = self.fields.iter().map(String::as_str);
        [self.root.as_str()].into_iter().chain(fields).collect::<Vec<_>>().join(".")
    }

    /// Its value; none where nothing has set it.
    pub(super) fn value(&self, scope: &dyn Scope) -> Option<Found> {
        if self.root == tables::ROOT
            && let Some(tables) = scope.tables()
        {
            return tables.find(&self.fields).map(Found::Shared);
        }
        let mut value = scope.get(&self.root)?;
        for field in &self.fields {
            value = value.get_mut(field.as_str())?.take();
        }
        Some(Found::Own(value))
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// The pieces of a text; none if it holds more than words and variables.
pub(super) fn pieces(text: &str, tags: &[Tag<'_>]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let words = |from: usize, to: usize, pieces: &mut Vec<Piece>| {
        let stretch = text.get(from..to).unwrap_or_default();
        if !stretch.is_empty() {
            pieces.push(Piece::Words(stretch.to_owned()));
        }
    };
    for tag in tags {
        if tag.kind != Kind::Output || tag.trims != (false, false) {
            return None;
        }
        words(at, tag.outer.start, &mut pieces);
        pieces.push(Piece::Variable(Variable::of(&tag.tokens)?));
        at = tag.outer.end;
    }
    words(at, text.len(), &mut pieces);
    Some(pieces)
}

/// The last variable that nothing has set: an `or` gave up there.
pub(super) fn read_that_is_unset<'r>(reads: &'r [Read], scope: &dyn Scope) -> Option<&'r Read> {
    let mut last = reads.iter().rev();
    let unset = last.find(|read| Variable::read(&read.path).value(scope).is_none());
    unset.or(reads.last())
}
