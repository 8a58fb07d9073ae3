//! One visitor and one bot: what the visitor does, what the bot says, what is on the screen.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::{DateTime, date};
use serde_json::{Value, json};

use crate::bot::Bot;
use crate::engine;
use crate::messenger::encode::Unsendable;
use crate::messenger::webhook;
use crate::rehearsal::said::Said;
use crate::rehearsal::screen::Screen;
use crate::rehearsal::thread::{Thread, Timer, flows, stored};
use crate::rehearsal::watched::Watched;
use crate::rehearsal::written;
use crate::rehearsal::{event, profile};
use crate::script::line;
use crate::time::{Millis, Timestamp};
use crate::words::arrival::{Arrival, What};
use crate::words::conversation::{Conversation, Profile};
use crate::words::event::{Event, EventKind, Referral};
use crate::words::input::{Answer, Input, InputKind};
use crate::words::name::{Channel, ConversationKey, FlowName, Mid, TimerKey, Vars, VisitorId};
use crate::words::turn::{Dice, Fault, Moment, Outcome, Side, Turn, Want};

/// 2026-01-15, a Thursday, at noon, on the clock where the bot is at home.
const NOON: DateTime = date(2026, 1, 15).at(12, 0, 0, 0);
/// Between two things that happen.
const STEP: Millis = Millis::from_secs(15);
/// Waits that pass by themselves.
pub(super) const WAIT: Millis = Millis::from_secs(60);
/// Timers that may fire before the next line of a test.
const FIRED_MAX: usize = 10_000;
/// The Page.
const PAGE: &str = "1";
/// The visitor.
const VISITOR: &str = "2";

/// Conversations under way: the visitor's own, and one for each comment or post.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    bot: &'a Bot,
    /// Where the visitors are.
    pub channel: Channel,
    /// The clock.
    pub now: Timestamp,
    /// What the bot said and nobody has looked at yet.
    pub said: VecDeque<Said>,
    /// What the dice will show, from 1.
    pub picks: Vec<u32>,
    /// What turns did beside their replies.
    pub side: Vec<Side>,
    /// What other servers answer; of equal ones the last counts.
    pub answers: Vec<line::Answer>,
    /// Outward calls so far: their methods and addresses.
    pub calls: Vec<(String, String)>,
    /// Flows that ran.
    pub ran: BTreeSet<FlowName>,
    /// The step that failed in the last turn.
    pub fault: Option<Fault>,
    /// Whether Messenger refuses whatever the bot says: none of it reaches the visitor.
    pub refuses: bool,
    /// Whether turns tell how they came about.
    pub tracing: bool,
    /// How the turns since somebody looked came about.
    pub watched: Vec<Watched>,
    /// Dice that have been rolled.
    pub rolls: u32,
    pub(super) screen: Screen,
    threads: BTreeMap<VisitorId, Thread>,
    /// The conversation in which something happened last.
    current: VisitorId,
    /// Messages so far, for their ids.
    messages: u64,
    /// The bot's last message.
    last: Mid,
}

/// A conversation that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It is not what it was once it has been stored and read.
    #[error("the conversation changes when it is stored: {0}")]
    NotStorable(String),
    /// What the bot said has no words of Meta's.
    #[error("this cannot be sent: {0}")]
    Unsendable(#[from] Unsendable),
    /// Meta's item cannot be read.
    #[error("this is no item of a webhook request: {0}")]
    Unreadable(String),
    /// One timer sets off another without end.
    #[error("timers set off one another more than {FIRED_MAX} times")]
    Endless,
    /// A step asks another server, and the test gives no answer.
    #[error("nobody answers {0} {1}")]
    Outward(String, String),
    /// Nothing on the screen has this label.
    #[error("there is no button \"{label}\" on screen (there is: {})", written::list(there))]
    NoLabel {
        /// The label that was looked for.
        label: String,
        /// Those that are there.
        there: Vec<String>,
    },
}

type Done = Result<(), Trouble>;

impl<'a> Stage<'a> {
    /// A visitor whom nobody has seen before: the bot's first language, an empty profile.
    #[must_use]
    pub fn new(bot: &'a Bot) -> Self {
        let now = bot.settings.zone.moment(NOON).unwrap_or_default();
        let own = Thread {
            state: Conversation {
                locale: bot.settings.locales.first().cloned(),
                profile: Profile::Known { fields: profile::empty(), at: now },
                ..Conversation::default()
            },
            ..Thread::default()
        };
        Self {
            bot,
            channel: bot.settings.channels.first().copied().unwrap_or(Channel::Messenger),
            now,
            said: VecDeque::new(),
            picks: Vec::new(),
            side: Vec::new(),
            answers: Vec::new(),
            calls: Vec::new(),
            ran: BTreeSet::new(),
            fault: None,
            refuses: false,
            tracing: false,
            watched: Vec::new(),
            rolls: 0,
            screen: Screen::new(bot),
            threads: BTreeMap::from([(VISITOR.into(), own)]),
            current: VISITOR.into(),
            messages: 0,
            last: event::mid(0),
        }
    }

    /// The same conversations under an edited bot, out of a store.
    pub fn reloaded(mut self, bot: &'a Bot) -> Result<Self, Trouble> {
        for thread in self.threads.values_mut() {
            thread.state = stored(&thread.state)?;
        }
        self.screen.offer(bot);
        Ok(Self { bot, ..self })
    }

    /// The bot that answers.
    #[must_use]
    pub fn bot(&self) -> &'a Bot {
        self.bot
    }

    /// The conversation in which something happened last, as it stands.
    #[must_use]
    pub fn conversation(&self) -> &Conversation {
        static NONE: std::sync::LazyLock<Conversation> =
            std::sync::LazyLock::new(Conversation::default);
        self.threads.get(&self.current).map_or(&NONE, |thread| &thread.state)
    }

    /// The visitor's own conversation.
    pub fn own(&mut self) -> &mut Conversation {
        &mut self.threads.entry(VISITOR.into()).or_default().state
    }

    /// The visitor does something, perhaps brought by a link.
    pub fn does(&mut self, kind: EventKind, referral: Option<Referral>) -> Done {
        self.pause()?;
        let mid = event::is_message(&kind).then(|| self.next_mid());
        self.hears(&VISITOR.into(), Event { referral, ..self.event(mid, kind) })
    }

    /// The visitor reacts to the bot's last message.
    pub fn reacts(&mut self, emoji: &str) -> Done {
        self.pause()?;
        let event = self.event(Some(self.last.clone()), event::reaction(emoji));
        self.hears(&VISITOR.into(), event)
    }

    /// The visitor comments on a post; that is a conversation of its own.
    pub fn comments(&mut self, text: &str) -> Done {
        self.pause()?;
        let id = format!("1_{}", self.threads.len().saturating_add(1));
        let event = self.event(None, event::comment(&id, text));
        self.hears(&VisitorId::new(format!("comment:{id}")), event)
    }

    /// Another system tells the bot something.
    pub fn app(&mut self, name: &str, with: Vars) -> Done {
        self.pause()?;
        self.give(&VISITOR.into(), InputKind::App { name: name.to_owned(), with })?;
        self.wait()
    }

    /// An item of a webhook request, as Meta would send it.
    pub fn posts(&mut self, item: &Value) -> Done {
        self.pause()?;
        let body = self.request(item).to_string();
        let read = webhook::read(body.as_bytes(), self.now, &|_, _| true);
        let read = read.map_err(|error| Trouble::Unreadable(error.to_string()))?;
        for Arrival { key, what, .. } in read.arrivals {
            let elsewhere = key.visitor.as_str().contains(':');
            let visitor = if elsewhere { key.visitor } else { VISITOR.into() };
            if let Some(event) = self.arrived(what)? {
                self.knows_again(&visitor, &event);
                self.hears(&visitor, event)?;
            }
        }
        Ok(())
    }

    /// A visitor whom Meta knew by a plugin before goes on where that conversation stood.
    fn knows_again(&mut self, visitor: &VisitorId, event: &Event) {
        let before = event.prior.as_ref().and_then(|prior| prior.identifier.as_ref());
        let before =
            before.and_then(|id| self.threads.remove(&VisitorId::new(format!("ref:{id}"))));
        if let Some(before) = before {
            self.threads.entry(visitor.clone()).or_default().take_over(before);
        }
    }

    /// Time passes; timers that fall due meanwhile fire at their moments.
    pub fn passes(&mut self, span: Millis) -> Done {
        let end = self.now.plus(span);
        self.fire(end, |_| true)?;
        self.now = end;
        self.wait()
    }

    /// How many timers wait in the visitor's own conversation.
    #[must_use]
    pub fn timers(&self) -> usize {
        self.threads.get(&VisitorId::from(VISITOR)).map_or(0, |own| own.timers.len())
    }

    /// How long until the next timer of the visitor's own conversation is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Millis> {
        let own = self.threads.get(&VisitorId::from(VISITOR))?;
        let due = own.timers.values().map(|timer| timer.due).min()?;
        Some(due.since(self.now))
    }

    /// Nobody does anything for a moment.
    fn pause(&mut self) -> Done {
        let end = self.now.plus(STEP);
        self.fire(end, |_| true)?;
        self.now = end;
        Ok(())
    }

    /// What the bot itself wants to do within a minute, it does; what is about a visitor's silence
    /// waits for silence.
    fn wait(&mut self) -> Done {
        self.fire(self.now.plus(WAIT), |key| !is_about_silence(key))
    }

    fn fire(&mut self, end: Timestamp, which: fn(&TimerKey) -> bool) -> Done {
        for _ in 0..FIRED_MAX {
            let all = self.threads.iter().flat_map(|(visitor, thread)| {
                thread.timers.iter().map(move |(key, timer)| (timer, visitor, key))
            });
            let due = all.filter(|(timer, _, key)| timer.due <= end && which(key));
            let next = due.min_by_key(|(timer, ..)| timer.due);
            let Some((visitor, key)) = next.map(|(_, visitor, key)| (visitor.clone(), key.clone()))
            else {
                return Ok(());
            };
            let thread = self.threads.entry(visitor.clone()).or_default();
            let Some(Timer { due, serial, vars }) = thread.timers.remove(&key) else { continue };
            self.now = self.now.max(due);
            self.give(&visitor, InputKind::Timer { key, serial, vars })?;
        }
        Err(Trouble::Endless)
    }

    fn next_mid(&mut self) -> Mid {
        self.messages = self.messages.saturating_add(1);
        event::mid(self.messages)
    }

    fn event(&self, mid: Option<Mid>, kind: EventKind) -> Event {
        Event { mid, sent_at: Some(self.now), ..Event::new(kind) }
    }

    /// A request with one item; what every item has and this one has not is put in.
    fn request(&self, item: &Value) -> Value {
        let change = item.get("field").is_some();
        let mut item = item.clone();
        if let Some(item) = item.as_object_mut().filter(|_| !change) {
            item.entry("sender").or_insert_with(|| json!({"id": VISITOR}));
            item.entry("recipient").or_insert_with(|| json!({"id": PAGE}));
            item.entry("timestamp").or_insert_with(|| self.now.0.into());
        }
        let list = if change { "changes" } else { "messaging" };
        let entry = json!({"id": PAGE, "time": self.now.0, list: [item]});
        let object = match self.channel {
            Channel::Messenger => "page",
            Channel::Instagram => "instagram",
        };
        json!({"object": object, "entry": [entry]})
    }

    /// What there is in an arrival for a conversation.
    fn arrived(&self, what: What) -> Result<Option<Event>, Trouble> {
        match what {
            What::Event(event) | What::Echo(event) => Ok(Some(*event)),
            What::Skipped(..) | What::App { .. } => Ok(None),
            What::Receipt { event, .. } => {
                let event = event.filter(|event| self.bot.routes.wants(&event.kind));
                Ok(event.map(|event| *event))
            }
            What::Dead(fault) => Err(Trouble::Unreadable(fault.text)),
        }
    }

    fn hears(&mut self, visitor: &VisitorId, event: Event) -> Done {
        if event::is_message(&event.kind) {
            self.screen.answered();
        }
        self.give(visitor, InputKind::Visitor(Box::new(event)))?;
        self.wait()
    }

    pub(super) fn give(&mut self, visitor: &VisitorId, kind: InputKind) -> Done {
        self.current = visitor.clone();
        let thread = self.threads.entry(visitor.clone()).or_default();
        thread.inputs = thread.inputs.saturating_add(1);
        let input = Input { seq: thread.inputs, at: self.now, kind };
        let dice = Dice::Told(self.picks.clone());
        let at =
            Moment { key: key(self.channel, visitor), now: self.now, dice, tracing: self.tracing };
        let turn = engine::turn(self.bot, &thread.state, &input, &at);
        thread.state = stored(&turn.after)?;
        thread.change(turn.timers.clone());
        self.watched.extend(Watched::new(&self.screen, &input, &turn));
        self.take(visitor, turn)
    }

    fn take(&mut self, visitor: &VisitorId, turn: Turn) -> Done {
        let rolled = usize::try_from(turn.rolls).unwrap_or(usize::MAX).min(self.picks.len());
        self.picks.drain(..rolled);
        self.rolls = self.rolls.saturating_add(turn.rolls);
        self.ran.extend(flows(&turn));
        self.side.extend(turn.side);
        self.fault = match turn.outcome {
            Outcome::Done { faults, .. } => faults.into_iter().next(),
            Outcome::Dead(fault) => Some(fault),
            Outcome::Skipped(_) => None,
        };
        for reply in turn.replies {
            let said = Said::new(self.bot, &key(self.channel, visitor), reply)?;
            if self.refuses {
                continue;
            }
            if said.is_bubble() {
                self.last = self.next_mid();
            }
            self.screen.show(&said);
            self.said.push_back(said);
        }
        match turn.wants {
            Some(Want::Http(request)) => self.asked(visitor, &request),
            Some(Want::Profile { fetch, .. }) => {
                let answer = Answer::Profile(profile::told(&turn.after.profile));
                self.give(visitor, InputKind::Fetched { fetch, answer })
            }
            None => Ok(()),
        }
    }
}

/// Whether a timer waits for a visitor who says nothing.
pub(super) fn is_about_silence(key: &TimerKey) -> bool {
    ["expire:", "nudge:"].iter().any(|kind| key.as_str().starts_with(kind))
}

pub(super) fn key(channel: Channel, visitor: &VisitorId) -> ConversationKey {
    ConversationKey { channel, page: PAGE.into(), visitor: visitor.clone() }
}
