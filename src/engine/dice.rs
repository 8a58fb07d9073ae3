//! Chance: every die is made from the turn's seed and the step that rolls it, so that an edit
//! elsewhere does not change what it shows.

use std::cell::Cell;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::engine::run::Run;
use crate::template::around::Die;
use crate::words::conversation::Frame;
use crate::words::name::StepKey;
use crate::words::turn::Dice;

/// Which of some arms chance takes, by their weights; none of weight 0 unless tests say so.
pub(super) fn arm(run: &mut Run<'_>, key: &StepKey, weights: &[u32]) -> usize {
    let last = weights.len().saturating_sub(1);
    let nth = run.rolls;
    run.rolls = run.rolls.saturating_add(1);
    match &run.at.dice {
        Dice::Told(shown) if is_told(shown, nth) => told(shown, nth, last),
        Dice::Told(_) => first(weights),
        Dice::Seed(seed) => by_weight(number(run, *seed, key), weights),
    }
}

/// The first arm that has a weight; tests that say nothing of chance get it.
fn first(weights: &[u32]) -> usize {
    weights.iter().position(|weight| *weight > 0).unwrap_or(0)
}

/// Whether tests say what the nth die of a turn shows.
fn is_told(shown: &[u32], nth: u32) -> bool {
    usize::try_from(nth).is_ok_and(|nth| nth < shown.len())
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
    let rounds = run.top().into_iter().flat_map(|frame| &frame.loops).map(|around| around.index);
    digest(seed, Some(key), rounds, None)
}

/// 64 bits of everything that a die hangs on; `nth` counts those that texts of one step roll.
fn digest(
    seed: u64,
    key: Option<&StepKey>,
    rounds: impl Iterator<Item = u32>,
    nth: Option<u32>,
) -> u64 {
    let mut digest = Sha256::new();
    digest.update(seed.to_be_bytes());
    if let Some(key) = key {
        digest.update(key.to_string());
    }
    for round in rounds {
        digest.update(round.to_be_bytes());
    }
    if let Some(nth) = nth {
        digest.update("pick");
        digest.update(nth.to_be_bytes());
    }
    let full: [u8; 32] = digest.finalize().into();
    let (head, _) = full.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*head)
}

/// The dice that texts and expressions of one step roll with `pick`.
#[derive(Debug)]
pub(super) struct Cup {
    dice: Dice,
    key: Option<StepKey>,
    rounds: Vec<u32>,
    /// Dice rolled so far: in this turn, and by texts of this step.
    rolled: Cell<(u32, u32)>,
}

impl Cup {
    /// The dice of the step that a run stands on; none has a step before its run has begun.
    pub(super) fn new(dice: &Dice, frame: Option<&Frame>, rolled: (u32, u32)) -> Rc<Self> {
        let rounds = frame.into_iter().flat_map(|frame| &frame.loops).map(|around| around.index);
        Rc::new(Self {
            dice: dice.clone(),
            key: frame.map(|frame| frame.at.clone()),
            rounds: rounds.collect(),
            rolled: Cell::new(rolled),
        })
    }

    /// Dice that nobody rolls.
    pub(super) fn idle() -> Rc<Self> {
        Self::new(&Dice::Told(Vec::new()), None, (0, 0))
    }

    /// Dice rolled so far: in this turn, and by texts of this step.
    pub(super) fn rolled(&self) -> (u32, u32) {
        self.rolled.get()
    }
}

impl Die for Cup {
    fn roll(&self, sides: usize) -> usize {
        let (all, here) = self.rolled.get();
        self.rolled.set((all.saturating_add(1), here.saturating_add(1)));
        let last = sides.saturating_sub(1);
        match &self.dice {
            Dice::Told(shown) => told(shown, all, last),
            Dice::Seed(seed) => {
                let rounds = self.rounds.iter().copied();
                let number = digest(*seed, self.key.as_ref(), rounds, Some(here));
                let sides = u64::try_from(sides).unwrap_or(u64::MAX).max(1);
                usize::try_from(number % sides).unwrap_or(last)
            }
        }
    }
}

/// What tests say the nth die of a turn shows.
fn told(shown: &[u32], nth: u32, last: usize) -> usize {
    let shown = usize::try_from(nth).ok().and_then(|nth| shown.get(nth)).copied().unwrap_or(1);
    usize::try_from(shown.saturating_sub(1)).unwrap_or(last).min(last)
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

    #[test]
    fn an_arm_without_weight_is_never_taken_unless_a_test_says_so() {
        assert_eq!((first(&[0, 1]), first(&[2, 1]), first(&[0, 0])), (1, 0, 0));
        assert!(is_told(&[1], 0) && !is_told(&[1], 1) && !is_told(&[], 0));
    }

    #[test]
    fn picks_hang_on_seed_step_and_order_and_nothing_else() {
        let key = |step: &str| Some(StepKey { flow: "f".into(), step: step.into() });
        let cup = |seed, step: &str, rounds: &[u32]| Cup {
            dice: Dice::Seed(seed),
            key: key(step),
            rounds: rounds.to_vec(),
            rolled: Cell::new((5, 0)),
        };
        let rolls = |cup: &Cup| (0..20).map(|_| cup.roll(1_000)).collect::<Vec<_>>();
        let one = rolls(&cup(1, "a", &[]));
        assert_eq!(one, rolls(&cup(1, "a", &[])));
        for other in [cup(2, "a", &[]), cup(1, "b", &[]), cup(1, "a", &[0])] {
            assert_ne!(one, rolls(&other));
        }
        let all: std::collections::BTreeSet<_> = one.iter().collect();
        assert!(all.len() > 10, "{one:?}");
        assert_eq!((cup(1, "a", &[]).roll(0), cup(1, "a", &[]).roll(1)), (0, 0));
    }

    #[test]
    fn told_dice_go_on_where_the_turn_is() {
        let cup = Cup {
            dice: Dice::Told(vec![3, 2, 9, 0]),
            key: None,
            rounds: Vec::new(),
            rolled: Cell::new((1, 0)),
        };
        assert_eq!([cup.roll(3), cup.roll(3), cup.roll(3), cup.roll(3)], [1, 2, 0, 0]);
        assert_eq!(cup.rolled(), (5, 4));
    }
}
