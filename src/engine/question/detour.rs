//! `detours`: what becomes of the open question when another flow starts (MODEL 5.3.6, 6.3).

use crate::engine::run::Run;
use crate::engine::{open, stack};
use crate::flow::model::ask::Detours;

/// Whether triggers are tried while the question on top is open.
pub(in crate::engine) fn allowed(run: &Run<'_>) -> bool {
    on_top(run) != Some(Detours::No)
}

/// Makes way for another flow: the question waits below, is dropped, or takes everything with it.
pub(in crate::engine) fn make_way(run: &mut Run<'_>) {
    match on_top(run) {
        None | Some(Detours::Yes) => {}
        Some(Detours::No) => stack::park_from(run, 0),
        Some(Detours::Leave) => {
            let top = run.state.stack.len().saturating_sub(1);
            stack::park_waiting(run, top);
        }
    }
}

fn on_top(run: &Run<'_>) -> Option<Detours> {
    open::asked(run.bot, run.top()?).map(|asked| asked.ask.detours)
}
