//! A conversation that took place becomes a test that passes.

use std::collections::BTreeSet;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine;
use saywhen::rehearsal::retold::{Retold, retold};
use saywhen::rehearsal::run::{self, Library};
use saywhen::script::parse::parse;
use saywhen::source::{Source, SourceId, Sources};
use saywhen::time::Timestamp;
use saywhen::words::conversation::{Conversation, Profile};
use saywhen::words::event::{Event, EventKind, Tap, Text, Via};
use saywhen::words::input::{Answer, Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey};
use saywhen::words::turn::{Dice, Moment, TimerChange, Turn, Want};
use serde_json::json;

const BOT: &str = "\
order:
  when: pizza
  steps:
    - ask: Which size?
      id: size
      choices: [Small, Large]
      save: size
      nudge: {2h: Still hungry?}
    - http: GET https://shop.example/price
      save: found
      errors: {any: Nobody knows.}
    - say: A {{ size }} one costs {{ found.price }}
draw:
  when: toss
  one_of: [say: heads, say: tails]
hours:
  when: open
  say: It is {{ now | date(format='%H') }}
";

/// A conversation as the service holds it.
struct Past {
    bot: Bot,
    state: Conversation,
    now: i64,
    turns: Vec<(Input, Turn)>,
}

impl Past {
    fn new() -> Self {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let settings = source("bot.yaml", "http: {allow: [shop.example]}\n");
        let sources = Sources::new(vec![settings, source("flows/a.yaml", BOT)]);
        let (bot, mistakes) = Bot::compile(Arc::new(sources));
        let bot = bot.unwrap_or_else(|| panic!("{mistakes:?}"));
        let profile = Profile::Silent { at: Timestamp(1_768_471_200_000) };
        let state = Conversation { profile, ..Conversation::default() };
        Self { bot, state, now: 1_768_471_200_000, turns: Vec::new() }
    }

    fn give(&mut self, kind: InputKind, seed: u64) -> &Turn {
        self.now += 5_000;
        let now = Timestamp(self.now);
        let input = Input { seq: u64::try_from(self.turns.len()).unwrap() + 1, at: now, kind };
        let (channel, page, visitor) = (Channel::Messenger, "1".into(), "7".into());
        let key = ConversationKey { channel, page, visitor };
        let at = Moment { key, now, dice: Dice::Seed(seed), tracing: false };
        let turn = engine::turn(&self.bot, &self.state, &input, &at);
        self.state = turn.after.clone();
        self.turns.push((input, turn));
        &self.turns.last().unwrap().1
    }

    fn says(&mut self, text: &str, seed: u64) -> &Turn {
        let text = Text { text: text.to_owned(), attachments: Vec::new() };
        self.give(InputKind::Visitor(Box::new(Event::new(EventKind::Text(text)))), seed)
    }

    fn taps(&mut self, label: &str, payload: &str) -> &Turn {
        let (payload, label) = (Some(payload.to_owned()), Some(label.to_owned()));
        let tap = EventKind::Tap(Tap { payload, label, via: Via::QuickReply });
        self.give(InputKind::Visitor(Box::new(Event::new(tap))), 1)
    }

    fn retold(&self, loose: &[usize]) -> Retold {
        let past: Vec<_> = self.turns.iter().map(|(input, turn)| (input, turn)).collect();
        let loose: BTreeSet<usize> = loose.iter().copied().collect();
        retold(&self.bot, "As it was", &past, &loose).unwrap()
    }

    /// Whether a test passes.
    fn passes(&self, text: &str) -> bool {
        let (script, mistakes) = parse(SourceId(0), text);
        assert!(mistakes.is_empty(), "{mistakes:?}\n{text}");
        let tested = run::run(&self.bot, &script, &Library::new());
        tested.iter().all(|one| one.failures.is_empty())
    }
}

#[test]
fn silence_and_answers_of_other_servers_are_told_again() {
    let mut past = Past::new();
    let turn = past.says("a pizza", 1);
    let nudge = turn.timers.iter().find_map(|change| match change {
        TimerChange::Set { key, serial, due, vars } if key.as_str().starts_with("nudge") => {
            Some((key.clone(), *serial, *due, vars.clone()))
        }
        _ => None,
    });
    let (key, serial, due, vars) = nudge.unwrap();
    let payload = turn.replies[0].kind.quick_replies()[1].clone();
    let saywhen::words::reply::QuickReply::Text { payload, .. } = payload else { panic!() };
    past.now = due.0;
    past.give(InputKind::Timer { key, serial, vars }, 1);
    let turn = past.taps("Large", &payload);
    let Some(Want::Http(request)) = turn.wants.clone() else { panic!("{:?}", turn.outcome) };
    let answer = Answer::Status { code: 200, body: json!({"price": 12}) };
    past.give(InputKind::Fetched { fetch: request.fetch, answer }, 1);
    let told = past.retold(&[]);
    assert_eq!(
        told.text,
        "# As it was\n\
         You: a pizza\n\
         Bot: Which size?\n     [Small] [Large]\n\
         After: 2h 1m\n\
         Bot: Still hungry?\n     [Small] [Large]\n\
         Given: GET https://shop.example/price answers 200 {\"price\":12}\n\
         You tap: Large\n\
         Bot: A Large one costs 12\n"
    );
    assert_eq!(told.differs, 0);
    assert!(past.passes(&told.text));
}

#[test]
fn what_was_drawn_is_drawn_again() {
    for seed in 0..8 {
        let mut past = Past::new();
        past.says("toss", seed);
        past.says("toss", seed + 1);
        let told = past.retold(&[]);
        assert_eq!(told.differs, 0, "{}", told.text);
        assert!(past.passes(&told.text), "{}", told.text);
    }
}

#[test]
fn a_test_has_a_date_only_where_the_answer_needs_one() {
    let mut past = Past::new();
    past.now += 7 * 60 * 60 * 1_000;
    past.says("open", 1);
    let told = past.retold(&[]);
    assert!(told.text.contains("Given: now = 2026-01-15 "), "{}", told.text);
    assert!(past.passes(&told.text), "{}", told.text);
    let mut past = Past::new();
    past.says("a pizza", 1);
    assert!(!past.retold(&[]).text.contains("Given"));
}

#[test]
fn a_bubble_that_need_not_be_exact_may_say_anything() {
    let mut past = Past::new();
    past.says("toss", 1);
    past.says("toss", 1);
    let told = past.retold(&[1]);
    assert!(told.text.ends_with("Bot: ...\n"), "{}", told.text);
    assert_eq!(told.text.matches("Bot: ...").count(), 1);
    assert!(past.passes(&told.text));
}
