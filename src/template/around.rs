//! What functions and filters see of the turn around a render: its dice, its clocks, the language.
//! Tera hands nothing of ours to them, so it lies beside the thread, as the meter does.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::template::sentences::Sentences;
use crate::time::Timestamp;
use crate::time::calendar::Calendars;
use crate::time::zone::Zone;
use crate::words::name::Locale;

/// A die of any number of sides.
pub trait Die {
    /// What it shows now, from 0 to `sides - 1`.
    fn roll(&self, sides: usize) -> usize;
}

/// What time it is, and for whom.
#[derive(Clone, Debug)]
pub struct Clocks {
    /// The moment.
    pub now: Timestamp,
    /// The visitor's clock.
    pub visitor: Zone,
    /// The clock where the bot is at home; hours are told by it.
    pub home: Zone,
    /// When which place is open.
    pub calendars: Arc<Calendars>,
}

impl Default for Clocks {
    fn default() -> Self {
        let (visitor, home) = (Zone::utc(), Zone::utc());
        Self { now: Timestamp::default(), visitor, home, calendars: Arc::default() }
    }
}

/// What surrounds one render.
#[derive(Clone, Default)]
pub(super) struct Around {
    pub(super) die: Option<Rc<dyn Die>>,
    pub(super) clocks: Clocks,
    /// The language that is written.
    pub(super) locale: Option<Locale>,
    /// The language of whoever reads it.
    pub(super) reader: Option<Locale>,
    /// What sentences are called in other languages.
    pub(super) sentences: Arc<Sentences>,
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

/// What the clocks show.
pub(super) fn clocks() -> Clocks {
    AROUND.with_borrow(|around| around.clocks.clone())
}

/// The language that is written: English if nothing is said.
pub(super) fn locale() -> Locale {
    AROUND.with_borrow(|around| around.locale.clone()).unwrap_or_else(|| Locale::new("en"))
}

/// A sentence as its reader says it; none if the bot has no words for it.
pub(super) fn sentence(text: &str) -> Option<String> {
    AROUND.with_borrow(|around| {
        let reader = around.reader.as_ref().map(Locale::as_str);
        around.sentences.find(text, reader).map(str::to_owned)
    })
}
