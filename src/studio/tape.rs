//! What has happened in one conversation since `dev` began: its turns, and what became of replies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fake::Call;
use crate::limits::{TAPE_TRIES_MAX, TAPE_TURNS_MAX};
use crate::rehearsal::again::{self, OWN_SEQ, Take, Timer};
use crate::store::Stand;
use crate::studio::did::UNKNOWN;
use crate::time::{Millis, Timestamp};
use crate::words::conversation::{Conversation, Profile};
use crate::words::input::Answer;
use crate::words::name::{Locale, Mid, OutboxId, TimerKey, Vars};
use crate::words::reply::Reply;
use crate::words::turn::TimerChange;

/// One conversation's past.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    /// Turns, oldest first.
    pub(super) takes: Vec<Take>,
    /// Whether older turns were left out, so that it cannot be played again.
    pub(super) cut: bool,
    /// Sends of each reply.
    pub(super) sends: BTreeMap<OutboxId, Vec<Call>>,
    /// Messages that reached the visitor.
    pub(super) delivered: BTreeSet<Mid>,
    /// Up to when the visitor has read.
    pub(super) read: Option<Timestamp>,
    /// The visitor's reactions to messages.
    pub(super) reactions: BTreeMap<String, String>,
    /// How much later timers are than they were set for: whoever goes back to a turn finds as much time
    /// left as there was then, though the clock goes forward only.
    pub(super) later: BTreeMap<TimerKey, (u64, Millis)>,
    /// How the clock was moved, and after which turn.
    pub(super) moves: Vec<(u64, Timestamp, u64)>,
    /// The language that was chosen on the page.
    pub(super) locale: Option<Locale>,
    /// What the fake tells of the visitor.
    pub(super) profile: Option<Value>,
    /// What is new since the last save.
    pub(super) marks: BTreeMap<OutboxId, Mark>,
    /// What is not said any more since the last save, and in which turn.
    pub(super) gone: Vec<(u64, Reply)>,
    /// Where the last save has no way for what was done before.
    pub(super) parted: Option<Parted>,
    /// Turns of this version and before are of another past.
    pub(super) since: u64,
}

/// What a save has done to a reply.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// It was something else before.
    Changed(Box<Reply>),
    /// It was not there.
    New,
}

/// Where a save ends the past.
#[derive(Clone, Debug)]
pub(super) struct Parted {
    /// The last turn that was played; 0 for none.
    pub(super) after: u64,
    pub(super) why: String,
    /// All that was done, as it went before: the next save may have a way for it again.
    pub(super) whole: Vec<Take>,
    /// How many of these were played.
    pub(super) played: usize,
}

impl Parted {
    /// What was not played.
    pub(super) fn left(&self) -> &[Take] {
        self.whole.get(self.played..).unwrap_or_default()
    }
}

impl Tape {
    /// A turn was committed.
    pub(super) fn record(&mut self, take: Take) {
        if take.turn.after.version <= self.since {
            return;
        }
        let is_deed = take.is_deed();
        if is_deed {
            self.marks.clear();
            self.gone.clear();
        }
        for change in &take.turn.timers {
            let (TimerChange::Set { key, .. } | TimerChange::Drop(key)) = change;
            self.later.remove(key);
        }
        self.takes.push(take);
        if is_deed {
            self.go_on();
        }
        if self.takes.len() > TAPE_TURNS_MAX {
            let oldest = self.takes.remove(0);
            self.forget(&oldest);
            let first = self.takes.first().map_or(0, |take| take.input.seq);
            self.moves.retain(|(after, ..)| *after >= first);
            self.cut = true;
        }
    }

    /// The conversation goes its new way: what had none is over.
    fn go_on(&mut self) {
        if self.parted.take().is_some() {
            self.forget_unsaid();
        }
    }

    /// What a save plays: what was done, also where the save before had no way for it.
    pub(super) fn done(&self) -> &[Take] {
        self.parted.as_ref().map_or(&self.takes, |parted| &parted.whole)
    }

    /// Forgets what became of a turn's replies.
    fn forget(&mut self, take: &Take) {
        take.turn.replies.iter().for_each(|reply| self.forget_reply(reply.id));
    }

    fn forget_reply(&mut self, id: OutboxId) {
        self.marks.remove(&id);
        for mid in self.sends.remove(&id).into_iter().flatten().filter_map(|call| call.mid) {
            self.delivered.remove(&mid);
            self.reactions.remove(mid.as_str());
        }
    }

    /// Forgets what became of replies that nobody has said in this telling. Should one be under way
    /// of a turn that is told in a moment, the store still knows what became of it.
    fn forget_unsaid(&mut self) {
        let takes = self.takes.iter().chain(self.parted.iter().flat_map(|parted| &parted.whole));
        let replies = takes.flat_map(|take| &take.turn.replies);
        let said: BTreeSet<OutboxId> = replies.map(|reply| reply.id).collect();
        let unsaid: Vec<OutboxId> =
            self.sends.keys().filter(|id| !said.contains(*id)).copied().collect();
        for id in unsaid {
            self.forget_reply(id);
        }
    }

    /// A reply was tried to be sent; of many tries the newest are remembered.
    pub(super) fn sent(&mut self, id: OutboxId, call: Call) {
        let calls = self.sends.entry(id).or_default();
        calls.push(call);
        if calls.len() > TAPE_TRIES_MAX {
            calls.remove(0);
        }
    }

    /// Takes the turns of another telling. What was sent, read and chosen meanwhile stays.
    pub(super) fn retell(&mut self, other: Self) {
        self.tell(other);
        self.forget_unsaid();
    }

    fn tell(&mut self, other: Self) {
        let Self { takes, marks, gone, parted, .. } = other;
        (self.takes, self.marks, self.gone, self.parted) = (takes, marks, gone, parted);
    }

    /// As [`Tape::retell`], but turns stay, too, that came after the one of this number.
    pub(super) fn retell_until(&mut self, other: Self, last: u64) {
        let known = self.find(last).map_or(0, |position| position.saturating_add(1));
        let newer = self.takes.split_off(known);
        self.tell(other);
        for take in newer {
            self.record(take);
        }
        self.forget_unsaid();
    }

    /// The turn of this number, and its position.
    pub(super) fn find(&self, turn: u64) -> Option<usize> {
        self.takes.iter().position(|take| take.input.seq == turn)
    }

    /// The number of the last turn; 0 for none.
    pub(super) fn last(&self) -> u64 {
        self.takes.last().map_or(0, |take| take.input.seq)
    }

    /// Forgets all turns from a position on.
    pub(super) fn keep(&mut self, count: usize) {
        let over = self.takes.split_off(count.min(self.takes.len()));
        for take in &over {
            self.forget(take);
        }
        let last = self.last();
        self.moves.retain(|(after, ..)| *after <= last);
        self.go_on();
        self.marks.clear();
        self.gone.clear();
    }

    /// The timers that are set.
    pub(super) fn timers(&self) -> BTreeMap<TimerKey, Timer> {
        let mut timers = again::timers(&self.takes);
        for (key, timer) in &mut timers {
            let later = self.later.get(key).filter(|(serial, _)| *serial == timer.serial);
            timer.due = later.map_or(timer.due, |(_, by)| timer.due.plus(*by));
        }
        timers
    }

    /// Lets the last turn be just over: timers have the time left that they had then.
    pub(super) fn rest(&mut self, now: Timestamp) {
        let Some(last) = self.takes.last() else { return };
        let since = now.since(last.turn.journal.now);
        let timers = again::timers(&self.takes).into_iter();
        self.later = timers.map(|(key, timer)| (key, (timer.serial, since))).collect();
    }

    /// What a conversation begins with that nobody has begun.
    pub(super) fn beginning(&self) -> Conversation {
        let mut beginning = Conversation::default();
        self.dress(&mut beginning);
        beginning
    }

    /// Makes the visitor the one that was chosen on the page.
    pub(super) fn dress(&self, state: &mut Conversation) {
        if self.locale.is_some() {
            state.locale.clone_from(&self.locale);
        }
        let Some(fields) = self.told() else { return };
        let at = state.last_input.unwrap_or_default();
        state.profile = Profile::Known { fields, at };
    }

    /// What the fake answers to whoever asks for the visitor's profile.
    pub(super) fn person(&self) -> Answer {
        let unknown = || Answer::Refused { why: UNKNOWN.to_owned() };
        self.told().map_or_else(unknown, Answer::Profile)
    }

    fn told(&self) -> Option<Vars> {
        let told = self.profile.as_ref()?.as_object()?;
        let fields = told.iter().map(|(name, value)| {
            let name = if name == "profile_pic" { "picture" } else { name };
            (name.into(), value.clone())
        });
        Some(fields.collect())
    }

    /// Where the conversation stands after the turns of the tape.
    pub(super) fn stand(&self) -> Stand {
        let last = self.takes.last().map(|take| take.turn.after.clone());
        let mut conversation = last.unwrap_or_else(|| self.beginning());
        self.dress(&mut conversation);
        let timers = again::changes(self.timers());
        let numbers = self.takes.iter().map(|take| take.input.seq).filter(|seq| *seq < OWN_SEQ);
        Stand { conversation, timers, seq: numbers.max().unwrap_or(0), hears: false }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bot::Bot;
    use crate::engine;
    use crate::source::{Source, Sources};
    use crate::words::event::{Event, EventKind, Text};
    use crate::words::input::{Input, InputKind};
    use crate::words::name::{Channel, ConversationKey};
    use crate::words::turn::{Dice, Moment, Turn};

    fn take(seq: u64) -> Take {
        let flow = "a:\n  when: any message\n  say: x\n";
        let source = Source { path: "flows/a.yaml".into(), text: flow.into() };
        let bot = Bot::compile(Arc::new(Sources::new(vec![source]))).0.unwrap();
        let text = Text { text: "hi".to_owned(), attachments: Vec::new() };
        let kind = InputKind::Visitor(Box::new(Event::new(EventKind::Text(text))));
        let (now, dice) = (Timestamp(1), Dice::Seed(0));
        let input = Input { seq, at: now, kind };
        let (channel, page, visitor) = (Channel::Messenger, "1".into(), "2".into());
        let key = ConversationKey { channel, page, visitor };
        let before = Conversation::default();
        let at = Moment { key, now, dice, tracing: true };
        let mut turn = engine::turn(&bot, &before, &input, &at);
        turn.after.version = seq;
        Take { input, before, turn, micros: 0 }
    }

    fn call(n: usize) -> Call {
        Call {
            n,
            page: None,
            at: Timestamp(1),
            edge: "messages".to_owned(),
            body: Value::Null,
            status: Some(200),
            mid: Some(format!("m_{n}").as_str().into()),
            accepted: true,
        }
    }

    #[test]
    fn what_was_sent_is_remembered_no_longer_than_the_turn_that_said_it() {
        let mut tape = Tape::default();
        let count = u64::try_from(TAPE_TURNS_MAX).unwrap();
        for seq in 1..=count {
            let said = take(seq);
            let mut reply = said.turn.replies[0].clone();
            reply.id = OutboxId(u128::from(seq).to_be_bytes());
            tape.record(Take { turn: Turn { replies: vec![reply.clone()], ..said.turn }, ..said });
            for n in 0..=TAPE_TRIES_MAX {
                tape.sent(reply.id, call(n));
            }
        }
        assert_eq!(tape.sends.len(), TAPE_TURNS_MAX);
        assert!(tape.sends.values().all(|calls| calls.len() == TAPE_TRIES_MAX));
        tape.record(take(count + 1));
        assert_eq!((tape.takes.len(), tape.sends.len()), (TAPE_TURNS_MAX, TAPE_TURNS_MAX - 1));
        tape.keep(2);
        assert_eq!((tape.takes.len(), tape.sends.len()), (2, 2));
        let parted = Tape { takes: tape.takes[..1].to_vec(), ..Tape::default() };
        tape.retell(parted);
        assert_eq!((tape.takes.len(), tape.sends.len()), (1, 1), "a save ends the past here");
    }

    #[test]
    fn what_happens_while_a_save_is_played_again_is_not_lost() {
        let mut tape = Tape::default();
        (1..=2).for_each(|seq| tape.record(take(seq)));
        let copy = tape.clone();
        tape.record(take(3));
        tape.reactions.insert("m_1".to_owned(), "❤".to_owned());
        tape.read = Some(Timestamp(5));
        tape.delivered.insert("m_2".into());
        tape.retell_until(copy, 2);
        let turns: Vec<u64> = tape.takes.iter().map(|take| take.input.seq).collect();
        assert_eq!(turns, [1, 2, 3]);
        assert_eq!((tape.reactions.len(), tape.read), (1, Some(Timestamp(5))));
        assert_eq!(tape.delivered.len(), 1);
    }
}
