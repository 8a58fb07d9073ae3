//! One visitor and one bot: what the visitor does, what the bot says, what is on the screen.

use std::collections::{BTreeMap, VecDeque};

use crate::bot::Bot;
use crate::engine;
use crate::messenger::webhook;
use crate::time::{Millis, Timestamp};
use crate::words::arrival::What;
use crate::words::conversation::Conversation;
use crate::words::event::{Event, EventKind, Tap, Via};
use crate::words::input::{Input, InputKind};
use crate::words::name::{Channel, ConversationKey, TimerKey, Value, Vars};
use crate::words::reply::{Action, Button, QuickReply, Reply, ReplyKind};
use crate::words::turn::{Dice, Moment, TimerChange, Turn};

/// 2026-01-15, a Thursday, at noon (UTC).
pub const NOON: Timestamp = Timestamp(1_768_478_400_000);
/// Between two things that a visitor does.
const STEP: Millis = Millis::from_secs(15);

/// A conversation under way.
#[derive(Debug)]
pub struct Stage<'a> {
    bot: &'a Bot,
    /// As it stands.
    pub conversation: Conversation,
    /// The clock.
    pub now: Timestamp,
    /// What the bot said and nobody has looked at yet.
    pub said: VecDeque<Reply>,
    seq: u64,
    timers: BTreeMap<TimerKey, (Timestamp, u64, Vars)>,
    /// Buttons of every message, oldest message first.
    buttons: Vec<Vec<(String, String)>>,
    /// Quick replies of the last message.
    quick: Vec<(String, String)>,
}

/// The conversation is not what it was once it has been stored and read.
#[derive(Debug, thiserror::Error)]
#[error("the conversation changes when it is stored: {0}")]
pub struct NotStorable(String);

impl<'a> Stage<'a> {
    /// A visitor whom nobody has seen before.
    #[must_use]
    pub fn new(bot: &'a Bot) -> Self {
        Self {
            bot,
            conversation: Conversation::default(),
            now: NOON,
            said: VecDeque::new(),
            seq: 0,
            timers: BTreeMap::new(),
            buttons: Vec::new(),
            quick: Vec::new(),
        }
    }

    /// The visitor does something.
    pub fn does(&mut self, kind: EventKind) -> Result<(), NotStorable> {
        self.now = self.now.plus(STEP);
        let event = Event {
            mid: None,
            sent_at: Some(self.now),
            kind,
            referral: None,
            nlp: None,
            raw: Value::Null,
        };
        self.give(InputKind::Visitor(Box::new(event)))
    }

    /// Items of a webhook request, as Meta would send them; how many of them were events.
    pub fn posts(&mut self, item: &Value) -> Result<usize, NotStorable> {
        self.now = self.now.plus(STEP);
        // What happens in public names the field of the Page that changed.
        let list = if item.get("field").is_some() { "changes" } else { "messaging" };
        let body = serde_json::json!({"object": "page", "entry": [
            {"id": "1", "time": self.now.0, list: [item]}
        ]});
        let read = webhook::read(body.to_string().as_bytes(), self.now, &|_| true);
        let arrivals = read.map(|request| request.arrivals).unwrap_or_default();
        let mut events = 0;
        for arrival in arrivals {
            if let Some(event) = self.heard(arrival.what) {
                self.give(InputKind::Visitor(event))?;
                events += 1;
            }
        }
        Ok(events)
    }

    /// What a conversation hears of an item, as a store would hand it on.
    fn heard(&self, what: What) -> Option<Box<Event>> {
        match what {
            What::Event(event) => Some(event),
            What::Receipt { event, .. } => event.filter(|event| self.bot.routes.wants(&event.kind)),
            What::Echo(echo, mid) => Some(Box::new(Event {
                mid,
                sent_at: None,
                kind: EventKind::HumanEcho(echo),
                referral: None,
                nlp: None,
                raw: Value::Null,
            })),
            What::Skipped(..) | What::Dead(_) => None,
        }
    }

    /// Time passes; timers that fall due meanwhile fire at their moments.
    pub fn passes(&mut self, span: Millis) -> Result<(), NotStorable> {
        let end = self.now.plus(span);
        loop {
            let due = self.timers.iter().filter(|(_, (due, ..))| *due <= end);
            let next = due.min_by_key(|(_, (due, ..))| *due).map(|(key, _)| key.clone());
            let Some(key) = next else { break };
            let Some((due, serial, vars)) = self.timers.remove(&key) else { break };
            self.now = self.now.max(due);
            self.give(InputKind::Timer { key, serial, vars })?;
        }
        self.now = end;
        Ok(())
    }

    /// The payload behind a label on the screen, and whether it is a quick reply: the newest message
    /// that has it counts, `nth` (from 1) tells equal labels of one message apart.
    #[must_use]
    pub fn payload(&self, label: &str, nth: usize) -> Option<(String, Via)> {
        let find = |list: &[(String, String)]| {
            let mut same = list.iter().filter(|(own, _)| own == label);
            same.nth(nth.saturating_sub(1)).map(|(_, payload)| payload.clone())
        };
        let quick = find(&self.quick).map(|payload| (payload, Via::QuickReply));
        quick.or_else(|| {
            let mut newest = self.buttons.iter().rev();
            newest.find_map(|list| find(list)).map(|payload| (payload, Via::Postback))
        })
    }

    /// All labels on the screen, the newest first.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let buttons = self.buttons.iter().rev().flatten();
        self.quick.iter().chain(buttons).map(|(label, _)| label.as_str())
    }

    /// A tap.
    pub fn taps(&mut self, payload: String, label: &str, via: Via) -> Result<(), NotStorable> {
        let tap = Tap { payload: Some(payload), label: Some(label.to_owned()), via };
        self.does(EventKind::Tap(tap))
    }

    fn give(&mut self, kind: InputKind) -> Result<(), NotStorable> {
        self.seq = self.seq.saturating_add(1);
        let input = Input { seq: self.seq, at: self.now, kind };
        let at = Moment { key: key(), now: self.now, dice: Dice::Told(Vec::new()), tracing: false };
        let turn = engine::turn(self.bot, &self.conversation, &input, &at);
        self.conversation = stored(&turn.after)?;
        self.quick.clear();
        self.take(turn);
        Ok(())
    }

    fn take(&mut self, turn: Turn) {
        for change in turn.timers {
            match change {
                TimerChange::Set { key, serial, due, vars } => {
                    self.timers.insert(key, (due, serial, vars));
                }
                TimerChange::Drop(key) => {
                    self.timers.remove(&key);
                }
            }
        }
        for reply in turn.replies {
            if reply.kind.is_message() {
                self.show(&reply.kind);
                self.said.push_back(reply);
            }
        }
    }

    fn show(&mut self, kind: &ReplyKind) {
        let (buttons, quick) = (kind.buttons(), kind.quick_replies());
        let buttons: Vec<_> = buttons.into_iter().filter_map(tappable).collect();
        if !buttons.is_empty() {
            self.buttons.push(buttons);
        }
        self.quick = quick.iter().filter_map(quick_tap).collect();
    }
}

fn tappable(button: &Button) -> Option<(String, String)> {
    match &button.action {
        Action::Payload(payload) => Some((button.label.clone(), payload.clone())),
        Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => None,
    }
}

fn quick_tap(reply: &QuickReply) -> Option<(String, String)> {
    match reply {
        QuickReply::Text { label, payload, .. } => Some((label.clone(), payload.clone())),
        QuickReply::Phone | QuickReply::Email => None,
    }
}

/// The conversation as a store would give it back.
fn stored(after: &Conversation) -> Result<Conversation, NotStorable> {
    let text = serde_json::to_string(after).map_err(|error| NotStorable(error.to_string()))?;
    let back: Conversation =
        serde_json::from_str(&text).map_err(|error| NotStorable(error.to_string()))?;
    if &back == after { Ok(back) } else { Err(NotStorable(text)) }
}

fn key() -> ConversationKey {
    ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() }
}
