//! Everything that a bot sets, and where it is set first.

use std::collections::BTreeMap;

use crate::flow::model::{
    Bubbles, Button, Checked, GiveUp, Life, Say, Slot, Step, StepKind, Tap, Trigger, TriggerKind,
};
use crate::source::Place;
use crate::words::name::VarName;

type Sets = BTreeMap<Slot, Place>;

/// All variables that something sets.
pub(super) fn all(checked: &Checked) -> Sets {
    let mut sets = Sets::new();
    for (slot, _) in &checked.settings.defaults {
        sets.insert(slot.clone(), Place { file: "bot.yaml".into(), line: 1, col: 1 });
    }
    for flow in &checked.flows {
        for trigger in &flow.triggers {
            captures(trigger, &mut sets);
        }
        steps(&flow.steps, &mut sets);
    }
    sets
}

fn add(slot: Slot, place: &Place, sets: &mut Sets) {
    sets.entry(slot).or_insert_with(|| place.clone());
}

fn add_run(name: &VarName, place: &Place, sets: &mut Sets) {
    add(Slot { life: Life::Run, name: name.clone() }, place, sets);
}

fn captures(trigger: &Trigger, sets: &mut Sets) {
    let names = match &trigger.kind {
        TriggerKind::Text(rule) => rule.captures(),
        TriggerKind::Payload(pattern) => pattern.captures(),
        TriggerKind::GetStarted | TriggerKind::AnyMessage => Vec::new(),
    };
    for name in &names {
        add_run(name, &trigger.place, sets);
    }
}

fn steps(list: &[Step], sets: &mut Sets) {
    for step in list {
        one(step, sets);
    }
}

fn one(step: &Step, sets: &mut Sets) {
    match &step.kind {
        StepKind::Say(say) => words(say, &step.place, sets),
        StepKind::Media(media) => {
            taps(&media.buttons, sets);
            taps(&media.replies, sets);
        }
        StepKind::Ask(ask) => {
            words(&ask.say, &step.place, sets);
            if let Some(slot) = &ask.save {
                add(slot.clone(), &step.place, sets);
            }
            if let Some(GiveUp::Steps(inner)) = &ask.give_up {
                steps(inner, sets);
            }
        }
        StepKind::Set(assigns) => {
            for assign in assigns {
                add(assign.slot.clone(), &step.place, sets);
            }
        }
        StepKind::If(block) => {
            for (_, inner) in &block.arms {
                steps(inner, sets);
            }
            steps(&block.otherwise, sets);
        }
        StepKind::Goto(goto) => {
            for (name, _) in &goto.with {
                add_run(name, &step.place, sets);
            }
        }
        StepKind::End => {}
    }
}

fn words(say: &Say, place: &Place, sets: &mut Sets) {
    if let Bubbles::Template { with, .. } = &say.bubbles {
        for (name, _) in with {
            add_run(name, place, sets);
        }
    }
    taps(&say.buttons, sets);
    taps(&say.replies, sets);
}

fn taps(buttons: &[Button], sets: &mut Sets) {
    for button in buttons {
        match &button.tap {
            Tap::Go { set, .. } => {
                for (slot, _) in set {
                    add(slot.clone(), &button.place, sets);
                }
            }
            Tap::Payload(_) | Tap::Link { .. } | Tap::Phone(_) => {}
        }
    }
}
