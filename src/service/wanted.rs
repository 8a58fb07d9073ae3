//! Events that nothing but a flow would hear of: without such a flow they never become an input
//! (MODEL 10).

use crate::bot::Bot;
use crate::words::arrival::{Arrival, What};
use crate::words::turn::Reason;

/// Leaves out what no flow wants: reads and deliveries are only counted, other events recorded.
pub(super) fn sort(bot: &Bot, arrivals: &mut [Arrival]) {
    for arrival in arrivals {
        match &mut arrival.what {
            What::Receipt { event, .. } => {
                event.take_if(|event| !bot.routes.wants(&event.kind));
            }
            What::Event(event) if !bot.routes.wants(&event.kind) => {
                arrival.what = What::Skipped(event.clone(), Reason::Unwanted);
            }
            What::Event(_)
            | What::Skipped(..)
            | What::Echo(..)
            | What::App { .. }
            | What::Dead(_) => {}
        }
    }
}
