//! Two places are one if nothing that the bot does next can tell them apart: the conversation without
//! its numbers, its times counted from now (MODEL 11).

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::rehearsal::explore::clock;
use crate::rehearsal::explore::inputs::asked;
use crate::rehearsal::stage::Stage;
use crate::time::{Millis, Timestamp};
use crate::words::conversation::{Conversation, Pace, Profile};

/// Misses in a row that make a difference; more are the same.
const MISSES_MAX: u16 = 3;

/// Wrong answers that make a difference to a question that takes any number of them.
const TRIES_MAX: u16 = 2;

/// A number that equal places share.
pub(super) fn digest(stage: &Stage<'_>) -> u64 {
    let now = stage.now;
    let before = stage.conversation();
    let mut seen = Conversation {
        version: 0,
        serial: 0,
        runs: 0,
        bot: None,
        pace: Pace::default(),
        profile: Profile::Unknown,
        misses: before.misses.min(MISSES_MAX),
        window_until: before.window_until.map(|until| Timestamp(i64::from(until > now))),
        last_input: before.last_input.map(|_| Timestamp(0)),
        // What has ended is taken up again only by taps on old buttons.
        parked: Vec::new(),
        previous: None,
        ..before.clone()
    };
    let from_now = |at: Timestamp| Timestamp(i64::try_from(hours(left(at, now))).unwrap_or(0));
    for frame in &mut seen.stack {
        frame.run = 0;
        frame.timers.clear();
        if let Some(open) = &mut frame.open {
            open.serial = 0;
            let most = asked(stage.bot(), &frame.at).and_then(|ask| ask.tries);
            open.tries = open.tries.min(most.unwrap_or(TRIES_MAX));
            open.expires = from_now(open.expires);
        }
    }
    seen.once.values_mut().for_each(|at| *at = Timestamp(0));
    if let Some(mute) = &mut seen.mute {
        mute.until = mute.until.map(from_now);
    }
    let mut hasher = DefaultHasher::new();
    let text = serde_json::to_string(&seen).unwrap_or_default();
    let open = clock::open(stage.bot(), now);
    (text, stage.timers(), stage.next_due().map(hours), open).hash(&mut hasher);
    hasher.finish()
}

/// Begun hours: moments that pass while somebody types make no other place.
fn hours(span: Millis) -> u64 {
    span.0.div_ceil(3_600_000)
}

fn left(at: Timestamp, now: Timestamp) -> Millis {
    at.since(now)
}
