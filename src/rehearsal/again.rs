//! A conversation played once more, perhaps with another bot: same moments, same dice, same answers
//! of other systems (MODEL 11).

use std::collections::{BTreeMap, VecDeque};

use crate::bot::Bot;
use crate::engine;
use crate::limits::TIMERS_REPLAYED_MAX;
use crate::rehearsal::said::Said;
use crate::rehearsal::screen::Screen;
use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::event::{EventKind, Tap, Via};
use crate::words::input::{Answer, Input, InputKind};
use crate::words::name::{ConversationKey, FetchId, TimerKey, Vars};
use crate::words::turn::{Dice, Moment, TimerChange, Turn, Want};

/// Where numbers of inputs begin that nobody gave before.
pub const OWN_SEQ: u64 = 1 << 40;

/// One turn of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// What the conversation was given.
    pub input: Input,
    /// How it stood before.
    pub before: Conversation,
    /// What was decided.
    pub turn: Turn,
    /// How long it took to work out.
    pub micros: u64,
}

impl Take {
    /// Whether it is about something that somebody did, and not about a timer or an answer.
    #[must_use]
    pub fn is_deed(&self) -> bool {
        match self.input.kind {
            InputKind::Visitor(_) | InputKind::App { .. } | InputKind::Operator(_) => true,
            InputKind::Timer { .. } | InputKind::Fetched { .. } => false,
        }
    }
}

/// What became of a recording.
#[derive(Debug)]
pub struct Played {
    /// The turns, as the bot takes them now.
    pub takes: Vec<Take>,
    /// How the conversation stands after them.
    pub stands: Conversation,
    /// The turn of the recording that cannot be given any more, by its position, and why not; it and
    /// all that followed have not been played.
    pub parted: Option<(usize, String)>,
}

/// A timer that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    /// The question it belongs to.
    pub serial: u64,
    /// When it is due.
    pub due: Timestamp,
    /// What it takes along.
    pub vars: Vars,
}

/// The timers that are set after some turns.
#[must_use]
pub fn timers(takes: &[Take]) -> BTreeMap<TimerKey, Timer> {
    let mut set = BTreeMap::new();
    for take in takes {
        if let InputKind::Timer { key, .. } = &take.input.kind {
            set.remove(key);
        }
        change(&mut set, &take.turn.timers);
    }
    set
}

/// The same as changes, for a store.
#[must_use]
pub fn changes(timers: BTreeMap<TimerKey, Timer>) -> Vec<TimerChange> {
    let set = |(key, timer): (TimerKey, Timer)| {
        let Timer { serial, due, vars } = timer;
        TimerChange::Set { key, serial, due, vars }
    };
    timers.into_iter().map(set).collect()
}

fn change(set: &mut BTreeMap<TimerKey, Timer>, changes: &[TimerChange]) {
    for change in changes {
        match change {
            TimerChange::Set { key, serial, due, vars } => {
                let timer = Timer { serial: *serial, due: *due, vars: vars.clone() };
                set.insert(key.clone(), timer);
            }
            TimerChange::Drop(key) => {
                set.remove(key);
            }
        }
    }
}

/// Plays a recording on a bot; `person` is what Messenger tells of the visitor where it was not asked
/// before.
#[must_use]
pub fn play(
    bot: &Bot,
    key: &ConversationKey,
    (from, person): (Conversation, Answer),
    before: &[Take],
) -> Played {
    let mut player = Player {
        bot,
        key,
        state: from,
        timers: BTreeMap::new(),
        screens: Screens::default(),
        answers: answers(before),
        person,
        takes: Vec::new(),
        own: before.iter().map(|take| take.input.seq).fold(OWN_SEQ, u64::max),
    };
    let mut parted = None;
    for (index, take) in before.iter().enumerate() {
        let kept = (player.state.clone(), player.timers.clone(), player.takes.len());
        if let Err(why) = player.give(take) {
            (player.state, player.timers) = (kept.0, kept.1);
            player.takes.truncate(kept.2);
            parted = Some((index, why));
            break;
        }
        player.screens.showed(bot, key, &take.turn);
    }
    Played { takes: player.takes, stands: player.state, parted }
}

/// An answer, with the number of the input that brought it, once.
type Given = (Option<u64>, Answer);

struct Player<'p> {
    bot: &'p Bot,
    key: &'p ConversationKey,
    state: Conversation,
    timers: BTreeMap<TimerKey, Timer>,
    screens: Screens,
    /// What other systems answered, by what they were asked.
    answers: BTreeMap<String, VecDeque<Given>>,
    person: Answer,
    takes: Vec<Take>,
    own: u64,
}

impl Player<'_> {
    fn give(&mut self, old: &Take) -> Result<(), String> {
        let now = old.turn.journal.now;
        match &old.input.kind {
            // An answer is given as soon as it is asked for.
            InputKind::Fetched { .. } => Ok(()),
            InputKind::Timer { key, .. } => match self.timers.get(key) {
                Some(timer) if timer.due <= now => self.fire(key, (old.input.seq, now), old),
                Some(_) | None => Ok(()),
            },
            InputKind::Visitor(_) | InputKind::App { .. } | InputKind::Operator(_) => {
                self.fire_all(now, old)?;
                let kind = self.translated(&old.input.kind)?;
                let input = Input { kind, ..old.input.clone() };
                if is_message(&input.kind) {
                    self.screens.answered();
                }
                self.turn(input, old)
            }
        }
    }

    /// Timers whose time came before something else happened.
    fn fire_all(&mut self, now: Timestamp, old: &Take) -> Result<(), String> {
        for _ in 0..TIMERS_REPLAYED_MAX {
            let due = self.timers.iter().filter(|(_, timer)| timer.due < now);
            let first = due.min_by_key(|(_, timer)| timer.due);
            let Some((key, due)) = first.map(|(key, timer)| (key.clone(), timer.due)) else {
                return Ok(());
            };
            let seq = self.fresh();
            self.fire(&key, (seq, due), old)?;
        }
        Ok(())
    }

    fn fire(
        &mut self,
        key: &TimerKey,
        (seq, at): (u64, Timestamp),
        old: &Take,
    ) -> Result<(), String> {
        let Some(Timer { serial, vars, .. }) = self.timers.remove(key) else { return Ok(()) };
        let kind = InputKind::Timer { key: key.clone(), serial, vars };
        self.turn(Input { seq, at, kind }, old)
    }

    fn fresh(&mut self) -> u64 {
        self.own = self.own.saturating_add(1);
        self.own
    }

    /// One turn, and those that follow because other systems answer.
    fn turn(&mut self, input: Input, old: &Take) -> Result<(), String> {
        let mut asked = self.one(input, old);
        while let Some(request) = asked.take() {
            let known = self.answers.get_mut(&request.asks);
            let answer = known.and_then(|list| {
                let first = list.pop_front()?;
                if list.is_empty() {
                    list.push_back((None, first.1.clone()));
                }
                Some(first)
            });
            let person = || request.of_visitor.then(|| (None, self.person.clone()));
            let unknown = || format!("{} was not asked before", request.shown);
            let (seq, answer) = answer.or_else(person).ok_or_else(unknown)?;
            let kind = InputKind::Fetched { fetch: request.fetch, answer };
            let seq = seq.unwrap_or_else(|| self.fresh());
            asked = self.one(Input { seq, at: old.turn.journal.now, kind }, old);
        }
        Ok(())
    }

    fn one(&mut self, input: Input, old: &Take) -> Option<Asked> {
        let journal = &old.turn.journal;
        let now =
            if matches!(input.kind, InputKind::Timer { .. }) { input.at } else { journal.now };
        let at =
            Moment { key: self.key.clone(), now, dice: Dice::Seed(journal.seed), tracing: true };
        let before = self.state.clone();
        let turn = engine::turn(self.bot, &before, &input, &at);
        self.state = turn.after.clone();
        change(&mut self.timers, &turn.timers);
        self.screens.shows(self.bot, self.key, &turn);
        let asked = turn.wants.as_ref().map(Asked::of);
        self.takes.push(Take { input, before, turn, micros: old.micros });
        asked
    }

    /// A tap is found again by its label among what is visible, else by its payload.
    fn translated(&self, kind: &InputKind) -> Result<InputKind, String> {
        let InputKind::Visitor(event) = kind else { return Ok(kind.clone()) };
        let EventKind::Tap(tap) = &event.kind else { return Ok(kind.clone()) };
        let mut event = event.clone();
        event.kind = EventKind::Tap(self.screens.found(tap)?);
        Ok(InputKind::Visitor(event))
    }
}

/// What stands on the visitor's screen, and what stood there in the recording.
#[derive(Default)]
struct Screens {
    now: Screen,
    then: Screen,
}

impl Screens {
    fn shows(&mut self, bot: &Bot, key: &ConversationKey, turn: &Turn) {
        show(&mut self.now, bot, key, turn);
    }

    fn showed(&mut self, bot: &Bot, key: &ConversationKey, turn: &Turn) {
        show(&mut self.then, bot, key, turn);
    }

    fn answered(&mut self) {
        self.now.answered();
        self.then.answered();
    }

    fn found(&self, tap: &Tap) -> Result<Tap, String> {
        let (label, payload) = (tap.label.as_deref(), tap.payload.as_deref());
        let shown =
            |screen: &Screen| payload.is_some_and(|payload| screen.place(payload).is_some());
        let named = |screen: &Screen| label.and_then(|label| screen.find(label, 1));
        // What Messenger itself shows stays where it is.
        if !shown(&self.then) && named(&self.then).is_none() {
            return Ok(tap.clone());
        }
        if let Some((payload, via)) = named(&self.now) {
            let via = if via == Via::Postback && tap.via == Via::Menu { tap.via } else { via };
            return Ok(Tap { payload: Some(payload), via, ..tap.clone() });
        }
        if shown(&self.now) {
            return Ok(tap.clone());
        }
        Err(format!("\"{}\" is on no button any more", label.unwrap_or_default()))
    }
}

fn show(screen: &mut Screen, bot: &Bot, key: &ConversationKey, turn: &Turn) {
    let said = turn.replies.iter().filter_map(|reply| Said::new(bot, key, reply.clone()).ok());
    said.for_each(|said| screen.show(&said));
}

fn is_message(kind: &InputKind) -> bool {
    let InputKind::Visitor(event) = kind else { return false };
    matches!(event.kind, EventKind::Text(_) | EventKind::Tap(_) | EventKind::Attachments(_))
}

/// What other systems answered in a recording.
fn answers(takes: &[Take]) -> BTreeMap<String, VecDeque<Given>> {
    let mut asked = BTreeMap::new();
    let mut answers: BTreeMap<_, VecDeque<_>> = BTreeMap::new();
    for take in takes {
        if let InputKind::Fetched { fetch, answer } = &take.input.kind {
            let given = (Some(take.input.seq), answer.clone());
            if let Some(asks) = asked.remove(fetch) {
                answers.entry(asks).or_default().push_back(given);
            }
        }
        if let Some(want) = &take.turn.wants {
            let Asked { fetch, asks, .. } = Asked::of(want);
            asked.insert(fetch, asks);
        }
    }
    answers
}

/// A call that a turn wants.
struct Asked {
    fetch: FetchId,
    /// What it asks, whatever its number.
    asks: String,
    /// The same for people, without a query.
    shown: String,
    /// Whether Messenger is asked who the visitor is.
    of_visitor: bool,
}

impl Asked {
    fn of(want: &Want) -> Self {
        match want {
            Want::Http(request) => {
                let (method, address) = (&request.method, request.address());
                let more = serde_json::to_string(&(&request.headers, &request.body));
                let asks = format!("{method} {address} {}", more.unwrap_or_default());
                let path = address.split_once('?').map_or(address.as_str(), |(path, _)| path);
                let shown = format!("{method} {path}");
                Self { fetch: request.fetch.clone(), asks, shown, of_visitor: false }
            }
            Want::Profile { fetch, fields } => {
                let asks = format!("profile {}", fields.join(","));
                let shown = "the visitor's profile".to_owned();
                Self { fetch: fetch.clone(), asks, shown, of_visitor: true }
            }
        }
    }
}
