//! Chance: every die is made from the turn's seed and the step that rolls it, so that an edit
//! elsewhere does not change what it shows.

use sha2::{Digest, Sha256};

use crate::engine::run::Run;
use crate::words::name::StepKey;
use crate::words::turn::Dice;

/// Which of some arms chance takes, by their weights; none of weight 0 unless tests say so.
pub(super) fn arm(run: &mut Run<'_>, key: &StepKey, weights: &[u32]) -> usize {
    let last = weights.len().saturating_sub(1);
    let nth = usize::try_from(run.rolls).unwrap_or(usize::MAX);
    run.rolls = run.rolls.saturating_add(1);
    match &run.at.dice {
        Dice::Told(shown) => {
            let shown = shown.get(nth).copied().unwrap_or(1);
            usize::try_from(shown.saturating_sub(1)).unwrap_or(last).min(last)
        }
        Dice::Seed(seed) => by_weight(number(run, *seed, key), weights),
    }
}

/// The arm in which a number falls when the arms lie side by side.
fn by_weight(number: u64, weights: &[u32]) -> usize {
    let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let mut left = number % total.max(1);
    let found = weights.iter().position(|weight| {
        let weight = u64::from(*weight);
        let here = left < weight;
        left = left.saturating_sub(weight);
        here
    });
    found.unwrap_or(0)
}

/// 64 bits of the seed, the step and the rounds around it.
fn number(run: &Run<'_>, seed: u64, key: &StepKey) -> u64 {
    let mut digest = Sha256::new();
    digest.update(seed.to_be_bytes());
    digest.update(key.to_string());
    for around in run.top().into_iter().flat_map(|frame| &frame.loops) {
        digest.update(around.index.to_be_bytes());
    }
    let full: [u8; 32] = digest.finalize().into();
    let (head, _) = full.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arms_come_as_often_as_their_weights_say() {
        let weights = [70, 0, 30];
        let shown: Vec<usize> = (0..100).map(|number| by_weight(number, &weights)).collect();
        let count = |arm: usize| shown.iter().filter(|shown| **shown == arm).count();
        assert_eq!((count(0), count(1), count(2)), (70, 0, 30));
    }
}
