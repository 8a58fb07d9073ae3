//! Events that are too old to be answered (PROMISES P3): a captured request that somebody replays is
//! harmless. If most events look stale, it is our clock that is wrong, and the rule suspends itself.

use std::sync::Mutex;

use crate::limits::STALE_SAMPLE;
use crate::time::{Millis, Timestamp};
use crate::words::arrival::{Arrival, What};
use crate::words::turn::Reason;

/// The rule with its memory.
#[derive(Debug)]
pub(super) struct Stale {
    after: Option<Millis>,
    /// The last verdicts as bits, the newest lowest, and how many there are.
    seen: Mutex<(u128, u32)>,
}

impl Stale {
    /// Events older than `after` are stale; none switches the rule off.
    pub(super) fn new(after: Option<Millis>) -> Self {
        Self { after, seen: Mutex::default() }
    }

    /// Marks what is stale; true if the rule is suspended because nearly everything is.
    pub(super) fn mark(&self, arrivals: &mut [Arrival], now: Timestamp) -> bool {
        let Some(after) = self.after else { return false };
        let mut suspended = false;
        for arrival in arrivals {
            let What::Event(event) = &arrival.what else { continue };
            let Some(sent_at) = event.sent_at else { continue };
            let stale = now.since(sent_at) > after;
            suspended |= self.remember(stale);
            if stale && !suspended {
                arrival.what = What::Skipped(event.clone(), Reason::Stale);
            }
        }
        suspended
    }

    /// Notes a verdict; true if most of a full sample are stale.
    fn remember(&self, stale: bool) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (bits, count) = &mut *seen;
        let mask = (1_u128 << STALE_SAMPLE) - 1;
        *bits = ((*bits << 1) | u128::from(stale)) & mask;
        *count = count.saturating_add(1).min(STALE_SAMPLE);
        *count == STALE_SAMPLE && bits.count_ones() > STALE_SAMPLE / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::arrival::Identity;
    use crate::words::event::{Event, EventKind};
    use crate::words::name::{Channel, ConversationKey};

    fn arrival(sent_at: Option<Timestamp>) -> Arrival {
        let event = Event { sent_at, ..Event::new(EventKind::Deleted) };
        let key =
            ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
        let what = What::Event(Box::new(event));
        Arrival { key, identity: Identity([0; 16]), at: Timestamp(0), what }
    }

    fn is_stale(arrival: &Arrival) -> bool {
        matches!(arrival.what, What::Skipped(_, Reason::Stale))
    }

    #[test]
    fn only_a_known_and_old_time_makes_an_event_stale() {
        let rule = Stale::new(Some(Millis(1_000)));
        let mut arrivals =
            [arrival(None), arrival(Some(Timestamp(4_000))), arrival(Some(Timestamp(3_999)))];
        assert!(!rule.mark(&mut arrivals, Timestamp(5_000)));
        assert_eq!(arrivals.each_ref().map(is_stale), [false, false, true]);
        let mut arrivals = [arrival(Some(Timestamp(0)))];
        Stale::new(None).mark(&mut arrivals, Timestamp(5_000));
        assert!(!is_stale(&arrivals[0]));
    }

    #[test]
    fn a_wrong_clock_suspends_the_rule_and_a_mended_one_brings_it_back() {
        let rule = Stale::new(Some(Millis(1_000)));
        let mut old: Vec<Arrival> = (0..120).map(|_| arrival(Some(Timestamp(0)))).collect();
        assert!(rule.mark(&mut old, Timestamp(5_000)));
        assert!(is_stale(&old[0]) && !is_stale(&old[119]));
        let mut fresh: Vec<Arrival> = (0..100).map(|_| arrival(Some(Timestamp(5_000)))).collect();
        rule.mark(&mut fresh, Timestamp(5_000));
        let mut one = [arrival(Some(Timestamp(0)))];
        assert!(!rule.mark(&mut one, Timestamp(5_000)) && is_stale(&one[0]));
    }
}
