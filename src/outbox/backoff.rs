//! How long to wait before the next try: doubling, with full jitter, so that a recovering Graph is
//! not met by everybody at once.

use crate::limits::{RETRY_FIRST, RETRY_LAST};
use crate::time::Millis;

/// The wait after the given number of tries (1 for the first), spread by `dice` over its whole length
/// but never shorter than a tenth of it.
#[must_use]
pub fn after(tries: u16, dice: u64) -> Millis {
    let doublings = u32::from(tries.saturating_sub(1)).min(20);
    let ceiling = RETRY_FIRST.0.saturating_mul(1_u64 << doublings).min(RETRY_LAST.0);
    let floor = ceiling / 10;
    let spread = ceiling.saturating_sub(floor).saturating_add(1);
    Millis(floor.saturating_add(dice.checked_rem(spread).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_never_vanish() {
        assert_eq!(after(1, u64::MAX % 901), Millis(100 + u64::MAX % 901));
        for tries in 1..200 {
            for dice in [0, 1, 7_777_777, u64::MAX] {
                let wait = after(tries, dice);
                assert!(
                    wait >= Millis(RETRY_FIRST.0 / 10) && wait <= RETRY_LAST,
                    "{tries} {wait:?}"
                );
            }
        }
        assert_eq!(after(2, 1_800), Millis(2_000));
        assert_eq!(after(50, 0), Millis(30_000));
    }
}
