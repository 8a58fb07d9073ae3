//! What functions and filters see of the turn around a render: its dice, and the language. Tera
//! hands nothing of ours to them, so it lies beside the thread, as the meter does.

use std::cell::RefCell;
use std::rc::Rc;

use crate::words::name::Locale;

/// A die of any number of sides.
pub trait Die {
    /// What it shows now, from 0 to `sides - 1`.
    fn roll(&self, sides: usize) -> usize;
}

/// What surrounds one render.
#[derive(Clone, Default)]
pub(super) struct Around {
    pub(super) die: Option<Rc<dyn Die>>,
    pub(super) locale: Option<Locale>,
}

thread_local! {
    static AROUND: RefCell<Around> = RefCell::default();
}

/// Runs a render with these around it.
pub(super) fn within<T>(around: Around, render: impl FnOnce() -> T) -> T {
    let outer = AROUND.replace(around);
    let result = render();
    AROUND.replace(outer);
    result
}

/// Rolls a die of the turn's; without any it shows its first side.
pub(super) fn roll(sides: usize) -> usize {
    let die = AROUND.with_borrow(|around| around.die.clone());
    die.map_or(0, |die| die.roll(sides)).min(sides.saturating_sub(1))
}

/// The language that is written: English if nothing is said.
pub(super) fn locale() -> Locale {
    AROUND.with_borrow(|around| around.locale.clone()).unwrap_or_else(|| Locale::new("en"))
}
