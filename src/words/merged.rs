//! What is known of one visitor under two names, put together.

use std::mem;

use crate::limits::PARKED_MAX;
use crate::words::conversation::{Conversation, Frame, Profile, Run};
use crate::words::name::{TimerKey, Value, Vars};

/// The visitor's own tags.
const TAGS: &str = "tags";

/// Which timers of the older name's conversation go along, and which of the newer one's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    all: bool,
    come: Vec<TimerKey>,
    /// Those of questions that nobody waits for any more.
    pub end: Vec<TimerKey>,
}

impl Clocks {
    /// Whether a timer of the older name's goes along.
    #[must_use]
    pub fn bring(&self, key: &TimerKey) -> bool {
        self.all || self.come.contains(key)
    }
}

impl Conversation {
    /// Takes over what is known of its visitor under an older name. Somebody whom the Page has not
    /// talked with (`fresh`) goes on where the older name stood; else what is known here counts, and
    /// the rest is learnt. Only a question that was asked there later is the one that is answered next.
    pub fn take_over(&mut self, mut before: Self, fresh: bool) -> Clocks {
        if fresh {
            let own = mem::replace(self, before);
            self.window_until = own.window_until;
            self.locale = self.locale.take().or(own.locale);
            self.learn(own.profile);
            return Clocks { all: true, ..Clocks::default() };
        }
        let clocks = self.asks_what_was_asked_last(&mut before);
        let Self { user, chat, permits, once, arms, locale, profile, told, .. } = before;
        add_tags(&mut self.user, &user);
        add(&mut self.user, user);
        add(&mut self.chat, chat);
        for (name, permit) in permits {
            self.permits.entry(name).or_insert(permit);
        }
        for (step, at) in once {
            self.once.entry(step).or_insert(at);
        }
        for (step, arm) in arms {
            self.arms.entry(step).or_insert(arm);
        }
        self.told.extend(told);
        self.locale = self.locale.take().or(locale);
        self.learn(profile);
        clocks
    }

    /// Goes on with the older name's run, if that asked something after all that was done here. What
    /// stood open here counts as left.
    fn asks_what_was_asked_last(&mut self, before: &mut Self) -> Clocks {
        let waits = self.fetching.is_some() || before.fetching.is_some();
        let asks = before.stack.iter().any(|frame| frame.open.is_some());
        if waits || !asks || before.last_input <= self.last_input {
            return Clocks::default();
        }
        let at = self.last_input.or(before.last_input).unwrap_or_default();
        let own = mem::replace(&mut self.stack, mem::take(&mut before.stack));
        let end = own.iter().flat_map(|frame| frame.timers.clone()).collect();
        for Frame { flow, vars, .. } in own {
            self.parked.retain(|old| old.flow != flow);
            self.parked.push(Run { flow, vars, at });
        }
        let most = self.parked.len().saturating_sub(PARKED_MAX);
        self.parked.drain(..most);
        self.serial = self.serial.max(before.serial);
        self.runs = self.runs.max(before.runs);
        self.shown = mem::take(&mut before.shown);
        (self.misses, self.last_input) = (before.misses, before.last_input);
        (self.previous, self.topic) = (before.previous.take(), before.topic.take());
        let come = self.stack.iter().flat_map(|frame| frame.timers.clone()).collect();
        Clocks { all: false, come, end }
    }

    fn learn(&mut self, profile: Profile) {
        if self.profile == Profile::Unknown {
            self.profile = profile;
        }
    }
}

fn add(own: &mut Vars, before: Vars) {
    for (name, value) in before {
        own.entry(name).or_insert(value);
    }
}

fn add_tags(own: &mut Vars, before: &Vars) {
    if let (Some(Value::Array(own)), Some(Value::Array(before))) =
        (own.get_mut(TAGS), before.get(TAGS))
    {
        let more: Vec<_> = before.iter().filter(|tag| !own.contains(tag)).cloned().collect();
        own.extend(more);
    }
}
