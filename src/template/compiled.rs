//! One text or expression, compiled: most of them need no Tera.

use crate::source::Span;
use crate::template::batch::TextId;
use crate::template::pairs::Pair;
use crate::template::pieces::{Piece, Variable};
use crate::template::render::Read;
use crate::words::name::Locale;

/// One text or expression, compiled.
#[derive(Debug)]
pub(super) enum Compiled {
    /// It holds no tags.
    Literal(String),
    /// Words and variables only.
    Pieces {
        /// In order.
        pieces: Vec<Piece>,
        /// What it reads.
        reads: Vec<Read>,
    },
    /// Tera has it.
    Template {
        /// Its name there.
        name: String,
        /// What stands around the one expression that it is.
        around: Option<(String, String)>,
        /// What it reads.
        reads: Vec<Read>,
        /// Values in it with an operator between them.
        pairs: Vec<Pair<Span>>,
        /// Fields of the rows of a table that its loops go through, with the table.
        items: Vec<(String, Read)>,
        /// Variables to look up beforehand.
        roots: Vec<String>,
        /// What it costs before its first loop.
        ticks: u32,
        /// The language that it is written in; the bot's own if it is told nothing else.
        locale: Option<Locale>,
    },
    /// Other texts, one for each of several languages, the bot's own first.
    Languages {
        /// Which.
        versions: Vec<(Locale, TextId)>,
        /// What any of them reads.
        reads: Vec<Read>,
    },
}

/// What a template takes from outside, with everything that it includes.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) reads: Vec<Read>,
    pub(super) roots: Vec<String>,
}

/// Lets a text in several languages read what any of them reads, and tells each of them which
/// language it is written in.
pub(super) fn join_languages(texts: &mut [Compiled]) {
    for at in 0..texts.len() {
        let Some(Compiled::Languages { versions, .. }) = texts.get(at) else { continue };
        let mut all = Vec::new();
        for (own, id) in versions.clone() {
            all.extend_from_slice(reads(find(texts, id.0)));
            let version = usize::try_from(id.0).ok().and_then(|index| texts.get_mut(index));
            if let Some(Compiled::Template { locale, .. }) = version {
                *locale = Some(own);
            }
        }
        if let Some(Compiled::Languages { reads, .. }) = texts.get_mut(at) {
            *reads = all;
        }
    }
}

/// The only piece, if that is a variable.
pub(super) fn alone(pieces: &[Piece]) -> Option<&Variable> {
    match pieces {
        [Piece::Variable(variable)] => Some(variable),
        _ => None,
    }
}

/// What it reads.
pub(super) fn reads(compiled: &Compiled) -> &[Read] {
    match compiled {
        Compiled::Literal(_) => &[],
        Compiled::Pieces { reads, .. }
        | Compiled::Template { reads, .. }
        | Compiled::Languages { reads, .. } => reads,
    }
}

/// One of a list; nothing at all for an id of another bot.
pub(super) fn find(list: &[Compiled], index: u32) -> &Compiled {
    static NOTHING: Compiled = Compiled::Literal(String::new());
    usize::try_from(index).ok().and_then(|index| list.get(index)).unwrap_or(&NOTHING)
}

/// Values in it with an operator between them.
pub(super) fn pairs(compiled: &Compiled) -> &[Pair<Span>] {
    match compiled {
        Compiled::Template { pairs, .. } => pairs,
        Compiled::Literal(_) | Compiled::Pieces { .. } | Compiled::Languages { .. } => &[],
    }
}

/// Fields of the rows of tables that its loops go through.
pub(super) fn items(compiled: &Compiled) -> &[(String, Read)] {
    match compiled {
        Compiled::Template { items, .. } => items,
        Compiled::Literal(_) | Compiled::Pieces { .. } | Compiled::Languages { .. } => &[],
    }
}
