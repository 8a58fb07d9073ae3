//! Blocks that are open: what they make known, and what they cost.

use std::ops::Range;

use crate::limits::BYTES_PER_TICK;
use crate::template::walk::Bound;

/// A block that is open.
#[derive(Debug)]
pub(super) struct Frame {
    /// `for`, `if`, `set`, `filter`, `component`, or `<` for a component with a body.
    pub(super) word: &'static str,
    pub(super) at: Range<usize>,
    /// What it makes: loop variables, parameters, what `set` sets.
    pub(super) names: Vec<String>,
    /// Of a loop through a table: the name of an item, and the table.
    pub(super) row: Option<(String, String)>,
    /// Of a component: parameters that are taken from where it is called.
    pub(super) taken: Vec<String>,
    pub(super) cost: Cost,
    /// The put that says what one round costs.
    pub(super) counter: Option<usize>,
    /// The `elif`s so far.
    pub(super) branches: usize,
}

impl Frame {
    /// The table whose row a name is, unless it has been set to something else here.
    pub(super) fn table_of(&self, name: &str) -> Option<&str> {
        let (item, table) = self.row.as_ref()?;
        let once = self.names.iter().filter(|own| *own == name).count() == 1;
        (item == name && once).then_some(table)
    }
}

/// What is spent whenever a block is gone through.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub(super) calls: u32,
    pub(super) tokens: usize,
    /// Bytes that it writes where Tera keeps what is written.
    pub(super) bytes: usize,
}

impl Cost {
    pub(super) fn ticks(self) -> u32 {
        let size = (self.tokens / 16).saturating_add(self.bytes / BYTES_PER_TICK);
        self.calls.saturating_add(u32::try_from(size).unwrap_or(u32::MAX))
    }

    pub(super) fn add(&mut self, other: Self) {
        self.calls = self.calls.saturating_add(other.calls);
        self.tokens = self.tokens.saturating_add(other.tokens);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// What is known where a tag stands.
pub(super) struct Names<'g> {
    pub(super) frames: &'g [Frame],
    pub(super) own: &'g [String],
    pub(super) maybe: &'g [String],
}

impl Names<'_> {
    pub(super) fn bound(&self, name: &str) -> Bound {
        let has = |names: &[String]| names.iter().any(|own| own == name);
        let component = self.frames.first().is_some_and(|frame| frame.word == "component");
        if self.frames.iter().any(|frame| has(&frame.names)) {
            Bound::Own
        } else if component {
            if has(self.maybe) || name == "body" { Bound::Own } else { Bound::Foreign }
        } else if has(self.own) {
            Bound::Own
        } else if has(self.maybe) {
            Bound::Maybe
        } else {
            Bound::Free
        }
    }
}
