//! Buttons whose words are also a trigger of another flow than the one they lead to (W410).

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind};
use crate::bot::routes::Entrance;
use crate::flow::model::button::{Button, Tap};
use crate::pattern::fold::Message;
use crate::proof::idle::{Idle, Round};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Target;
use crate::words::trace::Class;
use crate::words::way::Way;

/// Tells such buttons, each label once for each flow that it leads to.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut heard: BTreeMap<&str, Option<Entrance>> = BTreeMap::new();
    let mut told = Vec::new();
    for op in bot.flows.values().flat_map(|flow| &flow.code) {
        for button in buttons(op) {
            let Tap::Go { to: Way::Go(to), .. } = &button.tap else { continue };
            let Some(label) = button.label.map(|id| bot.texts.written(id)) else { continue };
            if !label.contains("{{") && !label.contains("{%") && seen.insert((label, &to.flow)) {
                let taker = heard.entry(label).or_insert_with(|| taker(bot, label));
                told.extend(taker.as_ref().and_then(|taker| tell(bot, button, (label, to), taker)));
            }
        }
    }
    told
}

/// All buttons and quick replies of an operation.
fn buttons(op: &Op) -> Vec<&Button> {
    let (buttons, replies) = if let OpKind::Say(say) = &op.kind {
        (&say.buttons, &say.replies)
    } else if let OpKind::Ask(ask, _) = &op.kind {
        (&ask.say.buttons, &ask.say.replies)
    } else if let OpKind::Media(media) = &op.kind {
        (&media.buttons, &media.replies)
    } else {
        return Vec::new();
    };
    buttons.iter().chain(replies).collect()
}

/// The trigger whose words a label is, if it certainly takes a message that is nothing else.
fn taker(bot: &Bot, label: &str) -> Option<Entrance> {
    let message = Message::new(label);
    bot.routes.texts.candidates(&message).next()?;
    let takers = Idle::new(bot).takers(&message);
    let best = takers.first().filter(|taker| taker.certain && taker.round == Round::Triggers)?;
    let whole = label.chars().filter(|c| c.is_alphanumeric()).count();
    let hit = &best.stood.who.hit;
    let is_whole = usize::try_from(hit.covered).is_ok_and(|covered| covered == whole);
    let words = matches!(hit.class, Class::Exact | Class::Words);
    (words && is_whole).then(|| best.to().clone())
}

fn tell(
    bot: &Bot,
    button: &Button,
    (label, to): (&str, &Target),
    taker: &Entrance,
) -> Option<Diagnostic> {
    let (other, to) = (&taker.flow, &to.flow);
    let span = bot.sources.word_at(&button.place).filter(|_| other != to)?;
    let place = &taker.place;
    let headline = format!("The button \"{label}\" is also a trigger word of \"{other}\"");
    let note = format!(
        "A tap, or typing the words while the button is on screen, goes to \"{to}\"; typed later they \
         start \"{other}\" ({}:{}).",
        place.file, place.line
    );
    let told = Diagnostic::warning(Code("W410"), span, headline).note(note);
    Some(told.fix(format!("lead the button to {other}, or give it other words")))
}
