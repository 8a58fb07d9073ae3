//! The units of one operation.

use crate::bot::op::{GiveUp, Op, OpKind};
use crate::bot::{Bot, Flow};
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::button::{Button, Tap};
use crate::rehearsal::coverage::{Kind, Unit};
use crate::source::Place;
use crate::words::name::{StepKey, StepName};

/// Letters of a line by which a step is told.
const LINE_CHARS_MAX: usize = 60;

/// By what a unit is known when something happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A step.
    Step(StepName),
    /// A way of the operation at a place in the code.
    Way(usize, usize),
    /// Something to tap, with its label as far as that stands in the file.
    Tap {
        /// The step that shows it.
        step: Place,
        /// None if it is worked out.
        label: Option<String>,
    },
    /// A wrong answer.
    Wrong(StepKey),
    /// One too many.
    GivesUp(StepKey),
    /// A step with an `on_error` of its own.
    StepFails,
    /// Any step of a flow with an `on_error`.
    FlowFails,
}

/// A unit that nobody has exercised.
pub(super) fn unit((flow, place): (&Flow, &Place), kind: Kind, what: String, part: Part) -> Unit {
    Unit { flow: flow.name.clone(), place: place.clone(), kind, what, times: 0, part }
}

/// All units of an operation.
pub(super) fn of(bot: &Bot, flow: &Flow, at: usize, op: &Op) -> Vec<Unit> {
    let here = (flow, &op.place);
    let mut units = Vec::new();
    if !matches!(op.kind, OpKind::Jump(_) | OpKind::Again(_) | OpKind::Wait | OpKind::Gate(_)) {
        let what = line(bot, &op.place);
        units.push(unit(here, Kind::Step, what, Part::Step(op.key.step.clone())));
    }
    if let Some(to) = &op.on_error {
        let what = format!("the step fails: on_error leads to {to}");
        units.push(unit(here, Kind::Error, what, Part::StepFails));
    }
    let ways = ways(op);
    let way = |(nth, what)| unit(here, Kind::Branch, what, Part::Way(at, nth));
    units.extend(ways.into_iter().enumerate().map(way));
    units.extend(buttons(bot, here, op.kind.buttons().into_iter()));
    if let OpKind::Ask(ask, beside) = &op.kind {
        units.extend(asked(bot, here, ask, &op.key));
        if beside.give_up != GiveUp::Drop {
            let what = "give_up, after the last try".to_owned();
            units.push(unit(here, Kind::Retry, what, Part::GivesUp(op.key.clone())));
        }
    }
    units
}

fn ways(op: &Op) -> Vec<String> {
    match &op.kind {
        OpKind::Unless(condition, _) => {
            let text = &condition.text;
            vec![format!("if: {text} holds"), format!("if: {text} does not hold")]
        }
        OpKind::Once(_) => vec!["once: the first time".into(), "once: any other time".into()],
        OpKind::Switch(_, cases, _) => {
            let cases = cases.iter().map(|(value, _)| format!("switch: {value}"));
            cases.chain(["switch: anything else".to_owned()]).collect()
        }
        OpKind::OneOf(arms, _) => {
            (1..=arms.len()).map(|nth| format!("one_of: arm {nth}")).collect()
        }
        OpKind::Gate(_)
        | OpKind::Say(_)
        | OpKind::Media(_)
        | OpKind::Cards(_)
        | OpKind::Raw(_)
        | OpKind::Form(_)
        | OpKind::Ask(..)
        | OpKind::Wait
        | OpKind::Set(_)
        | OpKind::Jump(_)
        | OpKind::Rounds(..)
        | OpKind::Again(_)
        | OpKind::Call(_)
        | OpKind::Return(_)
        | OpKind::Forget(_)
        | OpKind::EndAll
        | OpKind::Goto(_)
        | OpKind::Later(..)
        | OpKind::CancelLater(_)
        | OpKind::Pause(_)
        | OpKind::Seen
        | OpKind::React(_)
        | OpKind::Handover(_)
        | OpKind::TakeBack
        | OpKind::Tag(_)
        | OpKind::Language(_)
        | OpKind::Track(_)
        | OpKind::Log(_)
        | OpKind::Notify(_)
        | OpKind::Http(..) => Vec::new(),
    }
}

fn buttons<'b>(
    bot: &Bot,
    here: (&Flow, &Place),
    buttons: impl Iterator<Item = &'b Button>,
) -> Vec<Unit> {
    let heard = buttons.filter(|button| matches!(button.tap, Tap::Go { .. } | Tap::Payload(_)));
    heard.map(|button| tap(bot, here, &button.place, button.each.is_none())).collect()
}

/// Something to tap; its label is read from the author's line.
fn tap(bot: &Bot, (flow, step): (&Flow, &Place), place: &Place, fixed: bool) -> Unit {
    let text = label(bot, place);
    let known = fixed && !text.contains("{{") && !text.is_empty();
    let what = if text.is_empty() { line(bot, place) } else { format!("[{text}]") };
    let label = known.then_some(text);
    let mut unit = unit((flow, place), Kind::Button, what, Part::Tap { step: step.clone(), label });
    unit.place = place.clone();
    unit
}

fn asked(bot: &Bot, here: (&Flow, &Place), ask: &Ask, key: &StepKey) -> Vec<Unit> {
    let mut units = Vec::new();
    match &ask.choices {
        Choices::Written(choices) => {
            units.extend(choices.iter().map(|choice| tap(bot, here, &choice.place, true)));
        }
        Choices::From(_) => {
            let what = "a choice from the list".to_owned();
            let part = Part::Tap { step: here.1.clone(), label: None };
            units.push(unit(here, Kind::Button, what, part));
        }
    }
    // A question that takes anything has no wrong answers.
    if !ask.is_free() {
        let what = "a wrong answer".to_owned();
        units.push(unit(here, Kind::Retry, what, Part::Wrong(key.clone())));
    }
    units
}

/// The author's line from a place on.
fn line(bot: &Bot, place: &Place) -> String {
    told(&rest(bot, place))
}

/// A line as it is told: no brackets that close what began before it, and not too long.
fn told(rest: &str) -> String {
    let mut line = rest.trim_start_matches("- ").trim();
    for (opens, closes) in [('{', '}'), ('[', ']'), ('{', '}')] {
        let many = |sign| line.matches(sign).count();
        let over = many(closes).saturating_sub(many(opens));
        for _ in 0..over {
            line = line.strip_suffix(closes).unwrap_or(line).trim_end();
        }
    }
    if line.chars().count() <= LINE_CHARS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LINE_CHARS_MAX.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// The key, or the first item, that stands at a place.
fn label(bot: &Bot, place: &Place) -> String {
    let rest = rest(bot, place);
    let text = rest.trim_start_matches(['{', '[', ' ', '-']);
    let text = text.strip_prefix("label:").map_or(text, str::trim_start);
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or_default().to_owned();
        }
    }
    let end = text.find([':', ',', '}', ']']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).split("  #").next().unwrap_or_default().trim().to_owned()
}

fn rest(bot: &Bot, place: &Place) -> String {
    let file = bot.sources.iter().find(|(_, source)| source.path == place.file);
    let index = usize::try_from(place.line).unwrap_or(0).saturating_sub(1);
    let line = file.and_then(|(_, source)| source.text.lines().nth(index)).unwrap_or_default();
    let skip = usize::try_from(place.col).unwrap_or(0).saturating_sub(1);
    line.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_without_what_does_not_belong_to_it() {
        assert_eq!(told("- say: Hi {{ user.name }}  "), "say: Hi {{ user.name }}");
        assert_eq!(told("Are you still there?}"), "Are you still there?");
        assert_eq!(told("say: [a, b]}]"), "say: [a, b]");
        let long = told(&"word ".repeat(20));
        assert!(long.ends_with("word…") && long.chars().count() <= LINE_CHARS_MAX, "{long}");
    }
}
