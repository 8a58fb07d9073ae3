//! What is found out about a template while its words are gone through.

use std::ops::Range;

use crate::template::pairs::Pair;

/// A variable that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// With its dots.
    pub(super) name: String,
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Whether no condition, loop or other operand decides about it.
    pub(super) certain: bool,
}

/// A name that must be known, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) at: Range<usize>,
    /// Names that the template itself has made so far; only for what is included or a component.
    pub(super) bound: Vec<String>,
    /// Whether no condition or loop decides about it; only for what is included.
    pub(super) certain: bool,
}

impl Named {
    pub(super) fn new(name: &str, at: Range<usize>) -> Self {
        Self { name: name.to_owned(), at, bound: Vec::new(), certain: true }
    }
}

/// A filter, function or test that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) named: Named,
    pub(super) given: Vec<Given>,
}

/// What is handed over to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: String,
    /// Where the name stands.
    pub(super) at: Range<usize>,
    /// The value, if it is nothing but a text in quotes, and where it stands between them.
    pub(super) text: Option<(String, Range<usize>)>,
    /// The value, if it is nothing but a number, and where it stands.
    pub(super) number: Option<(String, Range<usize>)>,
}

/// Something of ours that stands before a byte of the author's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) at: usize,
    pub(super) what: String,
}

/// A component that is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) named: Named,
    /// Parameters that are taken from where it is called.
    pub(super) implicit: Vec<String>,
    /// Components and files that it uses.
    pub(super) uses: Uses,
    /// What it reads of those parameters.
    pub(super) reads: Vec<Path>,
}

/// What a template leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) includes: Vec<Named>,
    pub(super) components: Vec<Named>,
}

/// Everything found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// What is read from outside, in order.
    pub(super) reads: Vec<Path>,
    /// Fields of what the template makes itself, until it is known what that is.
    pub(super) own: Vec<Path>,
    /// Fields of the items of a table that a loop goes through, with the table.
    pub(super) items: Vec<(String, Path)>,
    /// Roots that are read, also those that the template may have set itself.
    pub(super) roots: Vec<String>,
    pub(super) filters: Vec<Call>,
    pub(super) functions: Vec<Call>,
    pub(super) tests: Vec<Call>,
    pub(super) uses: Uses,
    pub(super) components: Vec<Component>,
    pub(super) puts: Vec<Put>,
    /// Calls of filters, functions and components outside of loops.
    pub(super) calls: u32,
    /// Values with an operator between them.
    pub(super) pairs: Vec<Pair<Range<usize>>>,
    pub(super) refusals: Vec<Refusal>,
}

impl Notes {
    /// Lets something else decide about some reads.
    pub(super) fn doubt(&mut self, reads: Range<usize>) {
        for read in self.reads.get_mut(reads).into_iter().flatten() {
            read.certain = false;
        }
    }
}

/// Why a template is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A tag without its end, or with a word that cannot be read.
    Torn(crate::template::token::Torn),
    /// A word that Tera knows and saywhen does not allow.
    Word(Range<usize>, &'static str),
    /// A word after `{%` that nobody knows.
    Unknown(Range<usize>, String),
    /// Macros of older Tera.
    Macro(Range<usize>),
    /// Loops too deep inside one another.
    Nesting(Range<usize>),
    /// Too many `elif` behind one another.
    Elifs(Range<usize>),
    /// A block that is never closed: its tag, and its word.
    Open(Range<usize>, String),
    /// An end, `else` or `elif` without its beginning.
    Stray(Range<usize>, String),
    /// `=` where values are compared.
    Assign(Range<usize>),
    /// A sign or word of another language, and what is written here.
    Theirs {
        /// Where it stands.
        at: Range<usize>,
        /// As written.
        written: String,
        /// Ours.
        ours: String,
    },
    /// `then` behind a condition.
    Then(Range<usize>),
    /// A value handed over without its name.
    Unnamed(Range<usize>),
    /// `first-name`, as written.
    Dash(Range<usize>, String),
    /// A bracket without its twin.
    Bracket(Range<usize>),
    /// A field that no loop has.
    Loop(Range<usize>, String),
    /// A component reads what it was not given.
    Foreign(Range<usize>, String),
    /// Too many operators, or too deep.
    Complex(Range<usize>),
    /// Too long altogether.
    Size,
}
