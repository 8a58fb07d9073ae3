//! What is known of one visitor under two names, put together.

use std::mem;

use crate::words::conversation::{Conversation, Profile};
use crate::words::name::{Value, Vars};

/// The visitor's own tags.
const TAGS: &str = "tags";

impl Conversation {
    /// Takes over what is known of its visitor under an older name. Somebody whom the Page has not
    /// talked with (`fresh`) goes on where the older name stood; else what is known here counts, and
    /// the rest is learnt.
    pub fn take_over(&mut self, before: Self, fresh: bool) {
        if fresh {
            let own = mem::replace(self, before);
            self.window_until = own.window_until;
            self.locale = self.locale.take().or(own.locale);
            self.learn(own.profile);
            return;
        }
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
