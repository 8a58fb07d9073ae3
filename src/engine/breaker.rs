//! The loop breaker (MODEL 9.7): two machines that answer each other are stopped.

use crate::engine::run::Run;
use crate::limits::{BREAKER_MUTE, BREAKER_SAME_MAX, BREAKER_TURNS_MAX, BREAKER_WINDOW};
use crate::words::conversation::{Mute, MuteReason, Pace};
use crate::words::reply::Reply;

/// Counts this turn's replies; too many within a minute make the bot silent for a while.
pub(super) fn count(run: &mut Run<'_>) {
    if run.replies.is_empty() {
        return;
    }
    let now = run.at.now;
    let expired = run.state.pace.since.is_none_or(|since| now.since(since) >= BREAKER_WINDOW);
    if expired {
        run.state.pace = Pace { since: Some(now), ..Pace::default() };
    }
    let pace = &mut run.state.pace;
    pace.turns = pace.turns.saturating_add(1);
    if let Some(digest) = digest(&run.replies) {
        pace.same = if pace.last == digest { pace.same.saturating_add(1) } else { 1 };
        pace.last = digest;
    }
    let too_many = pace.turns > BREAKER_TURNS_MAX;
    if too_many {
        run.replies.clear();
    }
    if too_many || pace.same >= BREAKER_SAME_MAX {
        let until = Some(now.plus(BREAKER_MUTE));
        run.state.mute = Some(Mute { until, why: MuteReason::Breaker });
        run.state.pace = Pace::default();
    }
}

/// FNV-1a over the replies' words; none if they are without words, such as pictures.
fn digest(replies: &[Reply]) -> Option<u64> {
    let mut words = replies.iter().filter_map(|reply| reply.kind.words()).map(str::as_bytes);
    let first = words.next()?;
    let bytes = first.iter().chain(words.flatten());
    Some(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}
