//! What can be tapped (MODEL 11): buttons of every message, quick replies of the last one, and what
//! Messenger shows before the first.

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::engine::on_page;
use crate::rehearsal::said::Said;
use crate::source::Place;
use crate::words::event::Via;
use crate::words::profile::MenuTap;
use crate::words::reply::{Action, Button, QuickReply};

/// The payload of Get Started.
pub(super) const GET_STARTED: &str = "GET_STARTED";
/// What stands on that button.
const GET_STARTED_LABEL: &str = "Get Started";

/// A label, and what a tap on it sends.
pub(super) type Tap = (String, String);

/// A visitor's screen.
#[derive(Clone, Debug, Default)]
pub(super) struct Screen {
    /// Buttons of every message, oldest message first.
    buttons: Vec<Vec<Tap>>,
    /// Quick replies of the last message.
    quick: Vec<QuickReply>,
    /// Quick replies of the message before, which a typed label may mean.
    gone: Vec<QuickReply>,
    /// The step that has shown a payload last.
    places: BTreeMap<String, Place>,
    /// What Messenger offers before the first message.
    first: Vec<Tap>,
    /// The menu, which is always there.
    menu: Vec<Tap>,
    /// Whether there is a conversation, so that Get Started is gone.
    begun: bool,
}

impl Screen {
    /// The screen of somebody who has not said anything yet.
    pub(super) fn new(bot: &Bot) -> Self {
        // A text that cannot be worked out is told by `check` and where the profile is made.
        let page = on_page::profile(bot).unwrap_or_default();
        let start = (GET_STARTED_LABEL.to_owned(), GET_STARTED.to_owned());
        let asks = page.ice_breakers.into_iter().flat_map(|(_, asks)| asks);
        let asks = asks.map(|ask| (ask.question, ask.payload));
        let lines = page.menu.into_iter().flat_map(|(_, lines)| lines);
        let menu = lines.filter_map(|line| match line.does {
            MenuTap::Payload(payload) => Some((line.title, payload)),
            MenuTap::Link(_) => None,
        });
        let first = [start].into_iter().chain(asks).collect();
        Self { first, menu: menu.collect(), ..Self::default() }
    }

    /// What Messenger itself shows of an edited bot.
    pub(super) fn offer(&mut self, bot: &Bot) {
        let Self { first, menu, .. } = Self::new(bot);
        (self.first, self.menu) = (first, menu);
    }

    /// The bot said something.
    pub(super) fn show(&mut self, said: &Said) {
        if !said.is_bubble() {
            return;
        }
        self.begun = true;
        let buttons: Vec<_> = said.buttons().iter().filter_map(tappable).collect();
        self.quick = said.quick_replies();
        let quick = self.quick.iter().filter_map(shown).map(|(_, payload)| payload);
        let payloads = buttons.iter().map(|(_, payload)| payload.clone());
        let place = &said.reply.place;
        self.places.extend(payloads.chain(quick).map(|payload| (payload, place.clone())));
        if !buttons.is_empty() {
            self.buttons.push(buttons);
        }
    }

    /// The step that shows a payload.
    pub(super) fn place(&self, payload: &str) -> Option<Place> {
        self.places.get(payload).cloned()
    }

    /// The label and payload that somebody means who types a label.
    pub(super) fn typed(&self, text: &str) -> Option<Tap> {
        let same = |tap: &Tap| tap.0.to_lowercase() == text.trim().to_lowercase();
        let quick = self.gone.iter().filter_map(shown);
        quick.chain(self.buttons.iter().rev().flatten().cloned()).find(same)
    }

    /// The visitor wrote or tapped something.
    pub(super) fn answered(&mut self) {
        self.begun = true;
        self.gone = std::mem::take(&mut self.quick);
    }

    /// What a tap on a label sends: the newest message that has the label counts, `nth` (from 1)
    /// tells equal labels of one message apart.
    pub(super) fn find(&self, label: &str, nth: usize) -> Option<(String, Via)> {
        let nth = nth.saturating_sub(1);
        let find = |taps: &[Tap]| {
            let mut same = taps.iter().filter(|(own, _)| own == label);
            same.nth(nth).map(|(_, payload)| payload.clone())
        };
        let quick: Vec<_> = self.quick.iter().filter_map(|reply| quick_tap(reply, label)).collect();
        let quick = find(&quick).map(|payload| (payload, Via::QuickReply));
        quick.or_else(|| {
            let fixed = self.fixed();
            let newest = self.buttons.iter().rev().map(Vec::as_slice);
            let mut all = newest.chain([fixed.as_slice()]);
            all.find_map(find).map(|payload| (payload, Via::Postback))
        })
    }

    /// What Messenger itself shows.
    fn fixed(&self) -> Vec<Tap> {
        let first = self.first.iter().filter(|_| !self.begun);
        first.chain(&self.menu).cloned().collect()
    }

    /// Labels of what Messenger itself shows, but for Get Started.
    pub(super) fn offered(&self) -> impl Iterator<Item = String> {
        let offered = self.fixed().into_iter().filter(|(_, payload)| payload != GET_STARTED);
        offered.map(|(label, _)| label)
    }

    /// All labels on the screen, the newest first.
    pub(super) fn labels(&self) -> Vec<String> {
        let quick = self.quick.iter().filter_map(|reply| match reply {
            QuickReply::Text { label, .. } => Some(label.clone()),
            QuickReply::Phone | QuickReply::Email => None,
        });
        let buttons = self.buttons.iter().rev().flatten().cloned();
        quick.chain(buttons.chain(self.fixed()).map(|(label, _)| label)).collect()
    }
}

/// What stands on a quick reply, and what it sends; none for one that asks Messenger for something.
fn shown(reply: &QuickReply) -> Option<Tap> {
    match reply {
        QuickReply::Text { label, payload, .. } => Some((label.clone(), payload.clone())),
        QuickReply::Phone | QuickReply::Email => None,
    }
}

fn tappable(button: &Button) -> Option<Tap> {
    match &button.action {
        Action::Payload(payload) => Some((button.label.clone(), payload.clone())),
        Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => None,
    }
}

/// A quick reply as a tap; on one that asks for a number or address stands whatever the visitor's
/// is.
fn quick_tap(reply: &QuickReply, wanted: &str) -> Option<Tap> {
    let own = |fits: bool| fits.then(|| (wanted.to_owned(), wanted.to_owned()));
    match reply {
        QuickReply::Text { label, payload, .. } => Some((label.clone(), payload.clone())),
        QuickReply::Phone => own(wanted.starts_with('+')),
        QuickReply::Email => own(wanted.contains('@')),
    }
}
