//! Shows how far something has come that takes longer than a second; on terminals only.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done sooner needs no bar.
const SHOWN_AFTER: Duration = Duration::from_secs(1);

/// A bar, or nothing.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// For so many things of one name.
    pub(super) fn new(total: usize, what: &'static str) -> Self {
        let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
        bar.set_draw_target(ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self { bar }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden()
            && self.bar.elapsed() > SHOWN_AFTER
            && std::io::stderr().is_terminal()
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// The bar goes.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
