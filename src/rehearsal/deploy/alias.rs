//! The step that most likely took the place of one that is gone. A wrong one would save answers
//! under the wrong name, so that only a name that is alike counts.

use crate::bot::Bot;
use crate::engine::edited;
use crate::source::suggest::suggest;
use crate::words::conversation::Frame;
use crate::words::name::{FlowName, StepKey, Target};
use crate::words::way::Way;

/// A step as a destination.
pub(super) fn target(at: &StepKey) -> Target {
    Target { flow: at.flow.clone(), step: Some(at.step.clone()) }
}

/// Whether a destination is a bare word of a flow, for which there is no alias.
pub(super) fn is_word(to: &Target) -> bool {
    Way::of_target(to).0.word().is_some()
}

/// The step at which a run could go on.
pub(super) fn of_run(bot: &Bot, frame: &Frame) -> Option<StepKey> {
    let steps: Vec<_> = edited::stands_in(bot, frame).collect();
    let same_save = edited::same_save(bot, &frame.at).filter(|key| steps.contains(key));
    same_save.or_else(|| alias(&target(&frame.at), &steps))
}

/// The flow or step that a destination may be called now.
pub(super) fn nearest(bot: &Bot, old: &Target) -> Option<String> {
    if old.step.is_some() {
        let steps: Vec<_> = edited::named(bot).collect();
        return alias(old, &steps).map(|key| key.to_string());
    }
    suggest(old.flow.as_str(), bot.flows.keys().map(FlowName::as_str)).map(str::to_owned)
}

/// The step of these that a name may mean: one that is spelled alike in the same flow, one of the same
/// name in another flow, one whose whole name is spelled alike.
pub(super) fn alias(old: &Target, steps: &[StepKey]) -> Option<StepKey> {
    let step = old.step.as_ref()?;
    let beside = || steps.iter().filter(|key| key.flow == old.flow);
    let near = suggest(step.as_str(), beside().map(|key| key.step.as_str()));
    if let Some(near) = near.and_then(|near| beside().find(|key| key.step.as_str() == near)) {
        return Some(near.clone());
    }
    let alike: Vec<_> = steps.iter().filter(|key| key.step == *step).collect();
    if let [only] = alike.as_slice() {
        return Some((*only).clone());
    }
    let flow = suggest(old.flow.as_str(), alike.iter().map(|key| key.flow.as_str()));
    if let Some(near) = alike.iter().find(|key| Some(key.flow.as_str()) == flow) {
        return Some((*near).clone());
    }
    let spelled: Vec<_> = steps.iter().map(ToString::to_string).collect();
    let near = suggest(&old.to_string(), spelled.iter().map(String::as_str))?;
    steps.iter().find(|key| key.to_string() == near).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> StepKey {
        let (flow, step) = name.split_once('.').unwrap();
        StepKey { flow: flow.into(), step: step.into() }
    }

    #[test]
    fn a_step_is_proposed_only_if_it_is_called_alike() {
        let rows: [(&str, &[&str], Option<&str>); 6] = [
            ("lunch.size", &["lunch.sizes", "menu.size"], Some("lunch.sizes")),
            ("lunch.size", &["menu.size", "menu.crust"], Some("menu.size")),
            ("lunch.size", &["menu.size", "lunches.size"], Some("lunches.size")),
            ("lunch.size", &["menu.size", "hat.size"], None),
            ("lunch.size", &["lunch.crust"], None),
            ("lunch.size", &["lunck.sise"], Some("lunck.sise")),
        ];
        for (old, steps, near) in rows {
            let steps: Vec<_> = steps.iter().map(|name| key(name)).collect();
            assert_eq!(alias(&target(&key(old)), &steps), near.map(key), "{old}");
        }
    }
}
