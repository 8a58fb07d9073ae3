//! How long calls of one scope rest after Graph has refused one as too many: a moment at first, and
//! longer while it goes on refusing.

use crate::limits::{THROTTLE_CALM, THROTTLE_FIRST, THROTTLE_LAST};
use crate::time::{Millis, Timestamp};

/// The pauses of one scope.
#[derive(Clone, Debug, Default)]
pub struct Throttle {
    /// Pauses that did not help yet; each doubles the next one.
    level: u32,
    /// Calls in a row that passed since a pause, as far as they count.
    calm: u32,
    until: Option<Timestamp>,
}

/// A call that Graph refused.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// When it began.
    pub began: Timestamp,
    /// When the answer came.
    pub now: Timestamp,
    /// How long Graph says to wait, where it does.
    pub told: Option<Millis>,
    /// Dice.
    pub dice: u64,
}

impl Throttle {
    /// Graph has refused a call: until when there is a pause now. Calls that were under way when
    /// the pause began are part of the same refusal and do not lengthen it.
    pub fn refused(&mut self, call: Refused) -> Timestamp {
        let known = self.until.is_some_and(|until| call.began < until);
        if !known {
            self.level = self.level.saturating_add(1);
        }
        self.calm = 0;
        let own = if known { THROTTLE_FIRST } else { wait(self.level, call.dice) };
        let wanted = match call.told {
            Some(told) => call.now.plus(told),
            None if known => self.until.unwrap_or(call.now).max(call.now),
            None => call.now.plus(own),
        };
        let until = self.until.map_or(wanted, |until| until.max(wanted));
        self.until = Some(until);
        until
    }

    /// Graph has taken a call: after some of them the next pause is shorter again.
    pub fn passed(&mut self, began: Timestamp) {
        if self.level == 0 || self.until.is_some_and(|until| began < until) {
            return;
        }
        self.calm = self.calm.saturating_add(1);
        if self.calm >= THROTTLE_CALM {
            self.calm = 0;
            self.level = self.level.saturating_sub(1);
        }
    }

    /// Until when it rests, if it does now.
    #[must_use]
    pub fn rests(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until > now)
    }
}

/// The pause of a level: doubling, its second half up to the dice.
fn wait(level: u32, dice: u64) -> Millis {
    let doublings = level.saturating_sub(1).min(20);
    let ceiling = THROTTLE_FIRST.0.saturating_mul(1_u64 << doublings).min(THROTTLE_LAST.0);
    let half = ceiling / 2;
    Millis(half.saturating_add(dice.checked_rem(half.saturating_add(1)).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(throttle: &mut Throttle, began: i64, now: i64, told: Option<Millis>) -> i64 {
        let (began, now) = (Timestamp(began), Timestamp(now));
        throttle.refused(Refused { began, now, told, dice: u64::MAX }).0
    }

    #[test]
    fn pauses_grow_while_graph_goes_on_refusing_and_never_beyond_the_longest() {
        let mut throttle = Throttle::default();
        let (mut now, mut pauses) = (0, Vec::new());
        for _ in 0..20 {
            let until = refuse(&mut throttle, now, now, None);
            pauses.push(until - now);
            now = until;
        }
        assert!(pauses[0] <= 250 && pauses[0] >= 125, "{pauses:?}");
        assert!(pauses.windows(2).take(9).all(|two| two[1] > two[0]), "{pauses:?}");
        assert!(pauses.iter().all(|ms| *ms <= 300_000), "{pauses:?}");
    }

    #[test]
    fn many_calls_refused_at_once_are_one_refusal() {
        let mut throttle = Throttle::default();
        let first = refuse(&mut throttle, 0, 50, None);
        for _ in 0..500 {
            assert_eq!(refuse(&mut throttle, 0, 51, None), first);
        }
        let next = refuse(&mut throttle, first, first, None) - first;
        assert!(next <= 500, "{next}");
    }

    #[test]
    fn what_graph_says_is_obeyed_and_calls_that_pass_calm_it() {
        let mut throttle = Throttle::default();
        assert_eq!(refuse(&mut throttle, 0, 10, Some(Millis::from_secs(7))), 7_010);
        assert_eq!(refuse(&mut throttle, 5, 20, None), 7_010, "a longer one stays");
        assert_eq!(throttle.rests(Timestamp(7_009)), Some(Timestamp(7_010)));
        assert_eq!(throttle.rests(Timestamp(7_010)), None);
        for call in 0..i64::from(THROTTLE_CALM) {
            throttle.passed(Timestamp(8_000 + call));
        }
        let next = refuse(&mut throttle, 9_000, 9_000, None) - 9_000;
        assert!(next <= 250, "as the first one: {next}");
    }
}
