//! The `.chat` notation: conversations that must keep working, as people write them (LANGUAGE,
//! "Conversation tests"). [`parse::parse`] reads it, [`print::print`] writes it.

pub mod bubble;
pub mod line;
pub mod parse;
pub mod print;
pub mod reference;

mod act;
mod bot;
mod given;
mod heads;
mod label;
mod mistake;
mod reader;
mod text;
mod then;

use crate::script::line::Line;
use crate::source::Span;
use crate::source::diagnostic::Code;

/// A line that cannot be understood.
pub const NOT_UNDERSTOOD: Code = Code("X1100");

/// One `.chat` file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// In the author's order.
    pub tests: Vec<Test>,
}

/// One conversation with a visitor nobody has seen before.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What stands behind its `#`.
    pub title: String,
    /// The title's line.
    pub span: Span,
    /// In the author's order.
    pub lines: Vec<Line>,
}
