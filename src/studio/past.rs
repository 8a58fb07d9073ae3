//! Turns that the store remembers, of this life of `dev` and of those before it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::bot::Bot;
use crate::engine;
use crate::limits::{TAPE_TURNS_MAX, TAPES_RECALLED_MAX};
use crate::rehearsal::again::Take;
use crate::store::Store;
use crate::studio::tape::Tape;
use crate::time::Timestamp;
use crate::words::conversation::Conversation;
use crate::words::name::ConversationKey;
use crate::words::recorded::Recorded;
use crate::words::turn::{Dice, Moment};

/// Reads them anew whenever it is asked.
#[derive(Clone)]
pub struct Past(Arc<dyn Fn() -> Vec<Recorded> + Send + Sync>);

impl Past {
    /// A past that is read like this.
    pub fn new(turns: impl Fn() -> Vec<Recorded> + Send + Sync + 'static) -> Self {
        Self(Arc::new(turns))
    }

    /// All turns, conversation by conversation.
    pub(super) fn turns(&self) -> Vec<Recorded> {
        (self.0)()
    }
}

impl fmt::Debug for Past {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Past")
    }
}

/// Finds the newest conversations again that an earlier `dev` had with this store. It has to be
/// asked before the app runs: a turn in between would be of neither past.
pub(super) async fn recall(
    past: &Past,
    store: &impl Store,
    bot: &Bot,
    page: &'static str,
) -> BTreeMap<String, Tape> {
    let past = past.clone();
    let turns = tokio::task::spawn_blocking(move || latest(past.turns(), page)).await;
    let mut found = BTreeMap::new();
    for (key, turns) in turns.unwrap_or_default() {
        let Ok(Some(stands)) = store.conversation(&key).await else { continue };
        let (since, takes) = (stands.version, takes(bot, turns, &stands));
        let cut = takes.first().is_some_and(|take| take.before.last_input.is_some());
        let tape = Tape { takes, cut, since, ..Tape::default() };
        found.insert(key.visitor.to_string(), tape);
    }
    found
}

/// The moment of the newest turn.
pub(super) fn newest(tapes: &BTreeMap<String, Tape>) -> Option<Timestamp> {
    let turns = tapes.values().flat_map(|tape| &tape.takes);
    turns.map(|take| take.turn.journal.now).max()
}

/// The newest conversations of a Page, each with its newest turns.
fn latest(turns: Vec<Recorded>, page: &str) -> Vec<(ConversationKey, Vec<Recorded>)> {
    let mut by_key: BTreeMap<String, (ConversationKey, Vec<Recorded>)> = BTreeMap::new();
    for turn in turns.into_iter().filter(|turn| turn.key.page.as_str() == page) {
        let key = turn.key.clone();
        let kept = by_key.entry(key.visitor.to_string()).or_insert_with(|| (key, Vec::new()));
        kept.1.push(turn);
    }
    let mut all: Vec<_> = by_key.into_values().collect();
    all.sort_by_key(|(_, turns)| std::cmp::Reverse(turns.last().map(|turn| turn.now)));
    all.truncate(TAPES_RECALLED_MAX);
    for (_, turns) in &mut all {
        turns.drain(..turns.len().saturating_sub(TAPE_TURNS_MAX));
    }
    all
}

/// The turns that led to where a conversation stands; those that were taken back are left out.
fn takes(bot: &Bot, turns: Vec<Recorded>, stands: &Conversation) -> Vec<Take> {
    let mut takes = Vec::new();
    for old in turns {
        lead_to(&mut takes, &old.before);
        let dice = Dice::Seed(old.seed);
        let at = Moment { key: old.key, now: old.now, dice, tracing: true };
        let mut turn = engine::turn(bot, &old.before, &old.input, &at);
        // What was said is what people saw, whatever the bot would say now.
        (turn.outcome, turn.replies) = (old.outcome, old.replies);
        takes.push(Take { input: old.input, before: old.before, turn, micros: 0 });
    }
    lead_to(&mut takes, stands);
    takes
}

/// Leaves only the turns after which a conversation stands like this.
fn lead_to(takes: &mut Vec<Take>, stands: &Conversation) {
    let next = |take: &Take| take.before.version.saturating_add(1) == stands.version;
    if !takes.last().is_some_and(next) {
        let there = takes.iter().rposition(|take| alike(&take.turn.after, stands));
        takes.truncate(there.map_or(0, |there| there.saturating_add(1)));
    }
    takes.iter_mut().next_back().into_iter().for_each(|last| last.turn.after = stands.clone());
}

/// Whether two states are the same but for what travelling changes: the count, the bot, who it is.
fn alike(one: &Conversation, other: &Conversation) -> bool {
    let Conversation { version, bot, profile, locale, .. } = other.clone();
    Conversation { version, bot, profile, locale, ..one.clone() } == *other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};
    use crate::words::event::{Event, EventKind, Text};
    use crate::words::input::{Input, InputKind};
    use crate::words::name::Channel;

    const COUNT: &str = "count:\n  when: any message\n  steps:\n    \
        - set: { chat.n: \"{{ (chat.n or 0) + 1 }}\" }\n    - say: That is {{ chat.n }}.\n";

    fn bot() -> Bot {
        let source = Source { path: "flows/a.yaml".into(), text: COUNT.into() };
        let (bot, told) = Bot::compile(Arc::new(Sources::new(vec![source])));
        bot.unwrap_or_else(|| panic!("{told:?}"))
    }

    /// Somebody says something to the bot as it stands; how it stands then.
    #[expect(clippy::needless_pass_by_value, reason = "it goes on from there")]
    fn more(bot: &Bot, seq: u64, before: Conversation) -> (Recorded, Conversation) {
        let text = Text { text: format!("more {seq}"), attachments: Vec::new() };
        let kind = InputKind::Visitor(Box::new(Event::new(EventKind::Text(text))));
        let now = Timestamp(1_000);
        let input = Input { seq, at: now, kind };
        let (channel, page, visitor) = (Channel::Messenger, "1".into(), "2".into());
        let key = ConversationKey { channel, page, visitor };
        let at = Moment { key: key.clone(), now, dice: Dice::Seed(0), tracing: false };
        let turn = engine::turn(bot, &before, &input, &at);
        let (outcome, replies) = (turn.outcome, turn.replies);
        let old = Recorded { key, input, before: before.clone(), now, seed: 0, outcome, replies };
        let version = before.version.saturating_add(1);
        (old, Conversation { version, ..turn.after })
    }

    fn numbers(takes: &[Take]) -> Vec<u64> {
        takes.iter().map(|take| take.input.seq).collect()
    }

    #[test]
    fn turns_are_found_again_but_for_those_that_were_taken_back() {
        let bot = bot();
        let (first, stands) = more(&bot, 1, Conversation::default());
        let (second, _) = more(&bot, 2, stands.clone());
        // The second was undone.
        let back = Conversation { version: 3, ..stands.clone() };
        let (third, end) = more(&bot, 3, back);
        let turns = vec![first.clone(), second.clone(), third];
        let found = takes(&bot, turns, &end);
        assert_eq!(numbers(&found), [1, 3]);
        assert_eq!(found[1].turn.after, end);
        let undone = Conversation { version: 3, ..stands };
        assert_eq!(numbers(&takes(&bot, vec![first.clone(), second.clone()], &undone)), [1]);
        let over = Conversation { version: 9, ..Conversation::default() };
        assert!(takes(&bot, vec![first, second], &over).is_empty());
    }

    #[test]
    fn what_was_said_is_shown_and_not_what_the_bot_would_say_now() {
        let (mut old, stands) = more(&bot(), 1, Conversation::default());
        old.replies.clear();
        assert!(takes(&bot(), vec![old], &stands)[0].turn.replies.is_empty());
    }
}
