//! What is proved about a bot holds when it runs: examples, ties and triggers that never win.
#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a test")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::proof::{compile, prove};
use saywhen::source::diagnostic::{Diagnostic, render_all};
use saywhen::source::{Place, Source, Sources};
use saywhen::time::Timestamp;
use saywhen::words::conversation::Conversation;
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, Value};
use saywhen::words::trace::{Candidate, Lost};
use saywhen::words::turn::{Dice, Moment};

const NOON: Timestamp = Timestamp(1_768_478_400_000);

fn sources(yaml: &str) -> Arc<Sources> {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let settings = "name: test\nsynonyms: {pizza: [pie], hours: [time]}\n";
    Arc::new(Sources::new(vec![file("bot.yaml", settings), file("flows/a.yaml", yaml)]))
}

/// All who could take a text from somebody who has said nothing yet; the winner has no reason.
fn contest(bot: &Bot, said: &str) -> Vec<Candidate> {
    let kind = EventKind::Text(Text { text: said.to_owned(), ..Text::default() });
    let event =
        Event { mid: None, sent_at: None, kind, referral: None, nlp: None, raw: Value::Null };
    let input = Input { seq: 1, at: NOON, kind: InputKind::Visitor(Box::new(event)) };
    let key =
        ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
    let at = Moment { key, now: NOON, dice: Dice::Seed(1), tracing: true };
    turn(bot, &Conversation::default(), &input, &at).trace.unwrap().contest
}

fn winner(bot: &Bot, said: &str) -> Option<Candidate> {
    contest(bot, said).into_iter().find(|one| one.lost.is_none())
}

fn told<'d>(told: &'d [Diagnostic], code: &str) -> Vec<&'d Diagnostic> {
    told.iter().filter(|one| one.code.0 == code).collect()
}

/// The place of a mistake.
fn place(bot: &Bot, one: &Diagnostic) -> Place {
    bot.sources.place(one.span.unwrap())
}

const WORDS: [&str; 8] = ["open", "hours", "pizza", "pie", "stop", "order", "my", "tme"];

fn phrase(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), words).prop_map(|words| words.join(" "))
}

fn trigger() -> impl Strategy<Value = String> {
    prop_oneof![
        phrase(1..3),
        phrase(1..3).prop_map(|text| format!("{{exact: {text}}}")),
        phrase(1..3).prop_map(|text| format!("{{starts: {text}}}")),
        phrase(1..3).prop_map(|text| format!("{{like: {text}}}")),
        (phrase(1..2), phrase(1..2)).prop_map(|(a, b)| format!("{{all: [{a}, {b}]}}")),
        (phrase(1..2), phrase(1..2)).prop_map(|(a, b)| format!("{{any: [{a}, {b}]}}")),
        phrase(1..2).prop_map(|text| format!("{{regex: '^{text}$'}}")),
        phrase(1..3).prop_map(|text| format!("{{regex: '{text}'}}")),
    ]
}

/// A flow without conditions: its triggers, and what else decides.
fn flow() -> impl Strategy<Value = String> {
    let keys = prop::sample::select(
        &["", "  priority: high\n", "  priority: low\n", "  interrupts: true\n"][..],
    );
    (prop::collection::vec(trigger(), 1..3), keys)
        .prop_map(|(triggers, keys)| format!("  when: [{}]\n{keys}", triggers.join(", ")))
}

/// Flows with the same examples and counter-examples, one to a line.
fn bot_of(flows: &[String], messages: &[String]) -> String {
    let mut yaml = String::new();
    for (n, flow) in flows.iter().enumerate() {
        yaml.push_str(&format!("f{n}:\n{flow}  examples:\n"));
        let list = messages.join("\n    - ");
        let list = format!("    - {list}\n");
        yaml.push_str(&format!("{list}  not_examples:\n{list}  say: x\n"));
    }
    yaml.push_str("other:\n  when: any message\n  say: y\n");
    yaml
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn proofs_say_what_turns_do(
        flows in prop::collection::vec(flow(), 1..6),
        messages in prop::collection::vec(phrase(1..4), 1..6),
    ) {
        let (bot, _) = Bot::compile(sources(&bot_of(&flows, &messages)));
        // Equal triggers are mistakes already.
        prop_assume!(bot.is_some());
        let bot = bot.unwrap();
        let proved = prove(&bot);
        let disproved: BTreeSet<Place> = told(&proved, "W407").iter().map(|one| place(&bot, one)).collect();
        for flow in bot.flows.values() {
            for example in &flow.examples {
                let won = winner(&bot, &example.text).unwrap().flow == flow.name;
                let at = bot.sources.place(example.span);
                prop_assert_eq!(won, !disproved.contains(&at), "{} in {}", example.text, flow.name);
            }
            for example in &flow.not_examples {
                let won = winner(&bot, &example.text).unwrap().flow == flow.name;
                let at = bot.sources.place(example.span);
                prop_assert_eq!(won, disproved.contains(&at), "not {} in {}", example.text, flow.name);
            }
        }
        let never: BTreeSet<Place> = told(&proved, "W404").iter().map(|one| place(&bot, one)).collect();
        for text in &messages {
            let winner = winner(&bot, text).unwrap();
            prop_assert!(!never.contains(&winner.trigger), "{text} is won by {}", winner.trigger);
        }
        for tie in told(&proved, "W403") {
            let text = tie.headline.split('"').nth(1).unwrap();
            let contest = contest(&bot, text);
            let won = contest.iter().position(|one| one.lost.is_none()).unwrap();
            let next = contest.iter().skip(won).find(|one| one.flow != contest[won].flow).unwrap();
            prop_assert_eq!(&next.lost, &Some(Lost::Name), "{}", text);
        }
    }
}

#[test]
fn a_ring_without_a_way_out_keeps_a_bot_from_being_taken() {
    let yaml = "a:\n  when: hello\n  steps:\n    - say: Hello\n    - goto: a\n\
                other:\n  when: any message\n  say: y\n";
    let (bot, found) = compile(sources(yaml));
    assert!(bot.is_none());
    assert_eq!(told(&found, "F801").len(), 1, "{}", render_all(&found, &sources(yaml), false));
}

#[test]
fn conditions_dice_and_questions_are_ways_out() {
    for step in [
        "if: chat.misses > 0\n      goto: end",
        "ask: More?\n      save: more",
        "one_of:\n        - end\n        - say: More",
        "switch: chat.misses\n      cases: {1: [end]}",
        "once:\n        steps: [say: First]\n        else: [end]\n      id: first",
        "call: asks",
        "back",
        "end: all",
    ] {
        let yaml = format!(
            "a:\n  when: hello\n  steps:\n    - say: Hello\n    - {step}\n    - goto: a\n\
             asks:\n  ask: And?\n  save: said\n\
             other:\n  when: any message\n  say: y\n"
        );
        let (_, found) = compile(sources(&yaml));
        assert!(told(&found, "F801").is_empty(), "{}", render_all(&found, &sources(&yaml), false));
    }
}

#[test]
fn a_thousand_flows_of_the_same_word_are_not_compared_pair_by_pair() {
    let mut yaml = String::new();
    for n in 0..1_000 {
        yaml.push_str(&format!(
            "f{n}:\n  when: [word {n} hours, {{exact: now {n}}}, {{like: answer {n}}}]\n  \
             examples: [word {n} hours please]\n  say: x\n"
        ));
    }
    yaml.push_str("other:\n  when: any message\n  say: y\n");
    let (bot, found) = compile(sources(&yaml));
    assert!(bot.is_some() && found.is_empty(), "{}", render_all(&found, &sources(&yaml), false));
}
