//! Lists of steps inside steps, as written.

use crate::flow::fields::{Field, Owner, Told, wrong_shape};
use crate::flow::outline::{Arm, Head, Step};
use crate::flow::step::{self, is_destination};
use crate::flow::verb::Verb;
use crate::flow::{branch, once};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind};

/// Reads the step lists inside a step.
pub(super) fn read(step: &mut Step<'_>, told: &mut Told) {
    match step.verb {
        Verb::If => {
            step.arms = arms(step, told);
            step.rest = inside(step, "else", told);
        }
        Verb::Ask => {
            step.arms = keyed(step, "nudge", told);
            let give_up = step.fields.get("give_up").map(|field| field.node);
            let steps = give_up.filter(|node| !is_destination(node));
            step.rest = steps.map(|node| step::list(node, told)).unwrap_or_default();
        }
        Verb::Switch => {
            step.arms = cases(step, told);
            step.rest = inside(step, "else", told);
        }
        Verb::Http => step.arms = keyed(step, "errors", told),
        Verb::OneOf => step.arms = items(step, told),
        Verb::Repeat | Verb::Later => step.rest = inside(step, "steps", told),
        Verb::Once => first_time(step, told),
        Verb::Say
        | Verb::Image
        | Verb::Video
        | Verb::Audio
        | Verb::File
        | Verb::Cards
        | Verb::Raw
        | Verb::Receipt
        | Verb::Coupon
        | Verb::Product
        | Verb::Feedback
        | Verb::Optin
        | Verb::Set
        | Verb::Forget
        | Verb::Goto
        | Verb::Call
        | Verb::Return
        | Verb::Back
        | Verb::Restart
        | Verb::End
        | Verb::CancelLater
        | Verb::Wait
        | Verb::Typing
        | Verb::Seen
        | Verb::React
        | Verb::Handover
        | Verb::TakeBack
        | Verb::Tag
        | Verb::Untag
        | Verb::Language
        | Verb::Notify
        | Verb::Track
        | Verb::Log => {}
    }
}

fn inside<'t>(step: &Step<'t>, key: &str, told: &mut Told) -> Vec<Step<'t>> {
    step.fields.get(key).map(|field| step::list(field.node, told)).unwrap_or_default()
}

/// A map from values to steps.
fn cases<'t>(step: &Step<'t>, told: &mut Told) -> Vec<Arm<'t>> {
    let field = step.fields.get("cases").filter(|f| !matches!(f.node.kind, NodeKind::Map(_)));
    if let Some(field) = field {
        told.tell(wrong_shape(field));
    }
    keyed(step, "cases", told)
}

/// A map from anything to steps; nothing if it is none.
fn keyed<'t>(step: &Step<'t>, key: &str, told: &mut Told) -> Vec<Arm<'t>> {
    let Some(field) = step.fields.get(key) else { return Vec::new() };
    let NodeKind::Map(entries) = &field.node.kind else { return Vec::new() };
    let arm = |entry: &'t crate::source::yaml::Entry, told: &mut Told| Arm {
        head: Head::Key(&entry.key, entry.key_span),
        steps: step::list(&entry.value, told),
    };
    entries.iter().map(|entry| arm(entry, told)).collect()
}

/// A list of steps or of lists of steps.
fn items<'t>(step: &Step<'t>, told: &mut Told) -> Vec<Arm<'t>> {
    let Some(field) = step.fields.get("one_of") else { return Vec::new() };
    let NodeKind::List(items) = &field.node.kind else { return Vec::new() };
    let arm = |item, told: &mut Told| Arm { head: Head::Item, steps: step::list(item, told) };
    items.iter().map(|item| arm(item, told)).collect()
}

/// `once: {steps: …, else: …}`, or steps alone.
fn first_time(step: &mut Step<'_>, told: &mut Told) {
    let Some(field) = step.fields.get("once").copied() else { return };
    let long = |entries: &[crate::source::yaml::Entry]| {
        entries.iter().any(|entry| ["steps", "else"].contains(&entry.key.value.as_str()))
    };
    let mut first = Vec::new();
    match &field.node.kind {
        NodeKind::Map(entries) if long(entries) => {
            let owner = Owner { name: "A once".into(), tables: vec![once::INSIDE] };
            let fields = told.fields(entries, &owner);
            let mut steps =
                |key| fields.get(key).map(|field| step::list(field.node, told)).unwrap_or_default();
            first = steps("steps");
            step.rest = steps("else");
        }
        NodeKind::Text(text) if text.value.is_empty() => {}
        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Text(_) => {
            first = step::list(field.node, told);
        }
    }
    step.arms = vec![Arm { head: Head::Item, steps: first }];
}

fn arms<'t>(step: &Step<'t>, told: &mut Told) -> Vec<Arm<'t>> {
    let mut arms = Vec::new();
    if let Some(condition) = step.fields.get("if") {
        let then = step.fields.get("then").map(|field| step::list(field.node, told));
        arms.push(Arm { head: Head::Condition(condition.node), steps: then.unwrap_or_default() });
    }
    let Some(elif) = step.fields.get("elif") else { return arms };
    let items = match &elif.node.kind {
        NodeKind::List(items) => items.iter().collect(),
        NodeKind::Map(_) => vec![elif.node],
        NodeKind::Text(_) => {
            told.tell(wrong_shape(elif));
            vec![]
        }
    };
    arms.extend(items.into_iter().filter_map(|item| elif_arm(item, elif, told)));
    arms
}

fn elif_arm<'t>(item: &'t Node, elif: &Field<'t>, told: &mut Told) -> Option<Arm<'t>> {
    let NodeKind::Map(entries) = &item.kind else {
        told.tell(wrong_shape(&Field { node: item, ..*elif }));
        return None;
    };
    let owner = Owner { name: "An elif".into(), tables: vec![branch::ELIF] };
    let fields = told.fields(entries, &owner);
    let then = fields.get("then").map(|field| step::list(field.node, told)).unwrap_or_default();
    let Some(condition) = fields.get("if") else {
        let headline = "This elif has no \"if\"";
        told.tell(Diagnostic::error(Code("K204"), item.span, headline).fix("{if: …, then: …}"));
        return None;
    };
    Some(Arm { head: Head::Condition(condition.node), steps: then })
}
