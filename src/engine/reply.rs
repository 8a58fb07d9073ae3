//! Putting replies into the turn: ids, pauses, speakers, and what is on screen afterwards.

use sha2::{Digest, Sha256};

use crate::bot::op::Op;
use crate::engine::run::Run;
use crate::flow::model::settings::Typing;
use crate::flow::send_api;
use crate::limits::{PAUSE_PER_TURN_MAX, REPLIES_PER_TURN_MAX};
use crate::source::Place;
use crate::time::Millis;
use crate::words::conversation::Shown;
use crate::words::name::{OutboxId, PersonaName};
use crate::words::reply::{Action, QuickReply, Reply, ReplyKind};
use crate::words::turn::Fault;

/// Who says something, and where the author wrote it.
pub(super) struct Voice<'a> {
    pub(super) place: &'a Place,
    pub(super) persona: Option<&'a PersonaName>,
}

impl<'a> Voice<'a> {
    pub(super) fn of(op: &'a Op) -> Self {
        Self { place: &op.place, persona: op.persona.as_ref() }
    }
}

impl Run<'_> {
    /// Says it, if this turn may still say anything.
    pub(super) fn emit(&mut self, voice: &Voice<'_>, kind: ReplyKind) -> Result<(), Fault> {
        if self.replies.len() >= REPLIES_PER_TURN_MAX {
            return Err(Fault {
                code: "F812".into(),
                place: Some(voice.place.clone()),
                text: format!("one message made the bot send {REPLIES_PER_TURN_MAX} replies"),
            });
        }
        let channel = self.at.key.channel;
        let missing = match &kind {
            ReplyKind::Raw(message) => send_api::missing_on(message, channel),
            kind => kind.missing_on(channel),
        };
        if let Some(what) = missing {
            let text = format!("{} shows no {what}", channel.name());
            return Err(Fault { code: "M726".into(), place: Some(voice.place.clone()), text });
        }
        self.room(labels(&kind), voice.place)?;
        let ordinal = u16::try_from(self.replies.len()).unwrap_or(u16::MAX);
        let flow = self.top().and_then(|frame| self.bot.flows.get(&frame.flow));
        let persona = voice.persona.or(flow.and_then(|flow| flow.persona.as_ref())).cloned();
        let speaker = persona.as_ref().and_then(|name| self.named(name));
        let pause = self.pause(&kind);
        self.show(&kind);
        self.replies.push(Reply {
            id: self.id(ordinal),
            ordinal,
            place: voice.place.clone(),
            kind,
            pause,
            lane: self.lane.clone(),
            persona,
            speaker,
            types: false,
        });
        self.show_dots();
        if let Some(step) = self.steps.last_mut() {
            step.replies.1 = step.replies.1.saturating_add(1);
        }
        Ok(())
    }

    /// A speaker's name in the visitor's language, if it is another one there.
    fn named(&mut self, name: &PersonaName) -> Option<String> {
        let persona = self.bot.settings.personas.get(name)?;
        // `check` has seen to it that nothing has to be worked out in it.
        self.text(persona.text).ok().filter(|shown| *shown != persona.name)
    }

    /// While the bubble that came last lets wait, the one before it shows that it is being typed.
    fn show_dots(&mut self) {
        if let [.., before, last] = self.replies.as_mut_slice() {
            before.types = last.pause.0 > 0 && last.kind.is_message();
        }
    }

    /// Hangs quick replies on what was said last, if it can carry any.
    pub(super) fn hang(&mut self, quick: Vec<QuickReply>) {
        let Some(carried) = self.replies.last_mut().and_then(|r| r.kind.quick_replies_mut()) else {
            return;
        };
        *carried = quick;
        if let Some(kind) = self.replies.last().map(|reply| reply.kind.clone()) {
            self.show(&kind);
        }
    }

    fn id(&self, ordinal: u16) -> OutboxId {
        let key = &self.at.key;
        let mut digest = Sha256::new();
        for part in [key.channel.as_str(), key.page.as_str(), key.visitor.as_str()] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        digest.update(self.seq.to_be_bytes());
        digest.update(ordinal.to_be_bytes());
        let full: [u8; 32] = digest.finalize().into();
        let (head, _) = full.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        OutboxId(*head)
    }

    /// What steps said it waits for; for a bubble, but for the first of a turn, at least as long as
    /// typing it would take.
    fn pause(&mut self, kind: &ReplyKind) -> Millis {
        let waits = std::mem::take(&mut self.waits).0;
        let typed = if kind.is_message() { self.typed(kind) } else { 0 };
        let left = PAUSE_PER_TURN_MAX.0.saturating_sub(self.paused.0);
        let pause = waits.max(typed).min(left);
        self.paused = Millis(self.paused.0.saturating_add(pause));
        Millis(pause)
    }

    /// How long typing a bubble takes, as far as that shows.
    fn typed(&mut self, kind: &ReplyKind) -> u64 {
        let asked = std::mem::take(&mut self.types);
        let first = !self.replies.iter().any(|reply| reply.kind.is_message());
        let letters = kind.words().map_or(0, |text| text.chars().count());
        let letters = u64::try_from(letters).unwrap_or(u64::MAX);
        match self.bot.settings.typing {
            _ if first && !asked => 0,
            Typing::Off if !asked => 0,
            Typing::Off | Typing::Auto => letters.saturating_mul(25).saturating_add(400).min(2_000),
            Typing::Speed(per_second) => {
                letters.saturating_mul(1_000) / u64::from(per_second.max(1))
            }
        }
    }

    /// Keeps in mind what can be tapped now: buttons of the last message that has some, quick
    /// replies of the last message.
    fn show(&mut self, kind: &ReplyKind) {
        if !kind.is_message() {
            return;
        }
        let (buttons, quick) = (kind.buttons(), kind.quick_replies());
        let keep_buttons = buttons.is_empty();
        self.state.shown.retain(|shown| !shown.quick && keep_buttons);
        self.state.shown.extend(buttons.into_iter().filter_map(|button| match &button.action {
            Action::Payload(payload) => {
                Some(Shown { label: button.label.clone(), payload: payload.clone(), quick: false })
            }
            Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => None,
        }));
        self.state.shown.extend(quick.iter().filter_map(|reply| match reply {
            QuickReply::Text { label, payload, .. } => {
                Some(Shown { label: label.clone(), payload: payload.clone(), quick: true })
            }
            QuickReply::Phone | QuickReply::Email => None,
        }));
    }
}

/// Bytes of the labels that a message brings, and of what taps on them send.
fn labels(kind: &ReplyKind) -> usize {
    let quick = kind.quick_replies().iter().map(|reply| match reply {
        QuickReply::Text { label, payload, .. } => label.len().saturating_add(payload.len()),
        QuickReply::Phone | QuickReply::Email => 0,
    });
    let buttons = kind.buttons().into_iter().map(|button| match &button.action {
        Action::Payload(payload) => button.label.len().saturating_add(payload.len()),
        Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => 0,
    });
    buttons.chain(quick).sum()
}
