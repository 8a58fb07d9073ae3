//! `one_of`: chance takes an arm; a sticky one is remembered, and drawn again once it is gone.

use crate::bot::op::{Arm, Op};
use crate::engine::dice;
use crate::engine::exec::Next;
use crate::engine::run::Run;
use crate::flow::model::control::Draw;

/// Goes on at the arm.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, arms: &[Arm], draw: Draw) -> Next {
    let last = run.state.arms.get(&op.key);
    let remembered = arms.iter().position(|arm| Some(&arm.key) == last);
    let index = match (draw, remembered) {
        (Draw::Sticky, Some(index)) => index,
        (Draw::NoRepeat, Some(index)) if arms.len() > 1 => another(run, op, arms, index),
        (Draw::Free | Draw::Sticky | Draw::NoRepeat, _) => any(run, op, arms),
    };
    let Some(arm) = arms.get(index) else { return Next::On };
    if draw != Draw::Free {
        run.state.arms.insert(op.key.clone(), arm.key.clone());
    }
    Next::At(arm.pc)
}

fn any(run: &mut Run<'_>, op: &Op, arms: &[Arm]) -> usize {
    let weights: Vec<u32> = arms.iter().map(|arm| arm.weight).collect();
    dice::arm(run, &op.key, &weights)
}

/// Any but one; where only that one has a weight, all others are alike.
fn another(run: &mut Run<'_>, op: &Op, arms: &[Arm], but: usize) -> usize {
    let others: Vec<usize> = (0..arms.len()).filter(|index| *index != but).collect();
    let weight = |index: &usize| arms.get(*index).map_or(0, |arm| arm.weight);
    let mut weights: Vec<u32> = others.iter().map(weight).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let drawn = dice::arm(run, &op.key, &weights);
    others.get(drawn).copied().unwrap_or(but)
}
