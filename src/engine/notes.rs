//! What the trace tells of a step beside what it said: what was left out, and what was shortened.

use crate::engine::run::Run;
use crate::limits::units;

impl Run<'_> {
    /// Notes something, if anybody asked how the turn came about.
    pub(super) fn note(&mut self, text: impl FnOnce() -> String) {
        if let Some(step) = self.steps.last_mut() {
            step.notes.push(text());
        }
    }

    /// A text as long as Messenger takes it; one that was longer ends in `…`.
    pub(super) fn shortened(&mut self, text: String, max: usize, what: &str) -> String {
        let length = units::len(&text);
        if length <= max {
            return text;
        }
        self.note(|| format!("{what} had {length} letters and was cut after {max}"));
        let cut = units::cut(&text, max.saturating_sub(1));
        format!("{}…", cut.trim_end())
    }

    /// The same in bytes, which is how Instagram counts.
    pub(super) fn shortened_bytes(&mut self, text: String, max: usize, what: &str) -> String {
        let length = text.len();
        if length <= max {
            return text;
        }
        self.note(|| format!("{what} had {length} bytes and was cut after {max}"));
        let cut = units::cut_bytes(&text, max.saturating_sub('…'.len_utf8()));
        format!("{}…", cut.trim_end())
    }

    /// The first `max` of a list; the rest is left out.
    pub(super) fn only<T>(&mut self, list: &mut Vec<T>, max: usize, what: &str) {
        if list.len() > max {
            list.truncate(max);
            self.note(|| format!("only the first {max} {what} are sent"));
        }
    }
}
