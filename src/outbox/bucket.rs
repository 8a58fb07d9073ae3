//! A Page's pace: so many replies a second, kept by handing out moments (the "virtual scheduling"
//! form of a leaky bucket).

use crate::limits::PAGE_RATE_MAX;
use crate::time::{Millis, Timestamp};

/// Hands out moments to send at; all in microseconds, so that 300 a second fit.
#[derive(Clone, Debug)]
pub struct Bucket {
    gap: i64,
    next: i64,
    burst: i64,
}

/// Replies that may leave at once after a quiet time, as a part of a second's worth.
const BURST_US: i64 = 500_000;

impl Bucket {
    /// A bucket for so many replies a second; at least one.
    #[must_use]
    pub fn new(per_second: u32) -> Self {
        let rate = i64::from(per_second.max(1));
        // Burst and rate together stay below what Meta takes in one second.
        let room = i64::from(PAGE_RATE_MAX).saturating_sub(rate).max(0);
        let burst = room.saturating_mul(1_000_000).checked_div(rate).unwrap_or(0).min(BURST_US);
        Self { gap: 1_000_000 / rate, next: i64::MIN, burst }
    }

    /// The same without a burst after a quiet time.
    #[must_use]
    pub fn steady(self) -> Self {
        Self { burst: 0, ..self }
    }

    /// How far ahead of now moments are given away.
    #[must_use]
    pub fn ahead(&self, now: Timestamp) -> Millis {
        let ahead_us = self.next.saturating_sub(now.0.saturating_mul(1_000));
        Millis(u64::try_from(ahead_us / 1_000).unwrap_or(0))
    }

    /// Takes the next moment: how long to wait for it.
    pub fn take(&mut self, now: Timestamp) -> Millis {
        let now_us = now.0.saturating_mul(1_000);
        let at = self.next.max(now_us.saturating_sub(self.burst));
        self.next = at.saturating_add(self.gap);
        Millis(u64::try_from(at.saturating_sub(now_us) / 1_000).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lets_no_more_through_than_it_may() {
        let mut bucket = Bucket::new(40);
        let start = Timestamp(1_000_000);
        let within = |ms: u64, waits: &[Millis]| waits.iter().filter(|wait| wait.0 < ms).count();
        let waits: Vec<Millis> = (0..200).map(|_| bucket.take(start)).collect();
        assert!(waits.is_sorted());
        // The burst of half a second and then 40 a second.
        assert_eq!(within(1, &waits), 21);
        assert_eq!(within(1_000, &waits), 60);
        assert_eq!(within(2_000, &waits), 100);
    }

    #[test]
    fn even_the_fastest_page_stays_below_what_meta_takes_in_a_second() {
        for rate in [40, 150, 250, 300] {
            let mut bucket = Bucket::new(rate);
            let waits = (0..1_000).map(|_| bucket.take(Timestamp(1_000_000)));
            let sent = waits.filter(|wait| wait.0 < 1_000).count();
            assert!((40..=301).contains(&sent), "{rate}: {sent}");
        }
    }

    #[test]
    fn a_quiet_time_is_not_saved_up() {
        let mut bucket = Bucket::new(10);
        bucket.take(Timestamp(0));
        let later = Timestamp(3_600_000);
        let at_once = (0..50).filter(|_| bucket.take(later).0 == 0).count();
        assert_eq!(at_once, 6);
    }
}
