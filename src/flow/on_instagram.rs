//! What a bot that answers on Instagram cannot show there, or on Messenger (M726).

use std::collections::BTreeSet;

use crate::flow::model::button::{Contact, Tap};
use crate::flow::model::form::FormKind;
use crate::flow::model::raw::Raw;
use crate::flow::model::{Checked, Condition, Step, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::send_api;
use crate::source::Place;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::batch::ExprId;
use crate::template::render::Templates;
use crate::words::channel::reaction_on_instagram;
use crate::words::name::{Channel, Value};
use crate::words::reply::{Action, MediaKind, ReplyKind};

/// Whoever asks for it knows of the other channel.
const CHANNEL: &str = "chat.channel";

/// Tells every step that fails on one of the bot's channels, but for those that a condition on the
/// channel decides about.
pub(super) fn look(checked: &Checked, templates: &Templates) -> Vec<Diagnostic> {
    if !checked.settings.channels.contains(&Channel::Instagram) {
        return Vec::new();
    }
    let asks = |id: ExprId| templates.expr_reads(id).iter().any(|read| read.path == CHANNEL);
    let decides = |it: &Option<Condition>| it.as_ref().is_some_and(|it| asks(it.expr));
    let mut told = Vec::new();
    for flow in checked.flows.iter().filter(|flow| !decides(&flow.condition)) {
        let mut settled = BTreeSet::new();
        parts::walk(&flow.steps, &mut |part| {
            if let Part::Step(step) = part
                && (decides(&step.condition) || branches(step, &asks))
            {
                parts::walk(std::slice::from_ref(step), &mut |part| settled.extend(place(&part)));
            }
            let Some(at) = place(&part).filter(|at| !settled.contains(at)) else { return };
            for &channel in &checked.settings.channels {
                let headline = match part {
                    Part::Step(step) => fails(&step.kind, templates, channel),
                    Part::Button(button) if !decides(&button.condition) => {
                        left_out(&button.tap, channel)
                    }
                    _ => None,
                };
                told.extend(headline.and_then(|headline| one(checked, at, channel, headline)));
            }
        });
    }
    told
}

/// Where a step or button stands.
fn place<'a>(part: &Part<'a>) -> Option<&'a Place> {
    match part {
        Part::Step(step) => Some(&step.place),
        Part::Button(button) => Some(&button.place),
        _ => None,
    }
}

/// Whether a step takes one way or another by what somebody asks for.
fn branches(step: &Step, asks: &dyn Fn(ExprId) -> bool) -> bool {
    match &step.kind {
        StepKind::If(block) => block.arms.iter().any(|(it, _)| asks(it.expr)),
        StepKind::Switch(block) => asks(block.on),
        _ => false,
    }
}

fn fails(kind: &StepKind, templates: &Templates, channel: Channel) -> Option<String> {
    if let (StepKind::React(reaction), Channel::Instagram) = (kind, channel) {
        let unknown = reaction_on_instagram(reaction).is_none();
        let headline = || format!("Instagram has no reaction \"{reaction}\"; it is left out there");
        return unknown.then(headline);
    }
    let what = missing(kind, templates, channel)?;
    Some(format!("{} shows no {what}; this step fails there", channel.name()))
}

/// Buttons and quick replies that are not there.
fn left_out(tap: &Tap, channel: Channel) -> Option<String> {
    let action = match tap {
        Tap::AskFor(Contact::Email) if channel == Channel::Instagram => {
            return Some(
                "Instagram proposes nobody's e-mail address; this is left out there".into(),
            );
        }
        Tap::Phone(_) => Action::Phone(String::new()),
        Tap::Login(_) => Action::Login(String::new()),
        Tap::Logout => Action::Logout,
        Tap::AskFor(_) | Tap::Go { .. } | Tap::Payload(_) | Tap::Link { .. } => return None,
    };
    let what = action.missing_on(channel)?;
    Some(format!("{} shows no {what}; this one is left out there", channel.name()))
}

fn one(checked: &Checked, place: &Place, not: Channel, headline: String) -> Option<Diagnostic> {
    let span = checked.sources.word_at(place)?;
    let told = Diagnostic::warning(Code("M726"), span, headline);
    let other = checked.settings.channels.iter().find(|&&channel| channel != not);
    let elsewhere = |other: &Channel| format!("if: chat.channel == \"{}\"", other.as_str());
    Some(told.fix(other.map_or_else(|| "leave it out".to_owned(), elsewhere)))
}

/// What a step sends, in the plural, if a channel cannot show it.
fn missing(kind: &StepKind, templates: &Templates, channel: Channel) -> Option<&'static str> {
    match kind {
        StepKind::Form(form) => match form.kind {
            FormKind::Receipt => ReplyKind::Receipt(Value::Null),
            FormKind::Coupon => ReplyKind::Coupon(Value::Null),
            FormKind::Feedback => ReplyKind::Feedback(Value::Null),
            FormKind::Optin => ReplyKind::Optin(Value::Null),
            FormKind::Product => ReplyKind::Products(Vec::new()),
        },
        StepKind::Raw(message) => {
            return send_api::missing_on(&written(message, templates), channel);
        }
        StepKind::Media(media) if !media.buttons.is_empty() && channel == Channel::Instagram => {
            return (media.kind == MediaKind::Image || media.kind == MediaKind::Video)
                .then_some("buttons under pictures and films");
        }
        _ => return None,
    }
    .missing_on(channel)
}

/// A message as far as it is written: what is worked out stays empty.
fn written(message: &Raw, templates: &Templates) -> Value {
    match message {
        Raw::Value(value) => value.clone(),
        Raw::Text(id) | Raw::Given(id) => Value::from(templates.written(*id)),
        Raw::List(items) => items.iter().map(|item| written(item, templates)).collect(),
        Raw::Map(entries) => {
            let entries = entries.iter();
            entries.map(|(key, part)| (key.clone(), written(part, templates))).collect()
        }
    }
}
