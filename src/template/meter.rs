//! Counting while Tera renders: it has no budgets of its own, and hands nothing of ours to the
//! functions it calls, so the meter of the render that is under way lies beside the thread.

use std::cell::{Cell, RefCell};
use std::io;

use tera::{Error, TeraResult, Value};

use crate::limits::{BYTES_PER_TICK, RENDERED_BYTES_MAX};

thread_local! {
    /// Ticks left of the render under way, and whether it ran out of something.
    static METER: Cell<(u32, bool)> = const { Cell::new((0, false)) };
    /// The value that a render was for.
    static MADE: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Runs a render with so many ticks: its result, what is left, and whether it ran out.
pub(super) fn within<T>(ticks: u32, render: impl FnOnce() -> T) -> (T, u32, bool) {
    let outer = METER.replace((ticks, false));
    let result = render();
    let (left, spent) = METER.replace(outer);
    (result, left, spent)
}

/// Spends ticks.
pub(super) fn spend(ticks: u32) -> TeraResult<()> {
    let (left, _) = METER.get();
    match left.checked_sub(ticks) {
        Some(left) => {
            METER.set((left, false));
            Ok(())
        }
        None => Err(exhausted()),
    }
}

/// Spends a tick for each of so many.
pub(super) fn spend_each(many: usize) -> TeraResult<()> {
    spend(u32::try_from(many).unwrap_or(u32::MAX))
}

/// Ends the render: something would grow beyond its bound.
pub(super) fn exhausted() -> Error {
    METER.set((0, true));
    Error::message("the template does too much")
}

/// Keeps the value that a render is for.
pub(super) fn make(value: Value) {
    MADE.replace(Some(value));
}

/// Takes the value that a render was for.
pub(super) fn made() -> Option<Value> {
    MADE.take()
}

/// Ticks for so many bytes.
pub(super) fn ticks_of(bytes: usize) -> u32 {
    u32::try_from(bytes / BYTES_PER_TICK).unwrap_or(u32::MAX)
}

/// What a render writes: at most `RENDERED_BYTES_MAX`, each `BYTES_PER_TICK` of them a tick.
#[derive(Debug, Default)]
pub(super) struct Bounded {
    pub(super) bytes: Vec<u8>,
}

impl io::Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let before = ticks_of(self.bytes.len());
        let size = self.bytes.len().saturating_add(part.len());
        let ticks = ticks_of(size).saturating_sub(before);
        if size > RENDERED_BYTES_MAX || spend(ticks).is_err() {
            return Err(io::Error::other(exhausted()));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
